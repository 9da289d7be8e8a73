"""Whether anything may be sent: after a restore nothing is, until a person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, func, select

from store import audit
from store.dialect import insert_into
from store.model import OutboxStatus
from store.tables_office import MarkRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_NAME: Final = "outbox_held"


def hold(session: Session, *, made_at: str) -> None:
    """Let nothing be sent from now on; `made_at` is when the archive was made, RFC 3339."""
    new = insert_into(session, MarkRow).values(name=_NAME, value=made_at)
    session.execute(
        new.on_conflict_do_update(index_elements=[MarkRow.name], set_={"value": made_at})
    )


def held_since(session: Session) -> str | None:
    """When the archive was made that the outbox is held for; None where it is not held."""
    return session.scalar(select(MarkRow.value).where(MarkRow.name == _NAME))


def is_held() -> ColumnElement[bool]:
    """The same as a condition of a statement."""
    return exists().where(MarkRow.name == _NAME)


def waiting(session: Session) -> dict[str, int]:
    """What would be sent, by kind."""
    chosen = (
        select(OutboxTableRow.kind, func.count())
        .where(OutboxTableRow.status.in_((OutboxStatus.PENDING, OutboxStatus.SENDING)))
        .group_by(OutboxTableRow.kind)
        .order_by(OutboxTableRow.kind)
    )
    return {str(kind): int(count) for kind, count in session.execute(chosen)}


def release(session: Session, *, now: datetime) -> bool:
    """Let things be sent again; False where nothing was held."""
    gone = (
        delete(MarkRow)
        .where(MarkRow.name == _NAME)
        .returning(MarkRow.value)
        .execution_options(synchronize_session=False)
    )
    made_at = session.scalar(gone)
    if made_at is None:
        return False
    audit.record(session, what="outbox_released", details={"archive": made_at}, now=now)
    return True
