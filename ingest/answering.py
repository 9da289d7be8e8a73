"""Answering a message by itself once it is read, or leaving that to officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import answers, loops
from store import unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ingest.answers import OutboxPolicy
    from ingest.joiner import Prepared
    from store.model import NewOutboxRow


def answer(
    session: Session, policy: OutboxPolicy, prepared: Prepared, *, completes: bool, now: datetime
) -> list[NewOutboxRow]:
    """The answer to a message that has just been saved, in the caller's transaction; or none.

    Where the domain that it names says that it is forged, whoever is named there has not written,
    and would be answered to what a stranger sent.
    """
    received, proof = prepared.received, prepared.proof
    row = answers.acknowledgement(
        policy, received, prepared.outcome, completes=completes, proof=proof
    )
    if row is None:
        return []
    if proof is not None and proof.is_disowned:
        unanswered.note(session, received.id, unanswered.FORGED, now=now)
        return []
    message = prepared.outcome.message
    return [row] if loops.may_answer(session, policy, message, row.target, now=now) else []
