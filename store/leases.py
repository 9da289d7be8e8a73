"""Leases: who alone may do something, until it is given back or runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_

from store.dialect import insert_into
from store.tables_office import LeaseRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: clocks of several hosts may differ by so much, and nobody loses a lease by it
CLOCK_DOUBT: Final = timedelta(minutes=5)


def take(session: Session, name: str, holder: str, ttl: timedelta, now: datetime) -> bool:
    """Take or prolong a lease; False while somebody else holds it.

    One that runs longer than anybody could have taken it for is of a clock that has been set back
    since, and is free.
    """
    new = insert_into(session, LeaseRow).values(name=name, holder=holder, expires_at=now + ttl)
    free = or_(
        LeaseRow.holder == holder,
        LeaseRow.expires_at <= now,
        LeaseRow.expires_at > now + ttl + CLOCK_DOUBT,
    )
    taken = new.on_conflict_do_update(
        index_elements=[LeaseRow.name],
        set_={"holder": new.excluded.holder, "expires_at": new.excluded.expires_at},
        where=free,
    ).returning(LeaseRow.name)
    return session.execute(taken).first() is not None


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back; nothing happens where another holds it."""
    session.execute(
        delete(LeaseRow)
        .where(LeaseRow.name == name, LeaseRow.holder == holder)
        .execution_options(synchronize_session=False)
    )
