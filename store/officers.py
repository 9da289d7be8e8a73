"""The people of the secretariat and their roles; after the first start this table rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit
from store.dialect import insert_into
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


def _value(row: OfficerRow) -> Officer:
    return Officer(id=row.user_id, name=row.name, role=OfficerRole(row.role))
