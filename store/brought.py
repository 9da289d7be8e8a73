"""Letters that officers bring in: said to them, heard at a meeting, or forwarded by them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from store.tables_brought import BroughtRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class How(StrEnum):
    """How a letter reached the officer who brings it in."""

    ORAL = "oral"
    MEETING = "meeting"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What is known of it beside its words."""

    gathering_id: int
    #: None until the officer says
    how: How | None
    #: the kind that the officer named; None where the reader is to tell
    kind: str | None
    #: for whom, as the officer typed; empty where they did not
    for_whom: str
    #: what the officer types next says for whom
    asks_for: bool
    #: they began with a message, and are asked whether it is a letter
    is_offered: bool
    #: how often its message was sent anew
    shown_anew: int
    officer_id: int
    officer_name: str
    #: who wrote what is passed on, as the chat program says; nobody can prove it
    authors: str
    brought_at: datetime


def begin(
    session: Session,
    gathering_id: int,
    *,
    officer_id: int,
    officer_name: str,
    is_offered: bool = False,
    now: datetime,
) -> Brought:
    """Note that an officer gathers this letter."""
    row = BroughtRow(
        gathering_id=gathering_id, how=None, kind=None, for_whom="", asks_for=False,
        is_offered=is_offered, shown_anew=0, officer_id=officer_id, officer_name=officer_name,
        authors="", brought_at=now, message_id=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _value(row)


def of_gathering(session: Session, gathering_id: int) -> Brought | None:
    """What is known of a letter that is still gathered, or was; None where a sender gathers it."""
    row = session.get(BroughtRow, gathering_id, populate_existing=True)
    return None if row is None else _value(row)


def of_message(session: Session, message_id: str) -> Brought | None:
    """The same by the letter that it became; None for what came by another way."""
    row = session.scalar(select(BroughtRow).where(BroughtRow.message_id == message_id))
    return None if row is None else _value(row)


def say(session: Session, gathering_id: int, **values: object) -> None:
    """The officer says something of it: columns and their values."""
    chosen = update(BroughtRow).where(BroughtRow.gathering_id == gathering_id)
    session.execute(chosen.values(**values))


def drop(session: Session, gathering_id: int) -> None:
    """Whoever gathers it is no officer any more: what they send is their own."""
    session.execute(delete(BroughtRow).where(BroughtRow.gathering_id == gathering_id))


def _value(row: BroughtRow) -> Brought:
    return Brought(
        gathering_id=row.gathering_id,
        how=None if row.how is None else How(row.how),
        kind=row.kind,
        for_whom=row.for_whom,
        asks_for=row.asks_for,
        is_offered=row.is_offered,
        shown_anew=row.shown_anew,
        officer_id=row.officer_id,
        officer_name=row.officer_name,
        authors=row.authors,
        brought_at=row.brought_at,
    )
