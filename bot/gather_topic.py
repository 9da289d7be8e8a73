"""The topic of letters that are still coming: its buttons, and how each of its messages reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot import gathering
from bot.topic import Answered, Line, Said
from bot.visitor_keys import key, keys
from store import gatherings, inbox, talk_rows
from store.gatherings import GatheringState, PieceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.gatherings import Gathering, Piece
    from store.visitors import Visitor

#: bots are given no larger file by the chat's server
LARGEST_MB: Final = 20
_MARKS: Final = {
    PieceKind.MESSAGE: "✉️",
    PieceKind.PAGE: "📄",
    PieceKind.FILE: "📎",
    PieceKind.VOICE: "🎤",
}


class Gather:
    """Letters by chat that are still coming."""

    name = gathering.NAME
    commands: Sequence[str] = ()

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,  # noqa: ARG002 - as all topics
        heard: Heard,  # noqa: ARG002 - as all topics
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """Nothing: what no topic takes is a piece, and its file must be fetched first."""
        return None

    def press(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means
    ) -> Answered | None:
        """That's all, more to come, discard, or leave a page out."""
        _, verb, argument = heard.pressed or ("", "", "")
        if not argument.isdigit():
            return None
        if verb == "out":
            return _left_out(session, visitor, heard, means, int(argument))
        found = gatherings.find(session, int(argument))
        if found is None or found.user_id != heard.user_id:
            return None
        if found.is_open:
            _go_on(session, found, verb, means)
        return _shown(session, visitor, heard, found, means)

    def say(self, session: Session, line: Line, words: Words, means: Means) -> Said:
        """The words of a line, as the records stand now."""
        found = gatherings.look(session, line.about.get("gathering", 0))
        if line.name in {"state", "remind"}:
            if found is None:
                raise KeyError(line.name)
            first = words("gather.remind") if line.name == "remind" and found.is_open else ""
            return _state(session, found, words, first)
        return Said(
            text=words(
                f"gather.{line.name}",
                address=means.office.address,
                size=LARGEST_MB,
                page=line.about.get("page", 1),
                ref=_ref(session, found),
            ),
            keyboard=_out(line, words) if found is not None and found.is_open else None,
        )


GATHER: Final = Gather()


def _go_on(session: Session, found: Gathering, verb: str, means: Means) -> None:
    now = means.clock()
    if verb == "done":
        gathering.finish(session, found, means)
    elif verb == "discard":
        gathering.discard(session, found, now)
    elif verb == "more" and found.state is GatheringState.OPEN:
        gatherings.move(session, found.id, GatheringState.MORE, closes_at=None)


def _left_out(
    session: Session, visitor: Visitor, heard: Heard, means: Means, number: int
) -> Answered | None:
    piece = gatherings.piece(session, number)
    found = None if piece is None else gatherings.find(session, piece.gathering_id)
    if piece is None or found is None or found.user_id != heard.user_id:
        return None
    if not found.is_open:
        return _shown(session, visitor, heard, found, means)
    gatherings.leave_out(session, piece)
    gathering.renew(session, found, means.clock())
    line = Line(topic=gathering.NAME, name="left_out", about={})
    return Answered(visitor=visitor, lines=(line,), in_place=True)


def _shown(
    session: Session, visitor: Visitor, heard: Heard, found: Gathering, means: Means
) -> Answered:
    """The pressed message says how it stands, and so does the one that is always renewed."""
    target = f"chat:{heard.chat_id}"
    if talk_rows.shown(session, target, gathering.key_of(found)) != heard.message_id:
        gathering.renew(session, found, means.clock())
    line = Line(topic=gathering.NAME, name="state", about={"gathering": found.id})
    return Answered(visitor=visitor, lines=(line,), in_place=True)


def _state(session: Session, found: Gathering, words: Words, first: str) -> Said:
    if found.state is GatheringState.CLOSED:
        if found.added_to is not None:
            return Said(text=words("gather.added", ref=found.added_to))
        return Said(text=words("gather.closed", ref=_ref(session, found)))
    if found.state is GatheringState.DISCARDED:
        return Said(text=words("gather.discarded"))
    pieces = gatherings.pieces(session, found.id)
    lines = [first, words("gather.so_far"), *_counted(pieces, words)]
    if pieces and pieces[-1].kind is PieceKind.PAGE:
        pages = sum(one.kind is PieceKind.PAGE for one in pieces)
        lines.append(words("gather.page_received", page=pages))
    lines += ["", words(f"gather.{found.state}")]
    return Said(text="\n".join(lines).strip(), keyboard=_keys(found, words))


def _counted(pieces: Sequence[Piece], words: Words) -> list[str]:
    lines = []
    for kind, mark in _MARKS.items():
        count = sum(one.kind is kind for one in pieces)
        if count:
            lines.append(f"{mark} {words(f'gather.{kind}_count', count=count)}")
    return lines


def _keys(found: Gathering, words: Words) -> InlineKeyboardMarkup:
    def one(verb: str) -> InlineKeyboardButton:
        return key(words(f"gather.key_{verb}"), gathering.NAME, verb, str(found.id))

    last = [one("discard")]
    if found.state is GatheringState.OPEN:
        return keys([one("done"), one("more")], last)
    if found.state is GatheringState.MORE:
        return keys([one("done")], last)
    return keys(last)


def _out(line: Line, words: Words) -> InlineKeyboardMarkup | None:
    if "piece" not in line.about:
        return None
    return keys([key(words("gather.key_out"), gathering.NAME, "out", str(line.about["piece"]))])


def _ref(session: Session, found: Gathering | None) -> str:
    if found is None or found.message_id is None:
        return ""
    return inbox.get(session, found.message_id).ref
