"""What is to be sent: written with its cause, sent in order for each target, never forgotten."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, exists, func, or_, select, true, update
from sqlalchemy.orm import aliased

from store import audit, holds
from store.dialect import insert_into
from store.model import OutboxKind, OutboxRow, OutboxStatus
from store.sending import TO_SENDERS
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.model import NewOutboxRow

#: chat and mail leave side by side: neither waits for the other's server
Lane = Literal["chat", "mail"]
#: before the number of a chat, in a target
CHAT: Final = "chat:"
#: these leave only once for one target and payload, however often they are added
_ONCE: Final = (OutboxKind.CARD, OutboxKind.NOTE, *TO_SENDERS, OutboxKind.DIGEST)
#: clocks of several hosts may differ by so much
_CLOCK_DOUBT: Final = timedelta(minutes=1)
_OPEN: Final = (OutboxStatus.PENDING, OutboxStatus.SENDING)


def add(session: Session, rows: Sequence[NewOutboxRow], *, now: datetime) -> None:
    """Write down things to be sent, in the transaction of what causes them.

    A card, note, acknowledgement or question that is already there with the same target and
    payload is not added again: saving a reading twice sends nothing twice. `draft` and `message`
    in a payload are the ids by which `provider_ref` finds a row again.
    """
    values = [_values(row, now) for row in rows]
    if values:
        statement = insert_into(session, OutboxTableRow).on_conflict_do_nothing()
        session.connection().execute(statement, values)


def claim(
    session: Session, *, now: datetime, limit: int = 10, lane: Lane | None = None
) -> list[OutboxRow]:
    """Take what is due, at most one row for each target, and note the intent to send it.

    Commit before sending. A row waits while an earlier one of its target is unsent, so that
    the order holds even where sending fails for a while; for one that rests, none waits. It waits
    as well while a later one is being sent: of transactions that end at once the later number may
    be seen first, and of two edits under way either may be the one that stays.
    """
    chosen = (
        select(OutboxTableRow)
        .where(_is_due(now), _in_lane(lane), ~_is_blocked(now), ~holds.is_held())
        .order_by(OutboxTableRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = session.scalars(chosen).all()
    for row in rows:
        row.status = OutboxStatus.SENDING
        row.attempts += 1
        row.claimed_at = now
    session.flush()
    return [_value(row) for row in rows]


def is_due(session: Session, *, now: datetime, lane: Lane | None = None) -> bool:
    """Whether there is something to claim; asked often, so it takes no lock."""
    waiting = select(OutboxTableRow.id).where(
        _is_due(now), _in_lane(lane), ~_is_blocked(now), ~holds.is_held()
    )
    return session.scalar(waiting.limit(1)) is not None


def sent(session: Session, row_id: int, *, provider_ref: str | None, now: datetime) -> None:
    """Note that a row was sent; `provider_ref` is the chat message's or mail's id."""
    row = _open_row(session, row_id)
    if row is not None:
        row.status = OutboxStatus.SENT
        row.provider_ref = provider_ref
        row.sent_at = now
        row.problem = None
        row.reply = None
        session.flush()


def failed(
    session: Session,
    row_id: int,
    *,
    permanent: bool,
    retry_at: datetime,
    problem: str,
    reply: str = "",
    unknown: bool = False,
    now: datetime,
) -> None:
    """Note that sending failed: for good, or until `retry_at`.

    `problem` is a code, `reply` the numbers of a server's answer; what it said of a letter does
    not belong here. With `unknown` it may have arrived all the same, and the next one is marked a
    possible repeat.
    """
    row = _open_row(session, row_id)
    if row is None:
        return
    row.problem = problem
    row.reply = reply or None
    row.possible_repeat = row.possible_repeat or unknown
    if not permanent:
        row.status = OutboxStatus.PENDING
        row.due_at = retry_at
    else:
        row.status = OutboxStatus.FAILED
        audit.record(
            session,
            what="not_sent",
            message_id=row.message_id,
            draft_id=row.draft_id,
            details={"outbox": row.id, "kind": row.kind, "problem": problem, "reply": reply},
            now=now,
        )
    session.flush()


def postpone(session: Session, row_id: int, *, until: datetime) -> None:
    """Put a claimed row back that nobody tried to send; it is as if it had not been claimed."""
    row = _open_row(session, row_id)
    if row is not None:
        row.status = OutboxStatus.PENDING
        row.attempts -= 1
        row.due_at = until
        session.flush()


def recover(session: Session, *, now: datetime, but: Collection[int] = ()) -> int:
    """Make rows due again whose sender died between intent and outcome; how many there were.

    Those with the ids in `but` are left alone: their sender is alive.
    """
    lost = (
        update(OutboxTableRow)
        .where(OutboxTableRow.status == OutboxStatus.SENDING)
        .values(status=OutboxStatus.PENDING, possible_repeat=True, due_at=now)
        .returning(OutboxTableRow.id)
        .execution_options(synchronize_session=False)
    )
    if but:
        lost = lost.where(OutboxTableRow.id.not_in(but))
    return len(session.scalars(lost).all())


def doubt(session: Session) -> int:
    """Note of everything unsent that it may have been sent all the same; how many there were."""
    unsure = (
        update(OutboxTableRow)
        .where(OutboxTableRow.status.in_(_OPEN))
        .values(possible_repeat=True, status=OutboxStatus.PENDING)
        .returning(OutboxTableRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(unsure).all())


def provider_ref(
    session: Session, kind: OutboxKind, payload: dict[str, Any], *, target: str | None = None
) -> str | None:
    """Where the latest row of this kind went, whose payload holds at least these values."""
    chosen = select(OutboxTableRow).where(
        OutboxTableRow.kind == kind, OutboxTableRow.status == OutboxStatus.SENT
    )
    if "draft" in payload:
        chosen = chosen.where(OutboxTableRow.draft_id == payload["draft"])
    if "message" in payload:
        chosen = chosen.where(OutboxTableRow.message_id == payload["message"])
    if target is not None:
        chosen = chosen.where(OutboxTableRow.target == target)
    for row in session.scalars(chosen.order_by(OutboxTableRow.id.desc())):
        if row.payload.items() >= payload.items():
            return row.provider_ref
    return None


def card_targets(session: Session, draft_id: int, *, now: datetime) -> list[str]:
    """The chats that a draft's card went to or is going to; one that rests needs no edit."""
    chosen = select(OutboxTableRow.target).where(
        OutboxTableRow.kind == OutboxKind.CARD,
        OutboxTableRow.draft_id == draft_id,
        OutboxTableRow.status.in_((*_OPEN, OutboxStatus.SENT)),
        or_(OutboxTableRow.not_before.is_(None), OutboxTableRow.not_before <= now),
    )
    return list(dict.fromkeys(session.scalars(chosen.order_by(OutboxTableRow.id))))


def cancel_edits(session: Session, draft_id: int) -> None:
    """Take back edits of a draft's card that nobody has begun to send: a newer one follows."""
    session.execute(
        update(OutboxTableRow)
        .where(
            OutboxTableRow.kind == OutboxKind.CARD_EDIT,
            OutboxTableRow.draft_id == draft_id,
            OutboxTableRow.status == OutboxStatus.PENDING,
        )
        .values(status=OutboxStatus.CANCELLED)
        .execution_options(synchronize_session=False)
    )


def listed(session: Session, *, status: OutboxStatus | None = None) -> Iterator[OutboxRow]:
    """Rows in the order of their writing."""
    chosen = select(OutboxTableRow).order_by(OutboxTableRow.id)
    if status is not None:
        chosen = chosen.where(OutboxTableRow.status == OutboxStatus(status))
    for row in session.scalars(chosen.execution_options(populate_existing=True)):
        yield _value(row)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Also what was put off by a clock that was set back since: it would wait for no reason."""
    put_off_at = func.coalesce(OutboxTableRow.claimed_at, OutboxTableRow.created_at)
    return and_(
        OutboxTableRow.status == OutboxStatus.PENDING,
        or_(OutboxTableRow.due_at <= now, put_off_at > now + _CLOCK_DOUBT),
    )


def _is_blocked(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier row of the same target is unsent and does not rest, or a later is sent."""
    earlier, later = aliased(OutboxTableRow), aliased(OutboxTableRow)
    waits = exists().where(
        earlier.target == OutboxTableRow.target,
        earlier.id < OutboxTableRow.id,
        earlier.status.in_(_OPEN),
        or_(earlier.not_before.is_(None), earlier.not_before <= now),
    )
    overlaps = exists().where(
        later.target == OutboxTableRow.target,
        later.id > OutboxTableRow.id,
        later.status == OutboxStatus.SENDING,
    )
    return or_(waits, overlaps)


def _in_lane(lane: Lane | None) -> ColumnElement[bool]:
    if lane is None:
        return true()
    is_chat = OutboxTableRow.target.startswith(CHAT, autoescape=True)
    return is_chat if lane == "chat" else ~is_chat


def _open_row(session: Session, row_id: int) -> OutboxTableRow | None:
    row = session.get(OutboxTableRow, row_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.status in _OPEN else None


def _values(row: NewOutboxRow, now: datetime) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "status": OutboxStatus.PENDING.value,
        "target": row.target,
        "payload": row.payload,
        "once": _key(row) if row.kind in _ONCE else None,
        "draft_id": row.payload.get("draft"),
        "message_id": row.payload.get("message"),
        "attempts": 0,
        "possible_repeat": False,
        "created_at": now,
        "due_at": row.not_before or now,
        "not_before": row.not_before,
    }


def _key(row: NewOutboxRow) -> str:
    said = json.dumps([row.kind, row.target, row.payload], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _value(row: OutboxTableRow) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        kind=OutboxKind(row.kind),
        status=OutboxStatus(row.status),
        target=row.target,
        payload=row.payload,
        attempts=row.attempts,
        possible_repeat=row.possible_repeat,
        created_at=row.created_at,
    )
