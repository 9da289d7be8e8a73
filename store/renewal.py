"""What a database from an archive needs before it is used: it is not the last that was said.

After the archive was made others may have been told further references, and more may have been
sent. No number that may have been given out is given again, and nothing is sent unasked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, text, update

from store import audit, counters, drafts, holds, outbox, revisions
from store.arrivals import SERIES as RECEIVED
from store.dialect import is_postgresql
from store.model import OPEN_STATUSES
from store.schema import METADATA
from store.tables import DraftRow
from store.tables_office import CounterRow, LeaseRow
from store.transitions import SERIES as REGISTER
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from store.manifest import Manifest

#: numbers of each series that may have been given out since the archive was made
GAP: Final = 1000
_ROUND: Final = 100
#: corrections of one draft, likewise
_REVISIONS: Final = 100


def renew(
    session: Session, told: Manifest, *, years: Iterable[int], gap: int = GAP, now: datetime
) -> None:
    """Make restored rows fit to be used, in the transaction that restores them or before any other.

    Args:
        session: on a current schema.
        told: of the archive.
        years: in which references may have been given since it was made.
        gap: numbers to leave out in each series.
        now: the moment.

    """
    holds.hold(session, made_at=told.made_at)
    repeats = outbox.doubt(session)
    _leave_out_references(session, years, gap)
    _leave_out_row_numbers(session, gap)
    _leave_out_revisions(session, now)
    # whoever held one is not here; work that was under way is given out again at once
    session.execute(delete(LeaseRow).execution_options(synchronize_session=False))
    details = {"archive": told.made_at, "gap": gap, "waiting": repeats}
    audit.record(session, what="restored", details=details, now=now)


def _leave_out_references(session: Session, years: Iterable[int], gap: int) -> None:
    """Also of series that were not begun when the archive was made."""
    begun = set(session.scalars(select(CounterRow.name)))
    new = {f"{name}-{year}" for year in years for name in (RECEIVED, *REGISTER.values())}
    for name in sorted(begun | new):
        counters.hold(session, name)
        last = session.scalars(select(CounterRow.value).where(CounterRow.name == name)).one()
        rounded = -(-(last + gap) // _ROUND) * _ROUND
        session.execute(
            update(CounterRow)
            .where(CounterRow.name == name)
            .values(value=rounded)
            .execution_options(synchronize_session=False)
        )


def _leave_out_row_numbers(session: Session, gap: int) -> None:
    """Numbers of drafts stand on cards, those of the outbox in mails' names."""
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = session.scalar(select(func.max(column))) or 0
        if is_postgresql(session):
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            session.execute(select(func.setval(sequence, last + gap)))
        elif table.dialect_options["sqlite"]["autoincrement"]:
            _set_sqlite_number(session, table, last + gap)


def _leave_out_revisions(session: Session, now: datetime) -> None:
    """A card of a correction that is lost must not confirm the next one, which nobody saw on it."""
    for status in OPEN_STATUSES:
        for draft in list(drafts.listed(session, status=status)):
            number = draft.revision + _REVISIONS
            revisions.write(
                session,
                draft.id,
                number,
                draft.content,
                written_by=audit.PROGRAM,
                model_version=draft.model_version,
                now=now,
            )
            session.execute(
                update(DraftRow)
                .where(DraftRow.id == draft.id)
                .values(revision=number)
                .execution_options(synchronize_session=False)
            )
            edit_cards(session, draft.id, now)


def _set_sqlite_number(session: Session, table: Table, value: int) -> None:
    named = {"name": table.name}
    last = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), named)
    session.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
    session.execute(
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :value)"),
        named | {"value": max(value, last or 0)},
    )
