"""The directory of known organisations: looked up, added to, learned from confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from store import audit
from store.organisation import (
    Known,
    NewOrganisation,
    Organisation,
    OrganisationKind,
    Source,
    TakenError,
)
from store.tables_senders import OrganisationContactRow, OrganisationDomainRow, OrganisationRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer

#: of a domain name (RFC 1035, 2.3.4)
_LONGEST: Final = 253


def listed(session: Session) -> list[Organisation]:
    """All organisations, by State and name."""
    rows = session.scalars(
        select(OrganisationRow).order_by(OrganisationRow.state, OrganisationRow.name)
    )
    domains: dict[int, list[str]] = {}
    for domain in session.scalars(
        select(OrganisationDomainRow).order_by(OrganisationDomainRow.domain)
    ):
        domains.setdefault(domain.organisation_id, []).append(domain.domain)
    contacts: dict[int, list[str]] = {}
    for contact in session.scalars(
        select(OrganisationContactRow).order_by(OrganisationContactRow.address)
    ):
        contacts.setdefault(contact.organisation_id, []).append(contact.address)
    return [_value(row, domains.get(row.id, ()), contacts.get(row.id, ())) for row in rows]


def of_domain(session: Session, domain: str) -> Organisation | None:
    """Whose a domain is, or the nearest domain above it that is anybody's."""
    names = _with_parents(domain)
    chosen = select(OrganisationDomainRow).where(OrganisationDomainRow.domain.in_(names))
    found = {row.domain: row.organisation_id for row in session.scalars(chosen)}
    nearest = next((found[name] for name in names if name in found), None)
    row = None if nearest is None else session.get(OrganisationRow, nearest)
    return None if row is None else _value(row, (domain,), ())


def domains(session: Session) -> dict[str, Known]:
    """Every known domain with the organisation that it is of."""
    chosen = select(OrganisationDomainRow.domain, OrganisationRow).join(
        OrganisationRow, OrganisationRow.id == OrganisationDomainRow.organisation_id
    )
    return {
        domain: Known(organisation=row.name, source=Source(row.source), added_by=row.added_by)
        for domain, row in session.execute(chosen)
    }


def add(
    session: Session,
    new: NewOrganisation,
    *,
    source: Source,
    by: str,
    now: datetime,
) -> bool:
    """Add an organisation, or what is new of one that is known by name and State.

    Gives whether anything changed.

    Raises:
        TakenError: a domain or address is another organisation's.
    """
    row = _of_name(session, new.name, new.state)
    is_new = row is None
    if row is None:
        row = OrganisationRow(
            name=new.name, state=new.state, kind=new.kind, source=source, added_by=by, added_at=now
        )
        session.add(row)
        session.flush()
    changed = row.kind != new.kind
    row.kind = new.kind
    changed |= _add_domains(session, row, new.domains)
    changed |= _add_contacts(session, row, new.contacts)
    session.flush()
    return changed or is_new


def learn(
    session: Session, new: NewOrganisation, officer: Officer, *, message_id: str, now: datetime
) -> bool:
    """Note whose a proven domain is, as an officer's confirmation shows; False where it is known.

    What was said before is never changed by it.
    """
    if any(of_domain(session, domain) is not None for domain in new.domains):
        return False
    try:
        added = add(session, new, source=Source.LEARNED, by=officer.name, now=now)
    except TakenError:
        return False
    audit.record(session, what="domain_learned", who=officer, message_id=message_id, now=now)
    return added


def remove(session: Session, wanted: str, *, now: datetime) -> list[str]:
    """Forget a domain, or a whole organisation by its name; names what went, nothing if unknown."""
    domain = session.get(OrganisationDomainRow, wanted.lower())
    if domain is not None:
        session.delete(domain)
        audit.record(session, what="domain_removed", now=now)
        return [domain.domain]
    rows = [
        row
        for row in session.scalars(select(OrganisationRow))
        if row.name.casefold() == wanted.casefold()
    ]
    for row in rows:
        for table in (OrganisationDomainRow, OrganisationContactRow):
            session.execute(delete(table).where(table.organisation_id == row.id))
        session.delete(row)
        audit.record(session, what="organisation_removed", details={"number": row.id}, now=now)
    return [row.name for row in rows]


def _of_name(session: Session, name: str, state: str | None) -> OrganisationRow | None:
    chosen = select(OrganisationRow).where(
        OrganisationRow.state.is_(None) if state is None else OrganisationRow.state == state
    )
    rows = session.scalars(chosen.order_by(OrganisationRow.id))
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _add_domains(session: Session, owner: OrganisationRow, new: Iterable[str]) -> bool:
    changed = False
    for domain in new:
        row = session.get(OrganisationDomainRow, domain)
        if row is None:
            session.add(OrganisationDomainRow(domain=domain, organisation_id=owner.id))
            changed = True
        elif row.organisation_id != owner.id:
            raise TakenError(domain, _name(session, row.organisation_id))
    return changed


def _add_contacts(session: Session, owner: OrganisationRow, new: Iterable[str]) -> bool:
    changed = False
    for address in new:
        row = session.get(OrganisationContactRow, address)
        if row is None:
            session.add(OrganisationContactRow(address=address, organisation_id=owner.id))
            changed = True
        elif row.organisation_id != owner.id:
            raise TakenError(address, _name(session, row.organisation_id))
    return changed


def _name(session: Session, number: int) -> str:
    row = session.get(OrganisationRow, number)
    return "another" if row is None else row.name


def _with_parents(domain: str) -> list[str]:
    """The domain and those above it, nearest first; none of one label."""
    labels = domain.lower()[:_LONGEST].split(".")
    return [".".join(labels[at:]) for at in range(max(len(labels) - 1, 1))]


def _value(row: OrganisationRow, domains: Iterable[str], contacts: Iterable[str]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        state=row.state,
        kind=OrganisationKind(row.kind),
        domains=tuple(domains),
        contacts=tuple(contacts),
        source=Source(row.source),
        added_by=row.added_by,
        added_at=row.added_at,
    )
