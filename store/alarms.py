"""Alarms: raised when something begins to need a person, ended when it does so no more.

One that holds is told once, not every minute; raised again after its end, it is told again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from store import outbox
from store.model import NewOutboxRow, OutboxKind
from store.tables_office import AlarmRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that a person must look at."""

    id: int
    #: names its words in `templates/office/words/`
    code: str
    #: what it is about, such as a message's id; empty where there is one of its code only
    subject: str
    #: what its words name: ids, references, counts, times as text; never content
    about: dict[str, Any]
    raised_at: datetime
    #: None while it holds
    ended_at: datetime | None


def begin(
    session: Session,
    code: str,
    *,
    subject: str = "",
    about: dict[str, Any] | None = None,
    target: str | None,
    now: datetime,
) -> bool:
    """Raise an alarm, in the transaction of whoever found its cause.

    Args:
        session: of that transaction.
        code: of the alarm; one that has no words there is told by itself.
        subject: what it is about.
        about: what its words name.
        target: where it is told, such as `chat:-100123`; None where there is no chat.
        now: the moment.

    Returns:
        whether it is new; one that holds already is left as it is, and told no second time.

    """
    if _holding(session, code, subject) is not None:
        return False
    row = AlarmRow(code=code, subject=subject, about=about or {}, raised_at=now, ended_at=None)
    session.add(row)
    session.flush()
    if target is not None:
        told = NewOutboxRow(kind=OutboxKind.ALARM, target=target, payload={"alarm": row.id})
        outbox.add(session, [told], now=now)
    return True


def end(
    session: Session, code: str, *, subject: str = "", target: str | None = None, now: datetime
) -> bool:
    """Say that an alarm holds no more, and tell it where `target` says; False where none did."""
    ended = (
        update(AlarmRow)
        .where(AlarmRow.code == code, AlarmRow.subject == subject, AlarmRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(AlarmRow.id)
        .execution_options(synchronize_session=False)
    )
    ids = session.scalars(ended).all()
    if target is not None:
        told = [
            NewOutboxRow(kind=OutboxKind.ALARM, target=target, payload={"alarm": one, "over": True})
            for one in ids
        ]
        outbox.add(session, told, now=now)
    return bool(ids)


def get(session: Session, alarm_id: int) -> Alarm | None:
    """One alarm, held or ended."""
    row = session.get(AlarmRow, alarm_id, populate_existing=True)
    return None if row is None else _value(row)


def holding(session: Session, code: str | None = None) -> list[Alarm]:
    """The alarms that hold, of one code or of all, oldest first."""
    chosen = select(AlarmRow).where(AlarmRow.ended_at.is_(None)).order_by(AlarmRow.id)
    if code is not None:
        chosen = chosen.where(AlarmRow.code == code)
    return [_value(row) for row in session.scalars(chosen)]


def _holding(session: Session, code: str, subject: str) -> int | None:
    chosen = select(AlarmRow.id).where(
        AlarmRow.code == code, AlarmRow.subject == subject, AlarmRow.ended_at.is_(None)
    )
    return session.scalar(chosen.limit(1))


def _value(row: AlarmRow) -> Alarm:
    return Alarm(
        id=row.id,
        code=row.code,
        subject=row.subject,
        about=dict(row.about),
        raised_at=row.raised_at,
        ended_at=row.ended_at,
    )
