"""Groups that became supergroups: where each is now, for what is meant for its old id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store.dialect import insert_into
from store.tables_office import MarkRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PREFIX: Final = "chat_moved:"


def remember(session: Session, old: int, new: int) -> bool:
    """Note where a chat moved to; False where it was known."""
    row = insert_into(session, MarkRow).values(name=f"{_PREFIX}{old}", value=str(new))
    kept = session.scalar(row.on_conflict_do_nothing().returning(MarkRow.name))
    return kept is not None


def known(session: Session) -> dict[int, int]:
    """Old id -> the id that it has now."""
    chosen = select(MarkRow).where(MarkRow.name.startswith(_PREFIX, autoescape=True))
    steps = {int(row.name.removeprefix(_PREFIX)): int(row.value) for row in session.scalars(chosen)}
    return {old: _end(steps, old) for old in steps}


def _end(steps: dict[int, int], old: int) -> int:
    """The last of a chain; one that bites its own tail ends where it was entered."""
    here, seen = old, {old}
    while here in steps and steps[here] not in seen:
        here = steps[here]
        seen.add(here)
    return here
