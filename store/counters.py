"""Numbers without holes: each series is one row, held by its transaction until it commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from store.dialect import insert_into
from store.tables_office import CounterRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def hold(session: Session, series: str) -> None:
    """Let no other transaction take numbers of this series until this one ends."""
    chosen = select(CounterRow.value).where(CounterRow.name == series).with_for_update()
    if session.scalar(chosen) is None:
        new = insert_into(session, CounterRow).values(name=series, value=0)
        session.execute(new.on_conflict_do_nothing())
        session.scalar(chosen)


def take(session: Session, series: str, count: int = 1) -> int:
    """Take so many numbers in a row and return the first, from 1."""
    advance = (
        update(CounterRow)
        .where(CounterRow.name == series)
        .values(value=CounterRow.value + count)
        .returning(CounterRow.value)
        .execution_options(synchronize_session=False)
    )
    last = session.scalar(advance)
    if last is None:
        hold(session, series)
        last = session.scalars(advance).one()
    return last - count + 1


def reach(session: Session, series: str, value: int) -> bool:
    """Bring a series up to a number; False where it is there already."""
    hold(session, series)
    moved = (
        update(CounterRow)
        .where(CounterRow.name == series, CounterRow.value < value)
        .values(value=value)
        .returning(CounterRow.value)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(moved) is not None
