"""Finding drafts and messages by codes and words; what they are found by is `findables`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVarTuple

from sqlalchemy import and_, asc, desc, false, func, or_, select, true
from sqlalchemy.orm import aliased

from store import drafts
from store.dialect import holds
from store.folded import needle
from store.model import DraftStatus, MessageStatus
from store.tables import DecisionRow, DraftRow, InboxRow
from store.tables_finding import FindableRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import Session

    from store.model import Draft

_Columns = TypeVarTuple("_Columns")
#: no officer's id
_NOBODY: Final = 0
#: whoever looks after it; nobody does where it is None
ANYBODY: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that must be true of what is found: any of these codes or words."""

    #: such as `kind.request`
    codes: tuple[str, ...] = ()
    #: as `store/folded.py` makes them
    words: tuple[str, ...] = ()
    #: part of a register reference, in upper case
    register: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: all of these at once."""

    terms: tuple[Term, ...] = ()
    #: drafts in one of these alone; empty: whatever their state, and messages without a draft
    statuses: tuple[DraftStatus, ...] = ()
    #: only drafts that this officer has decided or changed last
    decided_by: int = _NOBODY
    #: only drafts that this officer looks after; None: those that nobody does
    assigned_to: int | None = ANYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A draft, or a message that gave none."""

    message_id: str
    #: of the message
    ref: str
    received_at: datetime
    draft: Draft | None
    #: the kind of a message, where it was read
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By what a draft can be chosen."""

    status: str
    #: such as `kind.request`
    codes: tuple[str, ...]
    #: the officer who looks after it
    assigned_to: int | None


class Order(StrEnum):
    """What comes first."""

    OLDEST = "oldest"  #: letter
    NEWEST = "newest"
    LATELY = "lately"  #: decided or changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what was found."""

    found: tuple[Found, ...]
    #: all there is
    total: int


def find(
    session: Session,
    wanted: Wanted,
    *,
    offset: int = 0,
    limit: int,
    order: Order = Order.OLDEST,
) -> Page:
    """What fits, page by page."""
    # one look through all of it, which counts what it does not give
    columns = (InboxRow.id, InboxRow.ref, InboxRow.received_at, DraftRow.id, FindableRow.codes)
    chosen = _joined(select(*columns, func.count().over())).where(_where(session, wanted))
    rows = session.execute(chosen.order_by(*_ordered(order)).offset(offset).limit(limit)).all()
    total = rows[0][-1] if rows else _count(session, wanted) if offset else 0
    made = drafts.some(session, list(filter(None, (row[3] for row in rows))))
    found = (
        Found(
            message_id=message_id,
            ref=ref,
            received_at=received_at,
            draft=made.get(draft_id),
            kind=_kind(codes),
        )
        for message_id, ref, received_at, draft_id, codes, _ in rows
    )
    return Page(found=tuple(found), total=total)


def _count(session: Session, wanted: Wanted) -> int:
    chosen = _joined(select(func.count())).where(_where(session, wanted))
    return session.scalar(chosen) or 0


def _ordered(order: Order) -> list[Any]:
    oldest = [asc(InboxRow.received_at), asc(InboxRow.ref), asc(FindableRow.position)]
    if order is Order.OLDEST:
        return oldest
    newest = [desc(InboxRow.received_at), desc(InboxRow.ref), asc(FindableRow.position)]
    return newest if order is Order.NEWEST else [desc(_last_decision()), *newest]


def _joined(chosen: Select[*_Columns]) -> Select[*_Columns]:
    of_draft = and_(
        DraftRow.message_id == FindableRow.message_id, DraftRow.position == FindableRow.position
    )
    return (
        chosen.select_from(FindableRow)
        .join(InboxRow, InboxRow.id == FindableRow.message_id)
        .outerjoin(DraftRow, of_draft)
    )


def _where(session: Session, wanted: Wanted) -> ColumnElement[bool]:
    # a message that has given a draft since is found by that
    another = aliased(DraftRow)
    has_draft = select(another.id).where(another.message_id == FindableRow.message_id).exists()
    alone = or_(FindableRow.position > 0, ~has_draft)
    there = InboxRow.status != MessageStatus.ERASED
    terms = (_fits(session, one) for one in wanted.terms)
    return and_(there, alone, _in(wanted.statuses), _by(wanted), _assigned(wanted), *terms)


def _fits(session: Session, term: Term) -> ColumnElement[bool]:
    register = (
        DraftRow.register_ref.contains(term.register, autoescape=True) if term.register else false()
    )
    return or_(
        *(holds(session, FindableRow.codes, f" {one} ") for one in term.codes),
        *(holds(session, FindableRow.words, needle(one)) for one in term.words),
        register,
    )


def _in(statuses: Collection[DraftStatus]) -> ColumnElement[bool]:
    return DraftRow.status.in_(statuses) if statuses else true()


def _by(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.decided_by == _NOBODY:
        return true()
    mine = DecisionRow.officer_id == wanted.decided_by
    return select(DecisionRow.id).where(DecisionRow.id == _last_decision(), mine).exists()


def _last_decision() -> ScalarSelect[int]:
    return (
        select(func.max(DecisionRow.id))
        .where(DecisionRow.draft_id == DraftRow.id)
        .correlate(DraftRow)
        .scalar_subquery()
    )


def _assigned(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.assigned_to == ANYBODY:
        return true()
    return and_(DraftRow.id.is_not(None), DraftRow.assigned_to == wanted.assigned_to)


def _kind(codes: str) -> str:
    found = (one.removeprefix("kind.") for one in codes.split() if one.startswith("kind."))
    return next(found, "")


def marks(session: Session, wanted: Wanted) -> list[Marks]:
    """The marks of every draft that fits, to be counted."""
    columns = (DraftRow.status, FindableRow.codes, DraftRow.assigned_to)
    chosen = _joined(select(*columns)).where(_where(session, wanted), DraftRow.id.is_not(None))
    return [
        Marks(status=status, codes=tuple(codes.split()), assigned_to=officer)
        for status, codes, officer in session.execute(chosen)
    ]
