"""How a letter that an officer brings in stands, in words and buttons for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.callbacks import Press, Verb
from bot.keyboards import Button, markup
from bot.moments import day
from ingest.inbound import Channel
from store import inbox
from store.brought import How
from store.gatherings import GatheringState, PieceKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardMarkup

    from bot.keyboards import Rows
    from store.brought import Brought
    from store.gatherings import Gathering, Piece
    from store.model import Draft

#: what buttons ask for, beside a How
FOR, DONE, CANCEL = "for", "done", "cancel"
NO_SENDER: Final = "An officer brought it in: it has no sender, so nobody is written to from here."
_HOW: Final = {
    How.ORAL: "🗣 Said to you (oral).",
    How.MEETING: "👥 Said at a meeting.",
    How.FORWARDED: "↪️ A letter that you forward.",
}
_COUNTED: Final = {
    PieceKind.MESSAGE: ("✉️", "message", "messages"),
    PieceKind.PAGE: ("📄", "photographed page", "photographed pages"),
    PieceKind.FILE: ("📎", "file", "files"),
    PieceKind.VOICE: ("🎤", "recording, kept but not transcribed: write too what it says",
                      "recordings, kept but not transcribed: write too what they say"),
}  # fmt: skip
_ASKS_HOW: Final = "How did it reach you?"
_ASKS_WORDS: Final = (
    "Write what was said, in as many messages as you like, or send files. Then press That's all."
)
_ASKS_FOR: Final = "Now type for whom it is: the State, and the organisation if you know it."
_IN_GROUP: Final = (
    "What you write here within ten minutes belongs to it; later, reply to this message."
)
_MINIMAL: Final = (
    "Telegram stores what you write here, although words of letters stay out of this chat."
)


def state_words(
    found: Gathering, letter: Brought, pieces: Sequence[Piece], *, ref: str, full: bool
) -> str:
    """Where it stands, and what is asked next."""
    if found.state is GatheringState.CLOSED:
        return f"Handed in: {ref}. Its card comes in the secretariat's chat. Nobody is answered."
    if found.state is GatheringState.DISCARDED:
        return "Thrown away; nothing of it was kept."
    lines = ["📝 A draft of what you bring in"]
    if letter.how is not None:
        lines.append(_HOW[letter.how])
    lines += _counted(pieces)
    if letter.for_whom:
        lines.append("For whom: noted.")
    lines += ["", _next(found, letter, has_pieces=bool(pieces))]
    is_gathered = letter.how is not None and found.state is not GatheringState.CLOSING
    if is_gathered and found.chat_id != found.user_id:
        lines.append(_IN_GROUP)
    if not full:
        lines.append(_MINIMAL)
    return "\n".join(lines)


def state_keys(
    found: Gathering, letter: Brought, *, has_pieces: bool
) -> InlineKeyboardMarkup | None:
    """What can be done with it."""

    def one(text: str, what: str) -> Button:
        return Button(text, Press(verb=Verb.BRING, argument=f"{found.id}.{what}"))

    if not found.is_open or found.state is GatheringState.CLOSING:
        return None
    cancel = one("✖️ Cancel", CANCEL)
    if letter.how is not None:
        done = [one("✅ That's all", DONE)] if has_pieces else []
        whom = "↩️ For nobody in particular" if letter.asks_for else "👥 For whom?"
        rows: Rows = [[*done, one(whom, FOR)], [cancel]]
    elif letter.is_offered:
        rows = [
            [one("📝 Open a draft of it (forwarded)", How.FORWARDED)],
            [one("✖️ Not a letter", CANCEL)],
        ]
    else:
        rows = [
            [one("🗣 Said to me", How.ORAL), one("👥 At a meeting", How.MEETING)],
            [one("↪️ Forwarded letter", How.FORWARDED)],
            [cancel],
        ]
    return markup(rows)


def is_brought(session: Session, draft: Draft) -> bool:
    """Whether an officer brought its letter in, so that it has no sender."""
    return inbox.get(session, draft.message_id).channel == Channel.OFFICE


def origin_lines(letter: Brought, zone: ZoneInfo, *, full: bool) -> tuple[str, ...]:
    """How a letter came, for its card or note: plainly, and what of it nobody can prove.

    Without `full`, nothing that was said or typed.
    """
    name, date = letter.officer_name, day(letter.brought_at, zone)
    lines = [
        {
            How.ORAL: f"🗣 Said to {name} on {date} (oral)",
            How.MEETING: f"👥 At a meeting, {date}, as noted by {name}",
        }.get(
            letter.how or How.FORWARDED, f"↪️ Forwarded by {name} on {date}, from their own account"
        )
    ]
    if full and letter.for_whom:
        lines.append(f"for whom, as {name} typed: {letter.for_whom}")
    if full and letter.authors:
        lines.append(f"written, as the chat program says and nobody can prove, by {letter.authors}")
    return (*lines, NO_SENDER)


def _next(found: Gathering, letter: Brought, *, has_pieces: bool) -> str:
    if found.state is GatheringState.CLOSING:
        return "It is being handed in."
    if letter.asks_for:
        return _ASKS_FOR
    if letter.how is not None:
        return _ASKS_WORDS
    if letter.is_offered:
        return "Is it a letter? Several in a row are one. Nobody is answered."
    return f"{_ASKS_HOW} A press opens the draft." if has_pieces else _ASKS_HOW


def _counted(pieces: Sequence[Piece]) -> list[str]:
    lines = []
    for kind, (mark, one, more) in _COUNTED.items():
        count = sum(piece.kind is kind for piece in pieces)
        if count:
            lines.append(f"{mark} {count} {one if count == 1 else more}")
    return lines
