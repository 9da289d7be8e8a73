"""What both databases can do but spell in two ways: an upsert, and finding text inside text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session


def is_postgresql(session: Session) -> bool:
    """Whether others may be writing at the same time as this transaction."""
    return session.get_bind().dialect.name == "postgresql"


def insert_into(
    session: Session, table: type[DeclarativeBase]
) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT."""
    if is_postgresql(session):
        return postgresql.insert(table)
    return sqlite.insert(table)


def holds(session: Session, column: InstrumentedAttribute[str], needle: str) -> ColumnElement[bool]:
    """Whether a column holds this text, letter by letter; several times faster than LIKE."""
    where = func.strpos if is_postgresql(session) else func.instr
    return where(column, needle) > 0
