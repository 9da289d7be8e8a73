"""A worker with a clock and a DNS to turn, over an outage; for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ingest.asking_again import AskingAgain
from ingest.proving import Prover
from store import audit, inbox, proofs
from tests.factories import NOW, an_arrival
from tests.senders import PEER, Zone, run_here, signed

if TYPE_CHECKING:
    from store.model import HistoryEntry
    from store.proof import Proof
    from store.session import Database


@dataclass
class Worker:
    """What asks again, with a clock and a DNS to turn."""

    db: Database
    dns: Zone | None
    now: datetime = NOW
    run: Any = run_here
    over: bool = False
    tries: list[str] = field(default_factory=list)

    def letter(self, raw: bytes | None = None, number: int = 1) -> str:
        """A letter that was read, with what was proven of it then."""
        raw = signed() if raw is None else raw
        arrival = an_arrival(number, raw=raw, sender="office@ministry.example", peer=PEER)
        with self.db.begin() as session:
            [accepted] = inbox.accept(session, [arrival], now=self.now, year=2026)
            received = inbox.get(session, accepted.id)
        proof = self.prover.prove(received, raw)
        assert proof is not None
        with self.db.begin() as session:
            proofs.keep(session, accepted.id, proof, now=self.now)
        return accepted.id

    @property
    def prover(self) -> Prover:
        return Prover(db=self.db, run=self.run, clock=lambda: self.now, resolver=self.dns)

    def go(self, *, minutes: float = 0) -> int:
        """One round, so much later than the letter; about how many mails was asked."""
        self.now = NOW + timedelta(minutes=minutes)
        asked: list[str] = []

        def prove(received: Any, raw: bytes) -> Proof | None:
            asked.append(received.id)
            return self.prover.prove(received, raw)

        one = AskingAgain(
            db=self.db, prove=prove, clock=lambda: self.now, is_over=lambda: self.over
        )
        with self.db.begin() as session:
            one.take(session, self.now)
        one.ask(self.now)
        return len(asked)


def kept(db: Database, message_id: str) -> Proof:
    with db.reading() as session:
        proof = proofs.of_message(session, message_id)
    assert proof is not None
    return proof


def told(db: Database, message_id: str) -> list[HistoryEntry]:
    with db.reading() as session:
        found = audit.of_message(session, message_id)
    return [one for one in found if one.what == audit.SENDER_CHECKED]
