"""How a letter that an officer brings in stands, in words and buttons for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.callbacks import Press, Verb
from bot.keyboards import Button, markup
from bot.moments import day
from bot.office_words import say
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
#: in this order
_COUNTED: Final = (PieceKind.MESSAGE, PieceKind.PAGE, PieceKind.FILE, PieceKind.VOICE)


def state_words(
    found: Gathering, letter: Brought, pieces: Sequence[Piece], *, ref: str, full: bool
) -> str:
    """Where it stands, and what is asked next."""
    if found.state is GatheringState.CLOSED:
        return say("bringing.handed_in", ref=ref)
    if found.state is GatheringState.DISCARDED:
        return say("bringing.thrown_away")
    lines = [say("bringing.title")]
    if letter.how is not None:
        lines.append(say(f"bringing_how.{letter.how}"))
    lines += _counted(pieces)
    if letter.for_whom:
        lines.append(say("bringing.for_whom_noted"))
    lines += ["", _next(found, letter, has_pieces=bool(pieces))]
    is_gathered = letter.how is not None and found.state is not GatheringState.CLOSING
    if is_gathered and found.chat_id != found.user_id:
        lines.append(say("bringing.in_group"))
    if not full:
        lines.append(say("bringing.minimal"))
    return "\n".join(lines)


def state_keys(
    found: Gathering, letter: Brought, *, has_pieces: bool
) -> InlineKeyboardMarkup | None:
    """What can be done with it."""

    def one(key: str, what: str) -> Button:
        return Button(
            say(f"bringing_keys.{key}"), Press(verb=Verb.BRING, argument=f"{found.id}.{what}")
        )

    if not found.is_open or found.state is GatheringState.CLOSING:
        return None
    cancel = one("cancel", CANCEL)
    if letter.how is not None:
        done = [one("done", DONE)] if has_pieces else []
        whom = "for_nobody" if letter.asks_for else "for_whom"
        rows: Rows = [[*done, one(whom, FOR)], [cancel]]
    elif letter.is_offered:
        rows = [
            [one("open", How.FORWARDED)],
            [one("no_letter", CANCEL)],
        ]
    else:
        rows = [
            [one("oral", How.ORAL), one("meeting", How.MEETING)],
            [one("forwarded", How.FORWARDED)],
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
    name, how = letter.officer_name, letter.how or How.FORWARDED
    lines = [say(f"brought.{how}", name=name, day=day(letter.brought_at, zone))]
    if full and letter.for_whom:
        lines.append(say("brought.for_whom", name=name, whom=letter.for_whom))
    if full and letter.authors:
        lines.append(say("brought.written_by", authors=letter.authors))
    return (*lines, no_sender())


def no_sender() -> str:
    """That nobody can be written to about what an officer brought in."""
    return say("brought.no_sender")


def _next(found: Gathering, letter: Brought, *, has_pieces: bool) -> str:
    if found.state is GatheringState.CLOSING:
        return say("bringing.being_handed_in")
    if letter.asks_for:
        return say("bringing.asks_for_whom")
    if letter.how is not None:
        return say("bringing.asks_words")
    if letter.is_offered:
        return say("bringing.asks_if_letter")
    return say("bringing.asks_how_of_pieces" if has_pieces else "bringing.asks_how")


def _counted(pieces: Sequence[Piece]) -> list[str]:
    found = Counter(piece.kind for piece in pieces)
    return [say(f"bringing_pieces.{kind}", count=found[kind]) for kind in _COUNTED if found[kind]]
