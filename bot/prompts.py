"""A question for typed words: the store remembers what each asked, and the last one of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store import prompts
from store.prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.scene import Pressed
    from store.model import Draft

#: what is to be typed where nothing says so
REASON: Final = "reason"

#: after which a loose text is no answer any more but talk
_OPEN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a prompt of ours asked, and of which draft."""

    ref: str
    revision: int
    #: what is to be typed: a key of `presses.TYPED`
    what: str = REASON
    #: which one of several, such as a criterion's id
    argument: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A prompt as it goes into the chat, and what it asks."""

    #: plain text, which says what to type about which draft
    words: str
    asked: Asked


def prompt_for(draft: Draft, what: str, words: str, *, argument: str | None = None) -> Asking:
    """The question in these words, about a draft as it stands."""
    asked = Asked(ref=draft.ref, revision=draft.revision, what=what, argument=argument)
    return Asking(words=words, asked=asked)


def ask(session: Session, pressed: Pressed, asked: Asked, *, now: datetime) -> None:
    """Remember a question; an earlier one of the same officer is no longer open to loose texts."""
    prompts.remember(session, pressed.chat_id, pressed.person.id, _kept(asked, now))


def sent(session: Session, chat_id: int, chat_message: int, asked: Asked, *, now: datetime) -> None:
    """Remember what a message of ours asks, for as long as anybody may reply to it."""
    prompts.note(session, chat_id, chat_message, _kept(asked, now))


def close(session: Session, pressed: Pressed) -> None:
    """It was answered, or the officer turned to something else."""
    prompts.forget(session, pressed.chat_id, pressed.person.id)


def asked_by(session: Session, chat_id: int, chat_message: int) -> Asked | None:
    """What a message of ours asked; None where it asked nothing."""
    return _asked(prompts.of_message(session, chat_id, chat_message))


def open_to(session: Session, pressed: Pressed, *, now: datetime) -> Asked | None:
    """What this officer was asked in this chat not long ago."""
    found = prompts.of_officer(session, pressed.chat_id, pressed.person.id)
    if found is None or now - found.asked_at > _OPEN_FOR:
        return None
    return _asked(found)


def _kept(asked: Asked, now: datetime) -> Prompt:
    return Prompt(
        draft_ref=asked.ref,
        revision=asked.revision,
        what=asked.what,
        argument=asked.argument,
        asked_at=now,
    )


def _asked(found: Prompt | None) -> Asked | None:
    if found is None:
        return None
    return Asked(
        ref=found.draft_ref, revision=found.revision, what=found.what, argument=found.argument
    )
