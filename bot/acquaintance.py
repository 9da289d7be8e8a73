"""Learning who sends from where: a confirmation of what was proven makes a domain known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.locales import kept_country
from bot.repute import claims_authority, passes_for_another
from ingest.domains import is_free_mail
from store import audit, directory, drafts, proofs
from store.organisation import NewOrganisation, OrganisationKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Content, Draft, Officer


def make_known(session: Session, draft: Draft, officer: Officer, *, now: datetime) -> bool:
    """Note whose the sender's domain is, where that is proven; whether anything was noted.

    Not of free mail, not of what passes for another domain, and not where the letter was passed
    on: its domain is then that of somebody else.
    """
    proof = proofs.of_message(session, draft.message_id)
    if proof is None or proof.domain is None or not proof.is_proven:
        return False
    if is_free_mail(proof.domain) or _is_passed_on(session, draft):
        return False
    if passes_for_another(proof.domain, directory.domains(session)):
        return False
    new = _organisation(draft.content, proof.domain)
    if new is None:
        return False
    return directory.learn(session, new, officer, message_id=draft.message_id, now=now)


def forget(session: Session, draft: Draft, *, at: datetime, now: datetime) -> None:
    """Take back what a confirmation at this moment made known: it did not hold."""
    proof = proofs.of_message(session, draft.message_id)
    learned = [
        one
        for one in audit.of_message(session, draft.message_id)
        if one.what == "domain_learned" and one.at == at
    ]
    if learned and proof is not None and proof.domain is not None:
        directory.remove(session, proof.domain, now=now)


def _is_passed_on(session: Session, draft: Draft) -> bool:
    segments = drafts.segments(session, draft.message_id)
    return draft.content.via is not None or any(one.origin == "forwarded" for one in segments)


def _organisation(content: Content, domain: str) -> NewOrganisation | None:
    state = content.states[0] if len(content.states) == 1 else None
    name = content.organisation or (kept_country(state) if state else "")
    if not name:
        return None
    is_authority = state is not None and (
        content.organisation is None or claims_authority(content.organisation)
    )
    kind = OrganisationKind.AUTHORITY if is_authority else OrganisationKind.PARTNER
    return NewOrganisation(name=name, state=state, kind=kind, domains=(domain,))
