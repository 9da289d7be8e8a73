"""Chats that are not as they were: strangers' groups, an office that moved, who blocks the bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.sandbox.faults import refused
from store import alarms, inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_office import AuditRow
from store.transitions import edit_cards
from tests.factories import a_content, an_arrival
from tests.office import ALICE_ID, MALLORY_ID, SENDER_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

GROUP, MOVED_TO = -500, -1009

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_a_strangers_group_is_left_with_a_word_and_a_trace(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.put_into(MALLORY_ID, GROUP, "Holiday plans")

            await office.sandbox.until(lambda: GROUP not in office.sandbox.chats.chats)

            (word,) = office.sandbox.messages(GROUP, by_bot=True)
            assert "requests@acsg.example" in word.text
            await office.sandbox.until(lambda: left(database) == [{"chat": GROUP}])

    asyncio.run(scene())


def left(database: Database) -> list[object]:
    with database.reading() as session:
        chosen = select(AuditRow.details).where(AuditRow.what == "group_left")
        return list(session.scalars(chosen))


@pytest.mark.parametrize(("by", "chat"), [(ALICE_ID, GROUP), (MALLORY_ID, OFFICE)])
def test_it_stays_where_an_officer_put_it_and_in_the_office(
    database: Database, tmp_path: Path, by: int, chat: int
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.put_into(by, chat, "A new office")
            await office.sandbox.until(lambda: not office.sandbox.chats.updates)
            await asyncio.sleep(0.3)

            assert "leaveChat" not in office.sandbox.calls
            assert left(database) == []

    asyncio.run(scene())


def test_cards_go_to_the_office_where_it_is_now_and_it_is_told(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            office.sandbox.move(OFFICE, MOVED_TO)

            office.letter(a_content(), arrival=an_arrival(2))

            await office.sandbox.until(
                lambda: len(office.sandbox.messages(MOVED_TO, by_bot=True)) == 2
            )
            told = [one.text for one in office.sandbox.messages(MOVED_TO, by_bot=True)]
            assert any("ACSG-2026-0002" in one for one in told)
            assert any(f"ACSG_SECRETARIAT_CHAT={MOVED_TO}" in one for one in told)

    asyncio.run(scene())


def test_what_is_edited_after_the_move_never_overwrites_what_has_its_number_now(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            old = await office.card()
            office.sandbox.move(OFFICE, MOVED_TO)
            # a new group counts its messages anew
            office.sandbox.chats.next_id = old.id

            office.letter(a_content(), arrival=an_arrival(2))
            await office.sandbox.until(
                lambda: len(office.sandbox.messages(MOVED_TO, by_bot=True)) == 2
            )
            with database.begin() as session:
                edit_cards(session, 1, office.now())

            await office.sandbox.until(
                lambda: len(office.sandbox.messages(MOVED_TO, by_bot=True)) == 3
            )
            first, _, last = office.sandbox.messages(MOVED_TO, by_bot=True)
            assert first.id == old.id
            assert "ACSG-2026-0001-1" not in first.text
            assert "ACSG-2026-0001-1" in last.text

    asyncio.run(scene())


def test_officers_are_heard_in_the_moved_office_also_after_a_restart(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.move(OFFICE, MOVED_TO)
            office.letter(a_content())
            await office.sandbox.until(lambda: office.sandbox.messages(MOVED_TO, by_bot=True))

        async with an_office(database, tmp_path) as again:
            again.sandbox.move(OFFICE, MOVED_TO)
            again.sandbox.chats.next_id = 1000
            again.sandbox.say(ALICE_ID, MOVED_TO, "/queue")

            await again.sandbox.until(
                lambda: any(
                    "ACSG-2026-0001-1" in one.text
                    for one in again.sandbox.messages(MOVED_TO, by_bot=True)
                )
            )

    asyncio.run(scene())


def test_the_alarm_ends_when_the_settings_name_the_new_chat(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.sandbox.move(OFFICE, MOVED_TO)
            office.letter(a_content())
            await office.sandbox.until(lambda: office.sandbox.messages(MOVED_TO, by_bot=True))
            assert holding(database) == ["chat_moved"]

        async with an_office(database, tmp_path, secretariat_chat=MOVED_TO) as again:
            await again.sandbox.until(lambda: holding(database) == [])

    asyncio.run(scene())


def holding(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.code for one in alarms.holding(session)]


def test_the_card_says_that_the_sender_has_blocked_the_bot(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            office.sandbox.fail_next(
                "sendMessage", refused(403, "Forbidden: bot was blocked by the user"), 5
            )
            with database.begin() as session:
                message = next(inbox.listed(session))
                row = NewOutboxRow(
                    kind=OutboxKind.ACKNOWLEDGEMENT,
                    target=f"chat:{SENDER_ID}",
                    payload={"message": message.id},
                )
                outbox.add(session, [row], now=datetime.now(UTC))

            await office.see("the sender has blocked the bot", card)
            with database.reading() as session:
                (failed,) = outbox.listed(session, status=OutboxStatus.FAILED)
            assert failed.attempts == 1

    asyncio.run(scene())
