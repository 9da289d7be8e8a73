"""Retention: what a rule's time is over for, counted or done; never what is open or registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, and_, cast, delete, exists, func, or_, select

from store import audit, endings, erasure
from store.asides import Said, is_kept_by_draft
from store.model import OPEN_STATUSES, MessageStatus, OutboxStatus
from store.retention_rules import Then
from store.tables import DraftRow, InboxRow, MessageRow
from store.tables_aside import AsideRow
from store.tables_gatherings import GatheringRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from store.retention_rules import Rule

    #: the ids of a class, each with the moment that its days count from
    _Chosen = Select[Any, datetime]

#: of one class in one run: a transaction that takes minutes would stop the doors
MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How one class stands."""

    rule: Rule
    #: in it now
    there: int
    #: of those, whose time is over
    due: int
    #: when the next one's time is over; None where none will be
    next_at: datetime | None


def survey(session: Session, rules: Iterable[Rule], *, now: datetime) -> list[Counted]:
    """How every class stands; nothing is changed."""
    return [_counted(session, rule, now) for rule in rules]


def run(session: Session, rules: Iterable[Rule], *, now: datetime, why: str) -> dict[str, int]:
    """Do what is due; gives how many of each class went, and leaves these counts in the audit.

    At most `MOST` of a class: whoever runs it daily comes to the rest.
    """
    done = {}
    for rule in rules:
        if rule.then is Then.KEEP or rule.days is None:
            continue
        ids = _due(session, rule, now)
        if rule.then is Then.ERASE:
            for message_id in ids:
                erasure.erase(session, message_id, why=rule.name, undecided=False, now=now)
        else:
            _DELETES[rule.name](session, ids)
        done[rule.name] = len(ids)
    gone = {name: number for name, number in done.items() if number}
    if gone:
        audit.record(session, what="retention_run", details={"why": why, **gone}, now=now)
    return gone


def _due(session: Session, rule: Rule, now: datetime) -> list[Any]:
    found = _CLASSES[rule.name]().subquery()
    over = now - timedelta(days=rule.days or 0)
    chosen = select(found.c.id).where(found.c.since <= over).order_by(found.c.since, found.c.id)
    return list(session.scalars(chosen.limit(MOST)))


def _counted(session: Session, rule: Rule, now: datetime) -> Counted:
    if rule.name not in _CLASSES:
        return Counted(rule=rule, there=0, due=0, next_at=None)
    found = _CLASSES[rule.name]().subquery()
    there = session.scalar(select(func.count()).select_from(found)) or 0
    if rule.days is None:
        return Counted(rule=rule, there=there, due=0, next_at=None)
    lasts = timedelta(days=rule.days)
    over = found.c.since <= now - lasts
    due = session.scalar(select(func.count()).select_from(found).where(over)) or 0
    following = session.scalar(select(func.min(found.c.since)).where(~over))
    next_at = None if following is None else following + lasts
    return Counted(rule=rule, there=there, due=due, next_at=next_at)


def _delete_sent(session: Session, ids: list[Any]) -> None:
    session.execute(
        delete(OutboxTableRow)
        .where(OutboxTableRow.id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def _forget_gatherings(session: Session, ids: list[Any]) -> None:
    for one in ids:
        endings.forget(session, one)


def _messages(since: ColumnElement[Any], *where: ColumnElement[bool]) -> _Chosen:
    """Messages that are read, with what officers said of them."""
    return (
        select(InboxRow.id, since.label("since"))
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(AsideRow, AsideRow.message_id == InboxRow.id)
        .where(InboxRow.status == MessageStatus.DONE, *where)
    )


def _with_draft(*statuses: str) -> ColumnElement[bool]:
    return exists().where(DraftRow.message_id == InboxRow.id, DraftRow.status.in_(statuses))


def _drafted() -> ColumnElement[bool]:
    return exists().where(DraftRow.message_id == InboxRow.id)


def _reads_as_case() -> ColumnElement[bool]:
    return cast(MessageRow.kinds, Text).contains('"individual_case"')


def _is_over() -> ColumnElement[bool]:
    """Somebody answered or left it, or it concerns nobody here."""
    nobody = or_(
        MessageRow.automatic,
        MessageRow.bounce,
        cast(MessageRow.kinds, Text).startswith('[["other"'),
    )
    return or_(AsideRow.left_at.is_not(None), AsideRow.answered_at.is_not(None), nobody)


def _is_silent_case() -> ColumnElement[bool]:
    return and_(AsideRow.said.is_(None), _reads_as_case())


def _aside() -> tuple[ColumnElement[bool], ...]:
    """Without a draft, and no case by anybody's word."""
    is_case = or_(AsideRow.said == Said.CASE, _is_silent_case())
    return (~_drafted(), ~func.coalesce(is_case, False))


def _rejected() -> _Chosen:
    last = select(func.max(DraftRow.decided_at)).where(DraftRow.message_id == InboxRow.id)
    return _messages(last.scalar_subquery(), _drafted(), ~is_kept_by_draft())


def _other() -> _Chosen:
    since = func.coalesce(AsideRow.left_at, AsideRow.answered_at, InboxRow.received_at)
    return _messages(since, *_aside(), func.coalesce(_is_over(), False))


def _left_aside() -> _Chosen:
    return _messages(_received(), *_aside(), ~func.coalesce(_is_over(), False))


def _quarantined() -> _Chosen:
    found = cast(MessageRow.problems, Text).contains('"quarantined"')
    return _messages(_received(), found, ~is_kept_by_draft())


def _pleas() -> _Chosen:
    return _messages(_received(), _is_silent_case(), ~_drafted())


def _parked() -> _Chosen:
    chosen = select(InboxRow.id, InboxRow.received_at.label("since"))
    return chosen.where(InboxRow.status == MessageStatus.PARKED)


def _outbox() -> _Chosen:
    is_over = OutboxTableRow.status.not_in((OutboxStatus.PENDING, OutboxStatus.SENDING))
    about = or_(
        DraftRow.id == OutboxTableRow.draft_id, DraftRow.message_id == OutboxTableRow.message_id
    )
    is_open = exists().where(about, DraftRow.status.in_(OPEN_STATUSES))
    chosen = select(OutboxTableRow.id, OutboxTableRow.created_at.label("since"))
    return chosen.where(is_over, ~is_open)


def _gatherings() -> _Chosen:
    chosen = select(GatheringRow.id, GatheringRow.touched_at.label("since"))
    return chosen.where(GatheringRow.open_for.is_not(None))


def _received() -> ColumnElement[Any]:
    return InboxRow.received_at.expression


_CLASSES: Final[dict[str, Callable[[], _Chosen]]] = {
    "drafts": lambda: _messages(_received(), _with_draft(*OPEN_STATUSES)),
    "registered": lambda: _messages(_received(), _with_draft("confirmed")),
    "rejected": _rejected,
    "other": _other,
    "aside": _left_aside,
    "quarantined": _quarantined,
    "pleas": _pleas,
    "parked": _parked,
    "outbox": _outbox,
    "gatherings": _gatherings,
}
_DELETES: Final[dict[str, Callable[[Session, list[Any]], None]]] = {
    "outbox": _delete_sent,
    "gatherings": _forget_gatherings,
}
