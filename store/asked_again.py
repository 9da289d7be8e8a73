"""Proofs for which DNS had no answer: when it is asked again, and whose turn it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from store import audit, links, mail_trouble
from store.tables_senders import ProofRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.proof import Proof

#: after the first try; no more than these
TRIES: Final = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
#: after so long a key may have been changed, and a check would prove nothing
TOO_LATE: Final = timedelta(days=1)
#: whoever took a proof has asked by then, or is no more
_TAKEN: Final = timedelta(minutes=10)


def next_due(open_since: datetime, now: datetime) -> datetime | None:
    """When to ask next; None where that was the last time."""
    return next((open_since + wait for wait in TRIES if open_since + wait > now), None)


def take(session: Session, *, most: int, now: datetime) -> list[str]:
    """Take messages whose proofs are to be asked for again, the longest due first.

    Who dies over it leaves it to be taken again. What has waited for too long is let go.
    """
    chosen = select(ProofRow).where(ProofRow.due_at <= now).order_by(ProofRow.due_at).limit(most)
    rows = session.scalars(
        chosen.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()
    taken = []
    for row in rows:
        if row.open_since is None or now - row.open_since >= TOO_LATE:
            row.open_since = row.due_at = None
        else:
            row.due_at = now + _TAKEN
            taken.append(row.message_id)
    session.flush()
    return taken


def waiting(session: Session) -> int:
    """How many proofs are to be asked for again."""
    chosen = select(func.count()).select_from(ProofRow).where(ProofRow.due_at.is_not(None))
    return session.scalar(chosen) or 0


def tell(session: Session, message_id: str, before: Proof, found: Proof, *, now: datetime) -> None:
    """Note what was found by asking again, and let cards and notes say so; nothing else follows."""
    details = {"outcome": _outcome(found), "before": _codes(before), "found": _codes(found)}
    audit.record(
        session, what=audit.SENDER_CHECKED, message_id=message_id, details=details, now=now
    )
    mail_trouble.show(session, message_id, now)
    joined = links.joined(session, message_id)
    if joined is not None and joined.draft_id is not None:
        # whose card has the mark of each answer
        edit_cards(session, joined.draft_id, now)


def _outcome(proof: Proof) -> str:
    if proof.is_disowned:
        return "disowned"
    return "proven" if proof.is_proven else "unproven"


def _codes(proof: Proof) -> dict[str, str | Sequence[str] | bool | None]:
    """No domain: what stands in the audit cannot be erased."""
    return {
        "by": str(proof.by),
        "why_not": proof.why_not,
        "spf": proof.spf,
        "dkim": [one.result for one in proof.signatures],
        "dmarc": proof.dmarc,
        "policy": proof.policy,
        "aligned": list(proof.aligned),
        "forwarded": proof.forwarder is not None,
    }
