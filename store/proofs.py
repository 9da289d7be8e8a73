"""What was proven about where messages came from, kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import asked_again
from store.dialect import insert_into
from store.proof import Checker, Proof, SignatureProof
from store.tables_senders import ProofRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def keep(session: Session, message_id: str, proof: Proof, *, now: datetime) -> None:
    """Keep the proof of a message; a later one takes the place of an earlier one."""
    values = {
        **_values(proof),
        "checked_at": now,
        "open_since": now if proof.is_open else None,
        "due_at": asked_again.next_due(now, now) if proof.is_open else None,
    }
    new = insert_into(session, ProofRow).values(message_id=message_id, **values)
    session.execute(new.on_conflict_do_update(index_elements=[ProofRow.message_id], set_=values))


def of_message(session: Session, message_id: str) -> Proof | None:
    """The proof of a message; None for what is no mail, or came before proofs were kept."""
    row = session.get(ProofRow, message_id, populate_existing=True)
    if row is None:
        return None
    return _proof(row)


def settle(session: Session, message_id: str, found: Proof, *, now: datetime) -> Proof | None:
    """Take what a further try found, and ask again where that is open still.

    Args:
        session: of a transaction of its own.
        message_id: whose proof.
        found: by the try; one that answers no more than was known before changes nothing.
        now: the moment.

    Returns:
        what was known before, where there is news; None where there is none.

    """
    row = session.get(ProofRow, message_id, with_for_update=True, populate_existing=True)
    if row is None or row.open_since is None:
        return None  # erased, or another was faster
    before = _proof(row)
    row.due_at = asked_again.next_due(row.open_since, now) if _is_unanswered(found) else None
    if row.due_at is None:
        row.open_since = None
    is_more = not found.is_open or before.by is Checker.NOBODY
    if found.by is Checker.NOBODY or not is_more:
        return None
    for name, value in _values(found).items():
        setattr(row, name, value)
    row.checked_at = now
    session.flush()
    return before


def _is_unanswered(found: Proof) -> bool:
    """Trouble of our own is tried again as well; where nobody shall be asked any more, nothing."""
    return found.is_open or (found.by is Checker.NOBODY and found.why_not != "off")


def _values(proof: Proof) -> dict[str, Any]:
    return {
        "checked_by": proof.by,
        "domain": proof.domain,
        "spf": proof.spf,
        "spf_domain": proof.spf_domain,
        "signatures": [[one.domain, one.result] for one in proof.signatures],
        "dmarc": proof.dmarc,
        "policy": proof.policy,
        "aligned": list(proof.aligned),
        "why_not": proof.why_not,
        "forwarder": proof.forwarder,
    }


def _proof(row: ProofRow) -> Proof:
    return Proof(
        by=Checker(row.checked_by),
        domain=row.domain,
        spf=row.spf,
        spf_domain=row.spf_domain,
        signatures=tuple(
            SignatureProof(domain=domain, result=result) for domain, result in row.signatures
        ),
        dmarc=row.dmarc,
        policy=row.policy,
        aligned=tuple(row.aligned),
        why_not=row.why_not,
        forwarder=row.forwarder,
        is_open=row.open_since is not None,
    )
