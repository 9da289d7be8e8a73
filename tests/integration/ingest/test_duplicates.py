"""The same letter over several channels is found and shown, and never merged by itself."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ingest.chat import ChatFile, pack
from store import documents
from store.model import DraftStatus
from tests.factories import NOW, a_document, an_arrival
from tests.threads import FIRST_ID, MINISTRY, CriteriaHands, Desk, answering

if TYPE_CHECKING:
    from store.session import Database

from tests.twice import AGAIN, FORM, LETTER, Twice, card, found, sent_twice


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def twice(desk: Desk) -> Twice:
    return sent_twice(desk)


def test_the_same_letter_by_mail_and_chat_is_found(twice: Twice) -> None:
    [one] = found(twice.desk, twice.second)

    assert (one.other_id, one.reason) == (twice.first.id, "same_words")
    assert one.share is not None
    assert one.share >= 95


@pytest.mark.parametrize("full", [True, False])
def test_the_card_says_so(twice: Twice, *, full: bool) -> None:
    markup = card(twice.desk, twice.second, full=full)

    assert f"👯 looks like {twice.first.ref} (" in markup
    assert "% the same text)" in markup
    assert "looks like" not in card(twice.desk, twice.first)


def test_it_is_never_merged_by_itself(twice: Twice) -> None:
    assert twice.second.status == DraftStatus.DRAFT
    assert len(twice.desk.drafts(twice.second.message_id)) == 1


def test_the_same_letter_a_week_later_is_found(desk: Desk) -> None:
    first = desk.draft(desk.mail(LETTER))
    desk.now = NOW + timedelta(days=7)

    second = desk.draft(desk.mail(AGAIN))

    assert [one.other_id for one in found(desk, second)] == [first.id]
    assert "7 days apart" in card(desk, second)


def test_the_same_file_under_another_name_is_found(desk: Desk) -> None:
    made = []
    for number, name in enumerate(("letter.txt", "scan0001.txt"), start=50):
        file = a_document(LETTER.encode(), name)
        with desk.db.begin() as session:
            documents.keep(session, file)
        raw = pack(
            update_id=number, chat_id=number, user_id=number, user_name="A", language_code=None,
            text="", sent_at=NOW,
            files=[ChatFile(name=name, media_type="text/plain", sha256=file.sha256)],
        )  # fmt: skip
        arrival = an_arrival(
            channel="chat", raw=raw, sender=f"telegram:{number}", reply_chat=number,
            documents=(file.sha256,),
        )  # fmt: skip
        made.append(desk.draft(desk.process(arrival)))

    [one] = found(desk, made[1])

    assert (one.other_id, one.reason, one.share) == (made[0].id, "same_file", 100)


def test_another_letter_on_the_same_form_only_shares_its_matter(desk: Desk) -> None:
    first = desk.draft(desk.mail(LETTER))

    second = desk.draft(desk.mail(FORM))

    [one] = found(desk, second)
    assert (one.other_id, one.reason, one.share) == (first.id, "same_matter", None)
    assert "same State, kind and areas" in card(desk, second)


def test_after_two_months_the_same_matter_is_a_new_one(desk: Desk) -> None:
    desk.mail(LETTER)
    desk.now = NOW + timedelta(days=61)

    assert found(desk, desk.draft(desk.mail(FORM))) == []


def test_what_its_thread_offers_is_not_offered_twice(desk: Desk) -> None:
    desk.mail(LETTER, headers=f"Message-ID: {FIRST_ID}\r\n")

    new = desk.mail(f"{AGAIN} {'More on this. ' * 200}", headers=answering(FIRST_ID))

    assert found(desk, desk.draft(new)) == []


def test_two_like_letters_at_once_see_each_other(desk: Desk) -> None:
    desk.mail("We request nothing.", sender=MINISTRY)
    barrier = threading.Barrier(2)
    made: list[str] = []

    def send(number: int) -> None:
        other = Desk(desk.db, hands=CriteriaHands(), number=number)
        barrier.wait()
        made.append(other.mail(LETTER, sender=f"m{number}@m{number}.example"))

    threads = [threading.Thread(target=send, args=(number,)) for number in (100, 200)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    alike = [one for message in made for one in found(desk, desk.draft(message))]
    assert [one.reason for one in alike if one.share] == ["same_words"]
