"""Groups that became supergroups: where each is now, for what is meant for its old id."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from store.dialect import insert_into
from store.outbox import CHAT
from store.tables_office import MarkRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import OutboxRow

_PREFIX: Final = "chat_moved:"
_AT: Final = "chat_moved_at:"


def remember(session: Session, old: int, new: int, *, now: datetime) -> bool:
    """Note where a chat moved to, and that we know of it from now on; False where it was known."""
    row = insert_into(session, MarkRow).values(name=f"{_PREFIX}{old}", value=str(new))
    kept = session.scalar(row.on_conflict_do_nothing().returning(MarkRow.name))
    if kept is None:
        return False
    at = insert_into(session, MarkRow).values(name=f"{_AT}{old}", value=now.isoformat())
    session.execute(at.on_conflict_do_nothing())
    return True


def known(session: Session) -> dict[int, int]:
    """Old id -> the id that it has now."""
    chosen = select(MarkRow).where(MarkRow.name.startswith(_PREFIX, autoescape=True))
    steps = {int(row.name.removeprefix(_PREFIX)): int(row.value) for row in session.scalars(chosen)}
    return {old: _end(steps, old) for old in steps}


def found_under(session: Session, target: str, sent_at: datetime | None) -> str:
    """The target under which a message of ours is found that was sent to a target at that moment.

    A message stays in the group that became another, where its number means something else; what
    was sent to the old id since then is in the new one.
    """
    here, seen = target, {target}
    while sent_at is not None and (there := _moved(session, here, sent_at)) not in seen:
        here = there
        seen.add(here)
    return here


def is_left_behind(session: Session, row: OutboxRow, number: int) -> bool:
    """Whether the message that a row is about was sent before its chat became another group.

    There the same number is another message's. What nobody knows of was left behind too.
    """
    sent = OutboxTableRow
    chosen = select(func.max(sent.sent_at)).where(
        sent.target == row.target, sent.provider_ref == str(number)
    )
    if "draft" in row.payload:
        chosen = chosen.where(sent.draft_id == row.payload["draft"])
    if "message" in row.payload:
        chosen = chosen.where(sent.message_id == row.payload["message"])
    return found_under(session, row.target, session.scalar(chosen)) == row.target


def _moved(session: Session, target: str, sent_at: datetime) -> str:
    """Where a target had moved to by then; itself where it had not."""
    old = target.removeprefix(CHAT)
    new, at = session.get(MarkRow, f"{_PREFIX}{old}"), session.get(MarkRow, f"{_AT}{old}")
    if new is None or at is None or sent_at < datetime.fromisoformat(at.value):
        return target
    return f"{CHAT}{new.value}"


def _end(steps: dict[int, int], old: int) -> int:
    """The last of a chain; one that bites its own tail ends where it was entered."""
    here, seen = old, {old}
    while here in steps and steps[here] not in seen:
        here = steps[here]
        seen.add(here)
    return here
