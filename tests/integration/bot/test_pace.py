"""A group's twenty messages a minute: what officers press goes before what we say by ourselves."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import pytest

from bot.settings import Chat
from store import outbox
from store.model import OutboxStatus
from tests.factories import a_content, an_arrival
from tests.office import ALICE_ID, TestOffice, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database

#: messages and edits that a group takes at once
_LIMIT: Final = 20
_LETTERS: Final = 25
#: of these, what is left for us beside those that are kept for presses
_SAID: Final = 12

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def redrawn(office: TestOffice, card: Message, word: str) -> float:
    """Seconds from a press to the card's change."""
    before, begun = card.revision, time.monotonic()
    await office.press(ALICE_ID, card, word)
    await office.sandbox.until(lambda: card.revision > before)
    return time.monotonic() - begun


def test_a_press_does_not_wait_for_the_cards_that_are_on_their_way(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat=Chat.TELEGRAM) as office:
            for number in range(1, _LETTERS + 1):
                office.letter(a_content(), arrival=an_arrival(number))
            await office.sandbox.until(lambda: len(office.shown()) >= _SAID)
            card = office.shown()[0]

            waited = [await redrawn(office, card, word) for word in ("Correct", "Back") * 3]

            # whoever waits for the budget waits for up to three seconds
            assert max(waited) < 2
            assert _SAID <= len(office.shown()) < _LIMIT
            with database.reading() as session:
                put_off = list(outbox.listed(session, status=OutboxStatus.PENDING))
            assert {(row.attempts, row.possible_repeat) for row in put_off} == {(0, False)}

    asyncio.run(scene())


def test_cards_that_yielded_come_as_the_budget_does_and_in_order(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat=Chat.TELEGRAM) as office:
            for number in range(1, _SAID + 2):
                office.letter(a_content(), arrival=an_arrival(number))

            await office.sandbox.until(lambda: len(office.shown()) == _SAID + 1)

            refs = [f"ACSG-2026-{number:04}-1" for number in range(1, _SAID + 2)]
            assert all(ref in one.text for ref, one in zip(refs, office.shown(), strict=True))

    asyncio.run(scene())
