"""Letters of ours about a draft that an officer releases: the one way by which they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from store import audit, completions, outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.moves import UNDO_FOR
from store.tables_outbox import OutboxTableRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer

#: of the audit
EVENT = "written"


def put_out(
    session: Session,
    kind: OutboxKind,
    draft: Draft,
    target: str,
    *,
    wording: int | None = None,
    now: datetime,
    **about: Any,
) -> None:
    """Put a letter to a draft's sender into the outbox; the row holds ids only.

    Args:
        session: of the transaction of what causes it.
        kind: of the letter.
        draft: that it is about, in the revision that the officer saw.
        target: to whom it goes, a mail address or `chat:<id>`.
        wording: in `store/wordings.py`, where an officer put it in other words.
        now: the moment.
        about: further ids and codes that its words name.

    """
    payload = {"draft": draft.id, "message": draft.message_id, "revision": draft.revision, **about}
    if wording is not None:
        payload["wording"] = wording
    # a reminder is the clock's, and nobody can take it back
    waits = None if kind is OutboxKind.REMINDER else now + UNDO_FOR
    row = NewOutboxRow(kind=kind, target=target, payload=payload, not_before=waits)
    outbox.add(session, [row], now=now)


def count(session: Session, kind: OutboxKind, draft_id: int) -> int:
    """How many letters of this kind about a draft were released."""
    chosen = select(func.count()).where(
        OutboxTableRow.kind == kind, OutboxTableRow.draft_id == draft_id
    )
    return session.scalar(chosen) or 0


def left_at(session: Session, kind: OutboxKind, draft_id: int) -> list[datetime]:
    """When letters of this kind about a draft left, oldest first, be it that one came back."""
    chosen = (
        select(OutboxTableRow.sent_at)
        .where(OutboxTableRow.kind == kind, OutboxTableRow.draft_id == draft_id)
        .where(OutboxTableRow.status.in_((OutboxStatus.SENT, OutboxStatus.BOUNCED)))
        .order_by(OutboxTableRow.id)
    )
    return [at for at in session.scalars(chosen) if at is not None]


def release(
    session: Session,
    kind: OutboxKind,
    draft: Draft,
    target: str,
    officer: Officer,
    *,
    seen: int,
    wording: int | None = None,
    now: datetime,
    **about: Any,
) -> bool:
    """Let a letter go on an officer's word; False where another has gone since the officer looked.

    Args:
        session: as for `put_out`, like the other arguments.
        kind: of the letter.
        draft: that it is about.
        target: to whom it goes.
        officer: who releases it.
        seen: how many of this kind there were when the officer saw it.
        wording: the officer's own words.
        now: the moment.
        about: further ids and codes.

    """
    completions.hold(session, draft.id)
    if count(session, kind, draft.id) != seen:
        return False
    put_out(session, kind, draft, target, wording=wording, now=now, number=seen + 1, **about)
    audit.record(
        session, what=EVENT, who=officer, message_id=draft.message_id, draft_id=draft.id,
        details={"kind": kind, "revision": draft.revision, "wording": wording}, now=now,
    )  # fmt: skip
    edit_cards(session, draft.id, now)
    return True
