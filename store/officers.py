"""The people of the secretariat and their roles; after the first start this table rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit, officer_languages
from store.dialect import insert_into
from store.errors import LastAdministratorError
from store.model import Officer, OfficerRole
from store.tables_office import MarkRow, OfficerRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

_FILLED: Final = "officers"


def fill_once(
    session: Session, admins: Collection[int], officers: Collection[int], *, now: datetime
) -> bool:
    """Fill the table from the settings, the first time that they name anybody; whether it did.

    Later changes of the settings do nothing: whoever was removed must not come back by a restart.
    A person named twice is an administrator. Until a chat tells the name, the id stands for it.
    """
    roles = dict.fromkeys(officers, OfficerRole.OFFICER)
    roles |= dict.fromkeys(admins, OfficerRole.ADMINISTRATOR)
    if not roles or session.get(MarkRow, _FILLED) is not None:
        return False
    first = insert_into(session, MarkRow).values(name=_FILLED, value="filled")
    taken = session.scalar(first.on_conflict_do_nothing().returning(MarkRow.name))
    if taken is None:
        return False
    for user_id, role in sorted(roles.items()):
        session.add(OfficerRow(user_id=user_id, name=str(user_id), role=role, added_at=now))
        details = {"officer": user_id, "role": role}
        audit.record(session, what="officer_added", details=details, now=now)
    session.flush()
    return True


def add(
    session: Session,
    user_id: int,
    role: OfficerRole,
    *,
    name: str = "",
    who: Officer | None = None,
    now: datetime,
) -> bool:
    """Let a person in, or give them another role; False where they have it already.

    Args:
        session: of the caller's transaction.
        user_id: of their chat account.
        role: what they may do from now on.
        name: how a chat calls them, where that is known.
        who: let them in; None where the command line did.
        now: the moment.

    Raises:
        LastAdministratorError: nobody else could let people in or out any more.
    """
    row = _held(session).get(user_id)
    if row is not None and row.role == role:
        return False
    if row is None:
        row = OfficerRow(user_id=user_id, name=name or str(user_id), role=role, added_at=now)
        session.add(row)
        what, details = "officer_added", {"officer": user_id, "role": role}
    else:
        _keep_one(session, user_id)
        what, details = "officer_changed", {"officer": user_id, "old": row.role, "new": role}
        row.role = role
    session.flush()
    audit.record(session, what=what, who=who, details=details, now=now)
    return True


def revoke(
    session: Session, user_id: int, *, who: Officer | None = None, now: datetime
) -> Officer | None:
    """Shut a person out from this moment on; who it was, None where it was nobody of ours.

    Raises:
        LastAdministratorError: nobody else could let people in or out any more.
    """
    row = _held(session).get(user_id)
    if row is None:
        return None
    _keep_one(session, user_id)
    gone = _value(row)
    session.delete(row)
    officer_languages.forget(session, user_id)
    session.flush()
    details = {"officer": user_id, "role": gone.role}
    audit.record(session, what="officer_removed", who=who, details=details, now=now)
    return gone


def find(session: Session, user_id: int) -> Officer | None:
    """The person with this chat account, where it is one of ours."""
    row = session.get(OfficerRow, user_id, populate_existing=True)
    return None if row is None else _value(row)


def rename(session: Session, user_id: int, name: str) -> None:
    """Note how a chat calls a person of ours; nothing happens for anybody else."""
    row = session.get(OfficerRow, user_id)
    if row is not None and name and row.name != name:
        row.name = name
        session.flush()


def listed(session: Session) -> list[Officer]:
    """Everybody, by id."""
    return [_value(row) for row in session.scalars(select(OfficerRow).order_by(OfficerRow.user_id))]


def _held(session: Session) -> dict[int, OfficerRow]:
    """Everybody, held until the transaction ends: two administrators must not remove each other."""
    chosen = select(OfficerRow).order_by(OfficerRow.user_id).with_for_update()
    found = session.scalars(chosen.execution_options(populate_existing=True))
    return {row.user_id: row for row in found}


def _keep_one(session: Session, user_id: int) -> None:
    """Refuse where this is the only administrator."""
    admins = {one.id for one in listed(session) if one.role is OfficerRole.ADMINISTRATOR}
    if admins == {user_id}:
        raise LastAdministratorError(user_id)


def _value(row: OfficerRow) -> Officer:
    return Officer(id=row.user_id, name=row.name, role=OfficerRole(row.role))
