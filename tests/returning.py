"""Mail of ours that comes back: a letter that was answered, and reports on it; for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.answers import OutboxPolicy
from ingest.processing import Processor
from ingest.return_path import KEY, return_path
from store import inbox, keys, outbox
from tests.factories import NOW, an_arrival
from tests.hands import FakeHands
from tests.reports import OURS

if TYPE_CHECKING:
    from store.model import Arrival, OutboxRow
    from store.session import Database

REQUEST = b"From: Ministry <ministry@example.org>\r\nSubject: Letter\r\n\r\nWe request support.\r\n"
POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
OWN = "requests@acsg.example"


def a_processor(db: Database) -> Processor:
    return Processor(db=db, hands=FakeHands(), policy=POLICY, clock=lambda: NOW)


def begun(db: Database, arrival: Arrival) -> str:
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)
    return accepted.id


def answered(database: Database) -> tuple[str, OutboxRow]:
    """A letter whose acknowledgement has left; the letter's id and the mail."""
    message_id = begun(database, an_arrival(raw=REQUEST))
    a_processor(database).process(message_id, 1)
    with database.begin() as session:
        card, mail = outbox.claim(session, now=NOW)
        outbox.sent(session, card.id, provider_ref="71", now=NOW)
        outbox.sent(session, mail.id, provider_ref=OURS, now=NOW)
    return message_id, mail


def path_of(database: Database, row_id: int) -> str:
    with database.begin() as session:
        return return_path(keys.key(session, KEY), OWN, row_id)


def came_back(database: Database, raw: bytes, *recipients: str, sender: str = "") -> str:
    message_id = begun(
        database,
        an_arrival(raw=raw, sender=sender, recipients=recipients or (OWN,)),
    )
    a_processor(database).process(message_id, 1)
    return message_id
