"""Letters by chat: whatever a stranger sends in private is kept, and survives every trouble."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.faults import cut, refused
from store import documents, inbox
from tests.office import ALICE_ID, SENDER_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.model import InboxMessage
    from store.session import Database
    from tests.office import TestOffice

PDF = b"%PDF-1.7 a letter"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def arrived(office: TestOffice, count: int = 1) -> list[InboxMessage]:
    def found() -> list[InboxMessage]:
        with office.db.reading() as session:
            return list(inbox.listed(session))

    await office.sandbox.until(lambda: len(found()) >= count, seconds=10)
    return found()


def original(office: TestOffice, message: InboxMessage) -> dict[str, object]:
    with office.db.reading() as session:
        stored = json.loads(inbox.raw(session, message.id))
    assert isinstance(stored, dict)
    return stored


def test_a_private_message_is_a_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(SENDER_ID, SENDER_ID, "نطلب الدعم لنظام اللجوء")

            message = (await arrived(office))[0]

            assert (message.channel, message.reply_chat) == ("chat", SENDER_ID)
            assert message.sender == f"telegram:{SENDER_ID}"
            assert original(office, message)["text"] == "نطلب الدعم لنظام اللجوء"
            assert office.attempts == [(message.id, 1)]

    asyncio.run(scene())


def test_a_pdf_is_kept_with_its_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.send_file(
                SENDER_ID,
                SENDER_ID,
                "lettre.pdf",
                PDF,
                media_type="application/pdf",
                caption="Ci-joint",
            )

            message = (await arrived(office))[0]

            with database.reading() as session:
                files = documents.of_message(session, message.id)
                content = documents.content(session, files[0].sha256)
            assert [(file.name, file.media_type) for file in files] == [
                ("lettre.pdf", "application/pdf")
            ]
            assert content == PDF
            assert original(office, message)["text"] == "Ci-joint"

    asyncio.run(scene())


def test_the_pictures_of_an_album_are_one_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(3):
                office.sandbox.send_file(
                    SENDER_ID,
                    SENDER_ID,
                    "",
                    b"picture %d" % number,
                    is_photo=True,
                    media_group_id="album",
                    caption="Page one" if number == 0 else "",
                )

            message = (await arrived(office))[0]

            with database.reading() as session:
                assert len(documents.of_message(session, message.id)) == 3
            await asyncio.sleep(0.3)
            assert len(await arrived(office)) == 1

    asyncio.run(scene())


def test_a_file_that_cannot_be_fetched_for_now_is_fetched_later(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("getFile", cut())
            office.sandbox.fail_next(
                "getFile", refused(400, "Bad Request: temporarily unavailable")
            )
            office.sandbox.send_file(SENDER_ID, SENDER_ID, "letter.pdf", PDF)

            message = (await arrived(office))[0]

            with database.reading() as session:
                assert len(documents.of_message(session, message.id)) == 1

    asyncio.run(scene())


def test_a_file_that_is_too_large_for_the_chat_is_named_as_missing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("getFile", refused(400, "Bad Request: file is too big"))
            office.sandbox.send_file(SENDER_ID, SENDER_ID, "huge.pdf", PDF, caption="See file")

            message = (await arrived(office))[0]

            assert original(office, message)["files"] == [
                {"media_type": "application/octet-stream", "name": "huge.pdf", "sha256": ""}
            ]

    asyncio.run(scene())


def test_a_letter_that_nobody_handled_is_taken_up_at_the_next_start(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.fail_next("getFile", cut(), 20)
            office.sandbox.send_file(SENDER_ID, SENDER_ID, "letter.pdf", PDF)
            await office.sandbox.until(lambda: not office.sandbox.chats.updates)
            file = next(iter(office.sandbox.chats.files.values()))

        async with an_office(database, tmp_path) as again:
            again.sandbox.chats.files[file.id] = file

            assert len(await arrived(again)) == 1

    asyncio.run(scene())


def test_a_start_is_answered_in_the_senders_language(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(SENDER_ID, SENDER_ID, "/start")

            await office.sandbox.until(lambda: office.sandbox.messages(SENDER_ID, by_bot=True))

            said = office.sandbox.messages(SENDER_ID, by_bot=True)[0].text
            assert "requests@acsg.example" in said
            assert "مجموعة دعم قدرات اللجوء" in said
            assert await arrived(office, 0) == []

    asyncio.run(scene())


def test_what_officers_say_in_private_is_no_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(ALICE_ID, ALICE_ID, "hello")

            await office.sandbox.until(lambda: office.sandbox.messages(ALICE_ID, by_bot=True))

            assert await arrived(office, 0) == []

    asyncio.run(scene())


def test_talk_in_the_secretariats_chat_is_no_letter(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.say(SENDER_ID, OFFICE, "Good morning all")
            await office.sandbox.until(lambda: not office.sandbox.chats.updates)
            await asyncio.sleep(0.2)

            assert await arrived(office, 0) == []
            assert office.shown() == []

    asyncio.run(scene())
