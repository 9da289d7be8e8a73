"""The largest and deepest mails, from the mail door to the secretariat's chat."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ingest.accept import Acceptor
from ingest.answers import OutboxPolicy
from ingest.keeping import Keeper
from ingest.processing import Processor
from store import inbox
from store.model import MessageStatus
from tests.doors import LETTER, client, now, open_door
from tests.hands import FakeHands
from tests.odd_mails.extremes import MAILS
from tests.office import an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.office import TestOffice

pytestmark = [
    pytest.mark.one_store("the store is tested on both; the chat does not know which it has"),
    pytest.mark.timeout(240),
]

ZURICH = ZoneInfo("Europe/Zurich")
CHAT_MESSAGE = 4_096
MOST_SECONDS = 5
RAW = {one.name: one.raw for one in MAILS}
FIELDS = ("subject: 900,000 letters", "subject: three million letters", "to: 50,000 addresses")
PARTS = ("5,000 parts of mixed within one another", "20,000 parts", "5,000 files")


def through_the_door(db: Database, mails: list[bytes]) -> None:
    """Each is answered 250, and so is the letter behind them."""
    acceptor = Acceptor(Keeper(db, lambda *_: None, clock=now, zone=ZURICH))
    with open_door(acceptor.submit) as (door, _), client(door) as smtp:
        for number, raw in enumerate([*mails, LETTER]):
            sender = f"awa@ministry{number}.example"
            assert smtp.sendmail(sender, ["requests@localhost"], raw) == {}
    acceptor.close()


def read(db: Database, message_id: str) -> float:
    """Let a worker read a message; how many seconds it took."""
    policy = OutboxPolicy(secretariat=f"chat:{OFFICE}", own_addresses=frozenset())
    processor = Processor(db=db, hands=FakeHands(), policy=policy, clock=now)
    with db.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=now())
    begun = time.process_time()
    processor.process(message_id, 1)
    return time.process_time() - begun


async def shown_more_than(office: TestOffice, count: int) -> None:
    await office.sandbox.until(lambda: len(office.shown()) > count)


@pytest.mark.parametrize("names", [FIELDS, PARTS], ids=["fields", "parts"])
def test_no_mail_is_too_large_or_too_deep_to_be_taken_read_and_shown(
    database: Database, tmp_path: Path, names: tuple[str, ...]
) -> None:
    through_the_door(database, [RAW[name] for name in names])
    with database.reading() as session:
        waiting = [one.id for one in inbox.listed(session)]
    assert len(waiting) == len(names) + 1

    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for message_id in waiting:
                before = len(office.shown())
                assert await asyncio.to_thread(read, database, message_id) < MOST_SECONDS
                await shown_more_than(office, before)
            for one in office.shown():
                assert 0 < len(one.text) <= CHAT_MESSAGE
            assert f"ACSG-2026-000{len(waiting)}" in office.shown()[-1].text

    asyncio.run(scene())
    with database.reading() as session:
        assert {one.status for one in inbox.listed(session)} == {MessageStatus.DONE}
