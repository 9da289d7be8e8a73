"""Short answers to officers that say more than one fixed sentence; the words are the office's."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

from bot.foreign import clip
from bot.moments import moment
from bot.office_words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from store.model import DraftStatus, HistoryEntry
    from store.outcome import Stale, TooLate

LONGEST_TOAST: Final = 200


def whose_letter(name: str) -> str:
    """Somebody else brings it in."""
    return toast(say("replies.whose_letter", name=name))


def page_code(code: str) -> str:
    """What lets in to the page; for an alert, which nobody else in the chat sees."""
    return say("replies.page_code", code=code)


def decided_before(status: DraftStatus, by: str, at: datetime, zone: ZoneInfo) -> str:
    """Somebody decided before."""
    return toast(say(f"decided_before.{status}", by=by, when=moment(at, zone)))


def changed_meanwhile(by: str, at: datetime, zone: ZoneInfo) -> str:
    """Somebody changed the draft since the card was shown."""
    return toast(say("replies.changed_meanwhile", by=by, when=moment(at, zone)))


def stale(outcome: Stale, zone: ZoneInfo) -> str:
    """The card showed an earlier state."""
    return toast(say("replies.stale", by=outcome.by, when=moment(outcome.at, zone)))


def question_leaves(at: str) -> str:
    """It was released, and can be taken back for a while."""
    return say("replies.question_leaves", at=at)


def drafting(kind: str) -> str:
    """A draft of a message is being made."""
    return say("replies.drafting", kind=kind)


def asked(entry: HistoryEntry | None, zone: ZoneInfo) -> str:
    """The sender has been asked."""
    if entry is None:
        return say("replies.asked")
    return toast(say("replies.asked_by", by=entry.who, when=moment(entry.at, zone)))


def sent_before(entry: HistoryEntry, zone: ZoneInfo) -> str:
    """A letter of this kind went before."""
    return toast(say("replies.sent_before", by=entry.who, when=moment(entry.at, zone)))


def too_many_words(length: int, longest: int) -> str:
    """A letter in an officer's words is too long."""
    return say("replies.too_many_words", count=length, longest=longest)


def unknown_placeholders(strange: Sequence[str], known: Sequence[str]) -> str:
    """Names in braces that are filled in with nothing."""
    said = ", ".join(f"{{{clip(one, 40)}}}" for one in strange[:5])
    names = ", ".join(f"{{{one}}}" for one in known)
    return say("replies.unknown_placeholders", strange=said, known=names)


def not_sent(outcome: TooLate | Stale, zone: ZoneInfo) -> str:
    """Another officer was faster."""
    return toast(say("replies.not_sent", by=outcome.by, when=moment(outcome.at, zone)))


def withdraw_sure(register_ref: str) -> str:
    """Asked once more before a record is withdrawn."""
    return say("replies.withdraw_sure", ref=register_ref)


def not_mergeable(ref: str) -> str:
    """Another draft can take up nothing."""
    return say("replies.not_mergeable", ref=ref)


def told_apart(ref: str) -> str:
    """An officer has said so."""
    return say("replies.told_apart", ref=ref)


def look_first(named: str) -> str:
    """Unsure fields that have not been looked at."""
    return toast(say("replies.look_first", named=named))


def too_large(name: str, size_bytes: int) -> str:
    """A file that the chat does not take."""
    return say("replies.too_large", name=name, mb=f"{size_bytes / 1_000_000:.0f}")


def withdrawal_wished(ref: str, proven: str) -> str:
    """A sender wants to withdraw a letter; who it is by `store.wishes.Proven`."""
    return say(f"withdrawal_wished.{proven}", ref=ref)


def either(several: Iterable[str]) -> str:
    """One of several, as in `A or B`."""
    return reduce(lambda first, second: say("replies.either", first=first, second=second), several)


def toast(words: str) -> str:
    """Words that the Bot API takes as the answer to a press."""
    return clip(words, LONGEST_TOAST)
