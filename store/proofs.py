"""What was proven about where messages came from, kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.dialect import insert_into
from store.proof import Checker, Proof, SignatureProof
from store.tables_senders import ProofRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def keep(session: Session, message_id: str, proof: Proof, *, now: datetime) -> None:
    """Keep the proof of a message; a later one takes the place of an earlier one."""
    values = {
        "checked_by": proof.by,
        "domain": proof.domain,
        "spf": proof.spf,
        "spf_domain": proof.spf_domain,
        "signatures": [[one.domain, one.result] for one in proof.signatures],
        "dmarc": proof.dmarc,
        "policy": proof.policy,
        "aligned": list(proof.aligned),
        "why_not": proof.why_not,
        "checked_at": now,
    }
    new = insert_into(session, ProofRow).values(message_id=message_id, **values)
    session.execute(new.on_conflict_do_update(index_elements=[ProofRow.message_id], set_=values))


def of_message(session: Session, message_id: str) -> Proof | None:
    """The proof of a message; None for what is no mail, or came before proofs were kept."""
    row = session.get(ProofRow, message_id, populate_existing=True)
    if row is None:
        return None
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
    )
