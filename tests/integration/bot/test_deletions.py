"""Files and pictures of letters leave the chat again before the chat lets nobody delete them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.rota import rounds_of
from bot.sandbox.faults import refused
from store import audit, drafts, erasure, inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_aside import ShownRow
from tests.factories import an_arrival
from tests.office import ALICE_ID, an_office
from tests.rehearsal import OFFICE
from tests.sheets import a_draft_on, a_letter_of, a_sheet

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import OutboxRow
    from store.session import Database
    from tests.office import TestOffice

SHEET = a_sheet()
QUOTE = "requests training of interviewers"
TOO_OLD = refused(400, "Bad Request: message can't be deleted for everyone")

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


@asynccontextmanager
async def a_card(database: Database, folder: Path) -> AsyncIterator[tuple[TestOffice, Message]]:
    async with an_office(database, folder) as office:
        office.letter(a_draft_on(SHEET, QUOTE), read=a_letter_of(SHEET))
        await office.sandbox.until(office.shown)
        yield office, office.shown()[-1]


def wipes(office: TestOffice) -> list[OutboxRow]:
    with office.db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is OutboxKind.WIPE]


async def settled(office: TestOffice) -> None:
    def waiting() -> bool:
        with office.db.reading() as session:
            open_ = {OutboxStatus.PENDING, OutboxStatus.SENDING}
            return any(one.status in open_ for one in outbox.listed(session))

    await office.sandbox.until(lambda: not waiting(), seconds=60)


def is_noted(office: TestOffice, message: Message) -> bool:
    """Whether the program has written down that it sent this, which it does a moment later."""
    with office.db.reading() as session:
        return session.get(ShownRow, (message.chat.id, message.id)) is not None


async def asked_for(office: TestOffice, card: Message, word: str, count: int) -> None:
    """Press a button and wait for what comes below."""
    before = len(office.shown())
    await office.press(ALICE_ID, card, word)
    await office.sandbox.until(lambda: len(office.shown()) == before + count, seconds=60)
    await settled(office)
    if word != "Evidence":
        await office.sandbox.until(lambda: is_noted(office, office.shown()[-1]))


def go_round(office: TestOffice) -> None:
    (one,) = (one for one in rounds_of(office.settings, office.db) if one.name == "deletions")
    with office.db.begin() as session:
        one.go(session, office.now())


async def after(office: TestOffice, **time: float) -> None:
    """Let time pass, go the round, and wait until the chat has heard of it."""
    office.later(**time)
    go_round(office)
    await settled(office)


def test_after_46_hours_quotes_pictures_and_originals_are_gone_and_the_card_stays(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Evidence", 2)
            await asked_for(office, card, "Original", 1)
            await after(office, hours=45)
            assert len(office.shown()) == 4

            await after(office, hours=1, minutes=1)

            assert office.shown() == [card]
            assert [one.status for one in wipes(office)] == [OutboxStatus.SENT] * 3

    asyncio.run(scene())


def test_what_is_missing_and_shown_cards_stay(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Missing", 1)
            office.sandbox.say(ALICE_ID, OFFICE, "/show ACSG-2026-0001-1")
            await office.sandbox.until(lambda: len(office.shown()) == 3)

            await after(office, hours=50)

            assert len(office.shown()) == 3

    asyncio.run(scene())


def test_it_can_be_asked_for_again(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Original", 1)
            await after(office, hours=47)

            await asked_for(office, card, "Original", 1)
            await after(office, hours=1)

            assert len(office.shown()) == 2

    asyncio.run(scene())


def test_what_the_chat_no_longer_deletes_is_tried_once_counted_and_logged_by_code(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Original", 1)
            office.sandbox.fail_next("deleteMessage", TOO_OLD)

            with capture_logs() as logs:
                for _ in range(2):
                    await after(office, hours=47)

            [row] = wipes(office)
            assert row.status is OutboxStatus.FAILED
            [said] = [one for one in logs if one["event"] == "not_sent"]
            assert (said["outbox"], said["problem"]) == (row.id, "not_deletable")
            assert "ACSG" not in str(said)
            file = office.shown()[-1].file
            assert file is not None, "its letter is kept, so it is not blanked"

    asyncio.run(scene())


def test_a_refusal_is_no_step_in_the_history_of_a_draft(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Evidence", 2)
            office.sandbox.fail_next("deleteMessage", TOO_OLD, times=2)

            await after(office, hours=47)

            assert [one.status for one in wipes(office)] == [OutboxStatus.FAILED] * 2
            with database.reading() as session:
                (draft,) = drafts.listed(session)
                history = [one.what for one in audit.of_draft(session, draft.id)]
            assert "not_sent" not in history

    asyncio.run(scene())


def test_what_an_officer_deleted_before_is_no_trouble(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Original", 1)
            office.shown()[-1].is_deleted = True

            await after(office, hours=47)

            assert [one.status for one in wipes(office)] == [OutboxStatus.SENT]

    asyncio.run(scene())


def test_in_a_group_that_became_another_nothing_with_the_same_number_is_deleted(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Original", 1)
            posted, new = office.shown()[-1], OFFICE - 1
            office.sandbox.move(OFFICE, new)
            office.letter(a_draft_on(SHEET, QUOTE), arrival=an_arrival(2))
            await office.sandbox.until(lambda: office.sandbox.messages(new, by_bot=True))
            await settled(office)
            chats = office.sandbox.chats
            another = replace(posted, chat=chats.chats[new], text="another")
            chats.messages[new, posted.id] = another

            await after(office, hours=47)

            [row] = wipes(office)
            assert row.status is OutboxStatus.FAILED
            assert not another.is_deleted

    asyncio.run(scene())


def test_erasing_takes_nothing_else_out_of_the_group_that_followed(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, card):
            await asked_for(office, card, "Evidence", 2)
            posted, new = office.shown()[-1], OFFICE - 1
            office.sandbox.move(OFFICE, new)
            office.letter(a_draft_on(SHEET, QUOTE), arrival=an_arrival(2))
            await office.sandbox.until(lambda: office.sandbox.messages(new, by_bot=True))
            await settled(office)
            chats = office.sandbox.chats
            another = replace(posted, chat=chats.chats[new], text="another")
            chats.messages[new, posted.id] = another

            with database.begin() as session:
                first = next(inbox.listed(session))
                erasure.erase(session, first.id, why="test", now=office.now())
            await settled(office)

            assert not another.is_deleted
            assert another.text == "another"
            assert {one.status for one in wipes(office)} == {OutboxStatus.FAILED}

    asyncio.run(scene())


def test_erasing_finds_what_was_sent_to_the_old_id_in_the_group_that_followed(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with a_card(database, tmp_path) as (office, _):
            new = OFFICE - 1
            office.sandbox.move(OFFICE, new)
            with database.begin() as session:
                first = next(inbox.listed(session))
                draft = drafts.of_message(session, first.id)[0]
                payload = {"draft": draft.id, "revision": 1, "under": 1, "part": 0}
                row = NewOutboxRow(
                    kind=OutboxKind.EVIDENCE, target=f"chat:{OFFICE}", payload=payload
                )
                outbox.add(session, [row], now=office.now())
            await office.sandbox.until(
                lambda: any(QUOTE in one.text for one in office.sandbox.messages(new, by_bot=True))
            )
            await settled(office)
            quoted = next(
                one for one in office.sandbox.messages(new, by_bot=True) if QUOTE in one.text
            )

            with database.begin() as session:
                erasure.erase(session, first.id, why="test", now=office.now())
            await settled(office)

            assert quoted.is_deleted
            assert [one.target for one in wipes(office)] == [f"chat:{new}"]

    asyncio.run(scene())
