"""One message of ours in a chat that is written anew as things go on, instead of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from store import outbox
from store.model import NewOutboxRow, OutboxKind, OutboxStatus
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def renew(
    session: Session, target: str, renews: str, payload: dict[str, Any], *, now: datetime
) -> None:
    """Let the message with this name be sent, or written anew where it was sent before.

    Its words are made when it leaves: what waits already will say how things stand then. The
    rows that wait are locked, so that none leaves before this transaction's end with old words.
    """
    chosen = select(OutboxTableRow).where(
        OutboxTableRow.target == target,
        OutboxTableRow.kind == OutboxKind.TALK,
        OutboxTableRow.status == OutboxStatus.PENDING,
    )
    waiting = session.scalars(chosen.with_for_update()).all()
    if any(row.payload.get("renews") == renews for row in waiting):
        return
    row = NewOutboxRow(kind=OutboxKind.TALK, target=target, payload=payload | {"renews": renews})
    outbox.add(session, [row], now=now)


def shown(session: Session, target: str, renews: str) -> int | None:
    """The chat message that is to be written anew; None where it was not sent yet."""
    found = outbox.provider_ref(session, OutboxKind.TALK, {"renews": renews}, target=target)
    return None if found is None else int(found)
