"""A guided request or a form is unsigned until a file with its reference comes back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.board import card_text
from bot.scene import Office
from bot.ties import ties_of
from ingest import chat
from ingest.guided import Section
from store import documents
from store.model import StoredDocument
from tests.chat_values import ZURICH
from tests.factories import an_arrival
from tests.forms import filled, lines_of
from tests.hands import FakeHands
from tests.threads import Desk

if TYPE_CHECKING:
    from ingest.segment import Document
    from store.session import Database

GIVEN = (
    Section(step="who", heading="Who is asking", text="Republic of Chad, Ministry"),
    Section(step="need", heading="What we need", text="Our request: two trainers."),
)


def submit(
    desk: Desk,
    text: str,
    given: tuple[Section, ...] = (),
    *,
    file: bytes | None = None,
    hands: FakeHands | None = None,
) -> str:
    desk.number += 1
    files = []
    if file is not None:
        sha256 = hashlib.sha256(file).hexdigest()
        stored = StoredDocument(
            sha256=sha256, name="signed.txt", media_type="text/plain", content=file
        )
        with desk.db.begin() as session:
            documents.keep_all(session, [stored])
        files = [chat.ChatFile(name="signed.txt", media_type="text/plain", sha256=sha256)]
    raw = chat.pack(
        update_id=desk.number, chat_id=7, user_id=7, user_name="Amina", language_code="en",
        text=text, files=files, sent_at=desk.now, sections=given,
    )  # fmt: skip
    arrival = an_arrival(channel="chat", raw=raw, sender="telegram:7", reply_chat=7)
    return desk.process(arrival, hands)


def is_unsigned(desk: Desk, message_id: str) -> bool:
    draft = desk.draft(message_id)
    with desk.db.reading() as session:
        return ties_of(session, draft, ZoneInfo("UTC")).is_unsigned


def test_a_guided_request_is_unsigned(database: Database) -> None:
    desk = Desk(database)

    assert is_unsigned(desk, submit(desk, "all", GIVEN))


def test_any_other_request_by_chat_is_not_called_unsigned(database: Database) -> None:
    desk = Desk(database)

    assert not is_unsigned(desk, submit(desk, "Our request: two trainers."))


def test_the_letter_that_comes_back_takes_the_mark_away(database: Database) -> None:
    desk = Desk(database)
    message_id = submit(desk, "all", GIVEN)
    ref = desk.ref(message_id)

    submit(desk, "", file=f"Reference: {ref}\nOur request: two trainers. Signed".encode())

    assert not is_unsigned(desk, message_id)


def test_a_scan_of_which_only_the_digits_were_recognised_is_enough(database: Database) -> None:
    desk = Desk(database)
    message_id = submit(desk, "all", GIVEN)
    ref = desk.ref(message_id)
    _, year, number = ref.split("-")

    submit(desk, f"Signed: {ref}", file=f"الرقم المرجعي: {number}-{year}-8650 request".encode())

    assert not is_unsigned(desk, message_id)


def test_another_file_leaves_it_unsigned(database: Database) -> None:
    desk = Desk(database)
    message_id = submit(desk, "all", GIVEN)

    submit(desk, f"For {desk.ref(message_id)}", file=b"Our request has this annex.")

    assert is_unsigned(desk, message_id)


class ScanningHands(FakeHands):
    """Takes every file for a scan."""

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        read = super().extract(name, media_type, content)
        return replace(read, pages=tuple(replace(one, method="ocr") for one in read.pages))


def of_form(desk: Desk, message_id: str) -> tuple[bool, bool]:
    draft = desk.draft(message_id)
    with desk.db.reading() as session:
        ties = ties_of(session, draft, ZoneInfo("UTC"))
    return ties.is_of_form, ties.is_unsigned


def test_a_form_that_comes_as_a_file_is_unsigned(database: Database) -> None:
    desk = Desk(database)

    assert of_form(desk, submit(desk, "", file=filled("en"))) == (True, True)


def test_a_form_that_comes_as_a_scan_is_not_called_unsigned(database: Database) -> None:
    desk = Desk(database)
    content = "\n".join(lines_of(filled("en"))).encode()

    message_id = submit(desk, "", file=content, hands=ScanningHands())

    assert of_form(desk, message_id) == (True, False)


def test_a_signed_copy_of_the_form_takes_the_mark_away(database: Database) -> None:
    desk = Desk(database)
    message_id = submit(desk, "", file=filled("en"))

    submit(desk, "", file=f"Reference: {desk.ref(message_id)}\nOur form, signed".encode())

    assert of_form(desk, message_id) == (True, False)


def test_the_card_says_that_answers_come_from_the_form(database: Database) -> None:
    desk = Desk(database)
    draft = desk.draft(submit(desk, "", file=filled("en")))

    with database.reading() as session:
        card = card_text(session, draft, Office(zone=ZURICH, full=True), now=desk.now).markup

    assert "from the form" in card
    assert "no signed copy" in card
