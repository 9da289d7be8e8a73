"""Letters by chat in pieces: taken one by one, handed in as one letter, each in one transaction.

A letter that nobody presses a button for hands itself in once it was quiet for a while: programs
and people in a hurry get their reference. Pages that come one by one may take longer than words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot import arrivals
from bot.destination import arrived, destination
from bot.topic import Line, line_payload
from store import (
    audit,
    brought,
    chat_updates,
    endings,
    gatherings,
    inbox,
    officers,
    outbox,
    talk_rows,
    visitors,
)
from store.gatherings import GatheringState, PieceKind
from store.model import NewOutboxRow, OutboxKind
from store.visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.topic import Means
    from store.brought import Brought
    from store.gatherings import Gathering, Piece
    from store.model import Accepted

_log = structlog.get_logger()

NAME: Final = "gather"
#: of what officers bring in
BRING: Final = "bring"
#: the pictures of an album come as one message each, within so long
ALBUM_PAUSE: Final = timedelta(seconds=1.5)
#: how much longer than words the first page waits, and one of several that come one by one
_PAGE_TIMES: Final = 6
_PAGES_TIMES: Final = 30
#: what was sent within so long was sent at once
_AT_ONCE: Final = timedelta(seconds=10)
#: how often it is looked whether a file that is on its way has come
_LOOK_AGAIN: Final = timedelta(seconds=2)
#: after so long a letter waits for no file any more
_PATIENCE: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """When a letter hands itself in."""

    quiet: timedelta

    @property
    def is_told(self) -> bool:
        """Whether there is time to say that pieces are gathered."""
        return bool(self.quiet)

    def after(self, pieces: Sequence[Piece], *, in_album: bool) -> timedelta:
        """How long these wait for the next one."""
        least = ALBUM_PAUSE if in_album else timedelta(0)
        pages = [one.sent_at for one in pieces if one.kind is PieceKind.PAGE]
        if not pages:
            return max(least, self.quiet)
        one_by_one = max(pages) - min(pages) > _AT_ONCE
        return max(least, self.quiet * (_PAGES_TIMES if one_by_one else _PAGE_TIMES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who sends a piece."""

    user_id: int
    chat_id: int
    name: str
    language_code: str | None


def take(
    session: Session, writer: Writer, piece: Piece, quiet: Quiet, means: Means, *, in_album: bool
) -> int:
    """Put a piece into its sender's letter, and hand that in where nothing is waited for."""
    now = means.clock()
    _know(session, writer, now)
    gathering = gatherings.opened(
        session, user_id=writer.user_id, chat_id=writer.chat_id, user_name=writer.name,
        language_code=writer.language_code, now=now,
    )  # fmt: skip
    if brought.of_gathering(session, gathering.id) is not None:
        # no officer any more: what they go on with is a letter of their own
        brought.drop(session, gathering.id)
        gathering = replace(gathering, state=GatheringState.OPEN)
    number = gatherings.add(session, gathering.id, piece, now=now)
    if gathering.state is GatheringState.OPEN:
        pieces = gatherings.pieces(session, gathering.id)
        pause = quiet.after(pieces, in_album=in_album)
        if not pause:
            close(session, gathering, means)
            return number
        gatherings.move(session, gathering.id, GatheringState.OPEN, closes_at=now + pause)
    if quiet.is_told:
        renew(session, gathering, now)
    return number


def close(session: Session, gathering: Gathering, means: Means) -> Accepted | None:
    """Make a letter of an open gathering; None where nothing is left in it."""
    pieces = gatherings.pieces(session, gathering.id)
    if not pieces:
        gatherings.discard(session, gathering.id)
        return None
    now = means.clock()
    year = now.astimezone(means.office.zone).year
    letter = brought.of_gathering(session, gathering.id)
    goes_to = None if letter else destination(session, gathering)
    arrival = arrivals.sent(gathering, pieces, goes_to)
    if letter is not None:
        arrival = arrivals.brought(gathering, pieces, letter)
    (accepted,) = inbox.accept(session, [arrival], now=now, year=year)
    if goes_to is not None:
        arrived(session, gathering.user_id, now=now)
    if letter is not None:
        _brought(session, letter, pieces, accepted, now)
    added_to = None if goes_to is None else goes_to.ref
    gatherings.closed(session, gathering.id, accepted.id, added_to=added_to)
    if accepted.new:
        means.enqueue(session, accepted.id, accepted.attempt)
    _log.info("chat_letter_accepted", message=accepted.id, new=accepted.new, pieces=len(pieces))
    return accepted


def _brought(
    session: Session, letter: Brought, pieces: Sequence[Piece], accepted: Accepted, now: datetime
) -> None:
    """An officer brought it in: how, and who wrote it as the chat program says."""
    authors = ", ".join(dict.fromkeys(one.author for one in pieces if one.author))
    known = {"message_id": accepted.id, "authors": authors}
    brought.say(session, letter.gathering_id, **known)
    audit.record(
        session,
        what=audit.BROUGHT[letter.how or brought.How.FORWARDED],
        who=officers.find(session, letter.officer_id),
        message_id=accepted.id,
        now=now,
    )


def finish(session: Session, gathering: Gathering, means: Means) -> None:
    """Its sender says that is all; a file that is still on its way is waited for."""
    endings.said(session, gathering.id, now=means.clock())
    if _is_more_coming(session, gathering, means.clock()):
        soon = means.clock() + _LOOK_AGAIN
        gatherings.move(session, gathering.id, GatheringState.CLOSING, closes_at=soon)
    else:
        close(session, gathering, means)


def close_due(session: Session, gathering_id: int, quiet: Quiet, means: Means) -> None:
    """Hand a letter in whose time has come, unless something happened to it meanwhile."""
    now = means.clock()
    gathering = gatherings.find(session, gathering_id)
    if gathering is None or gathering.closes_at is None or gathering.closes_at > now:
        return
    if _is_more_coming(session, gathering, now):
        gatherings.move(session, gathering.id, gathering.state, closes_at=now + _LOOK_AGAIN)
        return
    close(session, gathering, means)
    # whoever brings in a letter was told of it, however quickly letters of others are handed in
    if quiet.is_told or brought.of_gathering(session, gathering_id) is not None:
        renew(session, gathering, now)


def discard(session: Session, gathering: Gathering, now: datetime) -> None:
    """Its sender thinks better of it."""
    count = len(gatherings.pieces(session, gathering.id))
    gatherings.discard(session, gathering.id)
    brought.say(session, gathering.id, for_whom="", asks_for=False)
    details = {"gathering": gathering.id, "pieces": count}
    audit.record(session, what="letter_discarded", details=details, now=now)


def renew(session: Session, gathering: Gathering, now: datetime) -> None:
    """Let the one message about it say how it stands."""
    letter = brought.of_gathering(session, gathering.id)
    line = Line(topic=_topic(letter), name="state", about={"gathering": gathering.id})
    payload = line_payload(line, gathering.user_id)
    key = key_of(gathering) if letter is None else key_of_brought(letter)
    talk_rows.renew(session, _target(gathering.chat_id), key, payload, now=now)


def remind(session: Session, gathering: Gathering, now: datetime) -> None:
    """Say once more that it waits for its sender, in a new message that rings."""
    letter = brought.of_gathering(session, gathering.id)
    line = Line(topic=_topic(letter), name="remind", about={"gathering": gathering.id})
    payload = line_payload(line, gathering.user_id)
    row = NewOutboxRow(kind=OutboxKind.TALK, target=_target(gathering.chat_id), payload=payload)
    outbox.add(session, [row], now=now)


def tell(
    session: Session,
    writer: Writer,
    name: str,
    now: datetime,
    *,
    under: int | None = None,
    **about: int,
) -> None:
    """Say one thing to a sender, under their message where that is given."""
    _know(session, writer, now)
    payload = line_payload(Line(topic=NAME, name=name, about=about), writer.user_id)
    payload |= {} if under is None else {"under": under}
    row = NewOutboxRow(kind=OutboxKind.TALK, target=_target(writer.chat_id), payload=payload)
    outbox.add(session, [row], now=now)


def correct(session: Session, writer: Writer, piece: Piece, now: datetime) -> None:
    """The sender changed a message: a piece becomes what it says now, unless it is handed in."""
    known = gatherings.piece_shown(session, piece.chat_id, piece.shown)
    if known is None:
        return
    gathering = gatherings.find(session, known.gathering_id)
    if gathering is not None and gathering.is_open:
        gatherings.say_anew(session, known, piece)
        tell(session, writer, "changed", now, under=piece.shown)
    else:
        about = {"gathering": known.gathering_id}
        tell(session, writer, "changed_late", now, under=piece.shown, **about)


def tell_page(session: Session, writer: Writer, number: int, trouble: str, now: datetime) -> None:
    """Say that a photo cannot be read well, while its page is at hand."""
    piece = gatherings.piece(session, number)
    if piece is not None:
        about = {"gathering": piece.gathering_id, "piece": number, "page": _page(session, piece)}
        tell(session, writer, trouble, now, under=piece.shown, **about)


def _page(session: Session, piece: Piece) -> int:
    """Which page of its letter it is, from 1."""
    pieces = gatherings.pieces(session, piece.gathering_id)
    pages = [one.id for one in pieces if one.kind is PieceKind.PAGE]
    return pages.index(piece.id) + 1 if piece.id in pages else 1


def key_of(gathering: Gathering) -> str:
    """Name of the message that says how it stands."""
    return f"{NAME}:{gathering.id}"


def key_of_brought(letter: Brought) -> str:
    """The same of what an officer brings in."""
    return f"{BRING}:{letter.gathering_id}:{letter.shown_anew}"


def _topic(letter: Brought | None) -> str:
    return NAME if letter is None else BRING


def _target(chat_id: int) -> str:
    return f"chat:{chat_id}"


def _know(session: Session, writer: Writer, now: datetime) -> None:
    """Somebody who was never here before is answered in the language of their chat program."""
    if visitors.find(session, writer.user_id) is None:
        new = Visitor(user_id=writer.user_id, chat_id=writer.chat_id, language=writer.language_code)
        visitors.keep(session, new, now=now)


def _is_more_coming(session: Session, gathering: Gathering, now: datetime) -> bool:
    """Whether a message of this chat is safe and not yet taken: its file is still fetched."""
    if now - gathering.touched_at > _PATIENCE:
        return False
    return any(
        _from(payload.get("message") or {}) == (gathering.chat_id, gathering.user_id)
        for _, payload in chat_updates.unhandled(session)
    )


def _from(message: dict[str, Any]) -> tuple[object, object]:
    """Chat and person of a message that was not taken yet."""
    return (message.get("chat") or {}).get("id"), (message.get("from") or {}).get("id")
