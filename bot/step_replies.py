"""Short answers to officers on steps beyond deciding: undo, assign, split, attach, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.undoing import Why

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDONE: Final = {
    "confirm": "it is not registered. {register_ref} stays unused",
    "reject": "it is open again",
    "withdraw": "it is open again",
    "merge": "it is a draft of its own again",
    "ask": "the question does not leave",
    "wait": "it no longer waits",
    "split": "it is one draft again, the second is withdrawn",
}
ASK_HISTORY: Final = "Give a reference: /history ACSG-2026-0001-1"
BATCH_SEEN: Final = "Somebody has looked at all of them. /queue lists what is open."
NO_OTHER: Final = "No other draft waits for you."
PICK_OFFICER: Final = "Who looks after it?"
NO_SUCH_OFFICER: Final = "This person is no officer any more. Nothing was changed."
LANGUAGE_NOT_TOLD: Final = (
    "The reader could not tell the letter's language. Assign gives it to anybody."
)
NOT_ASKED_TO_READ: Final = (
    "Only who was asked to read this letter, and reads it, says so here. "
    "Whoever decides corrects or confirms it."
)
WHAT_IS_NOT_RIGHT: Final = "what is not right in"
SAY_WHAT_IS_NOT_RIGHT: Final = (
    "Nothing was typed, and nothing was kept; reply to the question again with what is not right."
)
READS_NO_MORE: Final = "This person no longer reads it for the office. Nothing was changed."
PICK_SPLIT: Final = (
    "What goes to a second draft of this letter? Pick its kind, tap its areas. "
    "Criteria, States and facts stay with both."
)
SPLIT_AGAIN: Final = "Each draft must keep something of its own; please choose again."
EARLIER_REF: Final = "the reference of the earlier record that takes up"
NO_REF: Final = (
    "There is no reference in this, such as ACSG-2026-0042-1 or REQ-2026-0017. "
    "Nothing was changed; Attach to on the card asks again."
)
SAME_LETTER: Final = "Both are drafts of the same letter. Nothing was changed."
ANSWER_UNDONE: Final = "The answer does not leave. What was said of the message stays."
NOT_UNDONE: Final = {
    Why.NOTHING: "There is nothing to undo any more. The card now shows how it stands.",
    Why.OVER: "The minute is over; this can no longer be undone.",
    Why.NOT_YOURS: "Only {by}, who decided it, or an administrator can undo this.",
    Why.LEFT: "It is on its way to the sender and can no longer be undone.",
    Why.ERASED: "The content of this letter was erased since; this can no longer be undone.",
    Why.SECOND_CHANGED: "The second draft has been worked on since: reject it, and "
    "correct this one.",
    Why.TARGET_CHANGED: "{target} has changed since, so that they cannot be parted. "
    "Correct it there.",
}


def undone(ref: str, action: str, register_ref: str | None) -> str:
    """It is as it was."""
    words = UNDONE.get(action, "it is as it was").format(register_ref=register_ref or "")
    return f"{ref}: undone; {words}."


def not_undone(why: Why, by: str, target: str) -> str:
    """It stays as decided."""
    return NOT_UNDONE[why].format(by=by, target=target)


def place(number: int, total: int) -> str:
    """Where an officer is in the queue."""
    return f"{number} of {total}"


def assigned(ref: str, name: str) -> str:
    """Who looks after a draft from now on."""
    return f"{ref}: {name} looks after it." if name else f"{ref}: nobody looks after it."


def nobody_reads(language: str) -> str:
    """No colleague has named a letter's language."""
    return (
        f"None of your colleagues has named {language}. Whoever reads it presses it in /languages; "
        "/add lets somebody in who does. Until then, Assign or Hold."
    )


def handed(ref: str, name: str) -> str:
    """Whom a draft went to."""
    return f"{ref}: {name} is asked to read it."


def vouched(ref: str, name: str, *, is_right: bool) -> str:
    """What whoever was asked to read a letter says of its draft."""
    return f"{ref}: {name} read it: {'all right' if is_right else 'not right'}."


def split(first: str, second: str) -> str:
    """There are two drafts now."""
    return f"{first}: the rest is {second}. Its card comes below."


def no_such_ref(ref: str) -> str:
    """A typed reference that nothing has."""
    return f"There is no record {ref}. Nothing was changed; Attach to on the card asks again."


def which(ref: str, drafts: Sequence[str]) -> str:
    """A typed reference of a letter that has not just one draft."""
    if not drafts:
        return f"{ref} is a letter without a draft, so that it can take up nothing."
    return f"{ref} has several drafts: type {' or '.join(drafts)}. Nothing was changed."
