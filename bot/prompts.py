"""A question for typed words: a reply quotes it; for a loose answer the store remembers it."""

from __future__ import annotations

import re
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

#: reference, revision, and behind them what is to be typed and which one of several
_ASKED: Final = re.compile(
    r"([A-Z]+-[0-9]{4}-[0-9]{4,}-[0-9]+) "
    r"\(revision ([0-9]{1,9})(?:, ([a-z_]+)(?: ([A-Za-z0-9_.-]+))?)?\)"
)
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


def prompt_for(
    draft: Draft,
    what: str = REASON,
    words: str = "the reason for not registering",
    *,
    argument: str | None = None,
) -> str:
    """The question, as plain text: `words` say what to type about the draft."""
    which = "" if what == REASON else f", {what}{f' {argument}' if argument else ''}"
    return f"✍️ Reply to this message with {words} {draft.ref} (revision {draft.revision}{which})."


def asked_in(prompt: str) -> Asked | None:
    """What a prompt of ours asked; None where it is no such prompt."""
    found = _ASKED.search(prompt)
    if found is None or not prompt.startswith("✍️"):
        return None
    return Asked(ref=found[1], revision=int(found[2]), what=found[3] or REASON, argument=found[4])


def ask(session: Session, pressed: Pressed, asked: Asked, *, now: datetime) -> None:
    """Remember a question; an earlier one of the same officer is forgotten."""
    prompt = Prompt(
        draft_ref=asked.ref,
        revision=asked.revision,
        what=asked.what,
        argument=asked.argument,
        asked_at=now,
    )
    prompts.remember(session, pressed.chat_id, pressed.person.id, prompt)


def close(session: Session, pressed: Pressed) -> None:
    """It was answered, or the officer turned to something else."""
    prompts.forget(session, pressed.chat_id, pressed.person.id)


def open_to(session: Session, pressed: Pressed, *, now: datetime) -> Asked | None:
    """What this officer was asked in this chat not long ago."""
    found = prompts.of_officer(session, pressed.chat_id, pressed.person.id)
    if found is None or now - found.asked_at > _OPEN_FOR:
        return None
    return Asked(
        ref=found.draft_ref, revision=found.revision, what=found.what, argument=found.argument
    )
