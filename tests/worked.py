"""What the workers make of letters in a test's office: read by the fake reader, whole pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.answers import OutboxPolicy
from ingest.processing import Processor
from store import inbox
from tests.rehearsal import OFFICE
from tests.threads import CriteriaHands

if TYPE_CHECKING:
    from tests.hands import FakeHands
    from tests.office import TestOffice

POLICY = OutboxPolicy(
    secretariat=f"chat:{OFFICE}", own_addresses=frozenset({"requests@acsg.example"})
)


def work(office: TestOffice, hands: FakeHands | None = None) -> list[str]:
    """Process what was handed to the workers since the last time; the ids of the messages."""
    taken = list(office.attempts)
    office.attempts.clear()
    processor = Processor(
        db=office.db,
        hands=hands or CriteriaHands(),
        policy=POLICY,
        clock=office.now,
        prove=lambda _received, _raw: None,
    )
    for message_id, attempt in taken:
        with office.db.begin() as session:
            inbox.begin_attempt(session, message_id, attempt, now=office.now())
        processor.process(message_id, attempt)
    return [message_id for message_id, _ in taken]
