"""A thousand sends to a chat server that fails at random: none lost, doubles marked, in order."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from bot.sandbox.faults import busy, cut, cut_after, refused
from store import drafts, inbox, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from tests.factories import a_content, a_read_message, an_arrival
from tests.office import an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.sandbox.faults import Fault
    from store.session import Database
    from tests.office import TestOffice

_CHATS: Final = 10
_REF: Final = re.compile(r"ACSG-2026-([0-9]{4,})-1")
#: of the sends that go wrong
_SHARE: Final = 0.25
_REPEAT: Final = "Possibly a repeat"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def cards(office: TestOffice, count: int) -> None:
    """So many cards, in turn to ten chats."""
    now = datetime.now(UTC)
    with office.db.begin() as session:
        arrivals = [an_arrival(number) for number in range(1, count + 1)]
        rows = []
        for number, accepted in enumerate(inbox.accept(session, arrivals, now=now, year=2026)):
            saved = drafts.save_reading(
                session, accepted.id, 1, a_read_message(), [a_content()], now=now
            )
            target = f"chat:{OFFICE - number % _CHATS}"
            payload = {"draft": saved[0].id}
            rows.append(NewOutboxRow(kind=OutboxKind.CARD, target=target, payload=payload))
        outbox.add(session, rows, now=now)


def unsent(office: TestOffice) -> list[tuple[str, OutboxStatus, int]]:
    """Where the rows that have not left go, how they stand, and how often they were tried."""
    with office.db.reading() as session:
        rows = outbox.listed(session)
        left = [row for row in rows if row.status is not OutboxStatus.SENT]
        return [(row.target, row.status, row.attempts) for row in left]


def seen(office: TestOffice, chat: int) -> list[tuple[int, bool]]:
    """Numbers of the cards in a chat as they came, and whether each is marked as a repeat."""
    return [
        (int(_REF.findall(one.text)[0]), one.text.startswith(_REPEAT))
        for one in office.sandbox.messages(chat, by_bot=True)
    ]


def trouble(seed: int) -> Callable[[str], Fault | None]:
    """Of four sends one goes wrong, in any of the ways."""
    chance = random.Random(seed)  # noqa: S311 - the same troubles every time
    faults = [busy(1), refused(500, "Internal Server Error"), cut(), cut_after()]

    def told(method: str) -> Fault | None:
        goes_wrong = method.lower() == "sendmessage" and chance.random() < _SHARE
        return chance.choice(faults) if goes_wrong else None

    return told


async def _all_sent(office: TestOffice, count: int, *, outage_s: float) -> None:
    cards(office, count)
    office.sandbox.faults.chance = trouble(count)
    loop = asyncio.get_running_loop()
    give_up_at, is_out = loop.time() + 120 + count + outage_s, False
    while (left := await asyncio.to_thread(unsent, office)) and loop.time() < give_up_at:
        if len(left) <= count // 2 and not is_out:
            is_out = office.sandbox.faults.is_down = True
            await asyncio.sleep(outage_s)
            office.sandbox.faults.is_down = False
        await asyncio.sleep(0.2)
    assert await asyncio.to_thread(unsent, office) == []


def check(office: TestOffice, count: int) -> None:
    shown = {chat: seen(office, chat) for chat in (OFFICE - at for at in range(_CHATS))}
    first: dict[int, list[int]] = {
        chat: list(dict.fromkeys(number for number, _ in found)) for chat, found in shown.items()
    }
    unmarked = Counter(
        number for found in shown.values() for number, is_marked in found if not is_marked
    )
    assert sorted(number for numbers in first.values() for number in numbers) == list(
        range(1, count + 1)
    ), "lost"
    assert [number for number, times in unmarked.items() if times > 1] == [], "unmarked doubles"
    assert all(numbers == sorted(numbers) for numbers in first.values()), "order"


def _scene(database: Database, folder: Path, count: int, outage_s: float) -> None:
    async def scene() -> None:
        async with an_office(database, folder) as office:
            for at in range(1, _CHATS):
                office.sandbox.chats.add_group(OFFICE - at, f"Desk {at}")
            await _all_sent(office, count, outage_s=outage_s)
            check(office, count)

    asyncio.run(scene())


def test_forty_sends_through_troubles_arrive_in_order(database: Database, tmp_path: Path) -> None:
    _scene(database, tmp_path, 40, outage_s=2)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_thousand_sends_through_troubles_and_a_minute_without_a_server_arrive_in_order(
    database: Database, tmp_path: Path
) -> None:
    _scene(database, tmp_path, 1000, outage_s=60)
