"""The one statement that both databases speak but SQLAlchemy spells twice: an upsert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase, Session


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
