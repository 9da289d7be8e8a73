"""What officers were asked to type in a chat: kept, so that a restart forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete

from store.dialect import insert_into
from store.tables_office import PromptMessageRow, PromptRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


_SAID: Final = ("draft_ref", "revision", "what", "argument", "asked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question that waits for a typed answer."""

    draft_ref: str
    revision: int
    asked_at: datetime
    #: what is to be typed, such as `reason`
    what: str = "reason"
    #: which one of several, such as a criterion's id
    argument: str | None = None


def remember(session: Session, chat_id: int, user_id: int, prompt: Prompt) -> None:
    """Note what was asked; an earlier question to the same officer there is forgotten."""
    new = insert_into(session, PromptRow).values(
        chat_id=chat_id, user_id=user_id, **_values(prompt)
    )
    changed = {name: new.excluded[name] for name in _SAID}
    keys = [PromptRow.chat_id, PromptRow.user_id]
    session.execute(new.on_conflict_do_update(index_elements=keys, set_=changed))


def forget(session: Session, chat_id: int, user_id: int) -> None:
    """It was answered, or the officer turned to something else."""
    session.execute(
        delete(PromptRow)
        .where(PromptRow.chat_id == chat_id, PromptRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


def of_officer(session: Session, chat_id: int, user_id: int) -> Prompt | None:
    """What this officer was last asked in this chat, however long ago."""
    return _prompt(session.get(PromptRow, (chat_id, user_id), populate_existing=True))


def note(session: Session, chat_id: int, chat_message: int, prompt: Prompt) -> None:
    """Note what a message of ours asks; kept until the draft's letter is erased.

    Another bot in the same group counts its messages anew: a number means what was noted last.
    """
    new = insert_into(session, PromptMessageRow).values(
        chat_id=chat_id, chat_message=chat_message, **_values(prompt)
    )
    changed = {name: new.excluded[name] for name in _SAID}
    keys = [PromptMessageRow.chat_id, PromptMessageRow.chat_message]
    session.execute(new.on_conflict_do_update(index_elements=keys, set_=changed))


def of_message(session: Session, chat_id: int, chat_message: int) -> Prompt | None:
    """What a message of ours asks, however long ago it did."""
    return _prompt(session.get(PromptMessageRow, (chat_id, chat_message), populate_existing=True))


def _values(prompt: Prompt) -> dict[str, Any]:
    return {name: getattr(prompt, name) for name in _SAID}


def _prompt(row: PromptRow | PromptMessageRow | None) -> Prompt | None:
    return None if row is None else Prompt(**{name: getattr(row, name) for name in _SAID})
