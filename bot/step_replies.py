"""Short answers to officers on steps beyond deciding: undo, assign, split, attach, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.office_words import has, say
from bot.replies import either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.undoing import Why


def undone(ref: str, action: str, register_ref: str | None) -> str:
    """It is as it was."""
    what = action if has("undone", action) else "any"
    return say(f"undone.{what}", ref=ref, register_ref=register_ref or "")


def not_undone(why: Why, by: str, target: str) -> str:
    """It stays as decided."""
    return say(f"not_undone.{why}", by=by, target=target)


def place(number: int, total: int) -> str:
    """Where an officer is in the queue."""
    return say("step_replies.place", number=number, total=total)


def assigned(ref: str, name: str) -> str:
    """Who looks after a draft from now on."""
    if not name:
        return say("step_replies.assigned_to_nobody", ref=ref)
    return say("step_replies.assigned", ref=ref, name=name)


def nobody_reads(language: str) -> str:
    """No colleague has named a letter's language."""
    return say("step_replies.nobody_reads", language=language)


def handed(ref: str, name: str) -> str:
    """Whom a draft went to."""
    return say("step_replies.handed", ref=ref, name=name)


def vouched(ref: str, name: str, *, is_right: bool) -> str:
    """What whoever was asked to read a letter says of its draft."""
    if is_right:
        return say("step_replies.vouched_right", ref=ref, name=name)
    return say("step_replies.vouched_wrong", ref=ref, name=name)


def split(first: str, second: str) -> str:
    """There are two drafts now."""
    return say("step_replies.split", first=first, second=second)


def no_such_ref(ref: str) -> str:
    """A typed reference that nothing has."""
    return say("step_replies.no_such_ref", ref=ref)


def which(ref: str, drafts: Sequence[str]) -> str:
    """A typed reference of a letter that has not just one draft."""
    if not drafts:
        return say("step_replies.without_draft", ref=ref)
    return say("step_replies.which", ref=ref, either=either(drafts))
