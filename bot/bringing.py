"""What officers bring in, piece by piece; each act is in the caller's transaction.

It is gathered as senders' letters are, but only its officer ends it, and it never ends by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot import gathering
from store import audit, brought, gatherings, officers, prompts, talk_rows
from store.brought import How
from store.gatherings import GatheringState
from store.model import OfficerRole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.gathering import Writer
    from bot.topic import Means
    from store.brought import Brought
    from store.gatherings import Gathering, Piece

COMMAND: Final = "new"
#: after which a loose text in the office's group is talk again
LISTENS_FOR: Final = timedelta(minutes=10)
_LONGEST_FOR: Final = 200
_KINDS: Final = {"request": "request", "offer": "offer", "practice": "good_practice"}
#: what may stand before a colon, or alone
_HEAD: Final = re.compile(
    r"(?:(oral|meeting|forwarded)\b)?\s*(?:(request|offer|practice)\b)?\s*(?::|$)", re.IGNORECASE
)
_COMMAND: Final = re.compile(rf"/{COMMAND}(?:@\w+)?(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What `/new` said."""

    how: How | None = None
    #: a kind that leads to a draft
    kind: str | None = None
    text: str = ""


def new_in(text: str) -> New | None:
    """What a text asks for by `/new`; None where it does not."""
    command = _COMMAND.match(text)
    if command is None:
        return None
    said = text[command.end() :].strip()
    head = _HEAD.match(said)
    if head is not None and head.end():
        how, kind = (part.lower() if part else None for part in head.groups())
        rest = said[head.end() :].strip()
        return New(how=How(how) if how else None, kind=_KINDS.get(kind or ""), text=rest)
    first = said.partition(" ")[0].lower()
    # the word belongs to the text: who writes "request from ..." loses nothing
    return New(kind=_KINDS.get(first), text=said)


def may(session: Session, user_id: int) -> bool:
    """Whether this account may bring letters in."""
    known = officers.find(session, user_id)
    return known is not None and known.role is not OfficerRole.READER


def is_ours(session: Session, user_id: int) -> bool:
    """Whether this account is of the office, in whatever role."""
    return officers.find(session, user_id) is not None


def refuse(session: Session, user_id: int, now: datetime) -> None:
    """Keep a trace of a try by a reader or a stranger."""
    details = {"user": user_id, "verb": COMMAND}
    who = officers.find(session, user_id)
    audit.record(session, what="refused", who=who, details=details, now=now)


def begin(
    session: Session, writer: Writer, now: datetime, *, new: New | None = None
) -> tuple[Gathering, Brought]:
    """The letter that an officer brings in: the one they are at, else a new one.

    Args:
        session: of the caller's transaction.
        writer: the officer, and the chat that they write in.
        now: the moment.
        new: what `/new` said, which is shown anew below; None: they began with a message.

    """
    officers.rename(session, writer.user_id, writer.name)
    found = gatherings.opened(
        session, user_id=writer.user_id, chat_id=writer.chat_id, user_name=writer.name,
        language_code=writer.language_code, now=now,
    )  # fmt: skip
    letter = brought.of_gathering(session, found.id)
    if letter is None:
        letter = brought.begin(
            session,
            found.id,
            officer_id=writer.user_id,
            officer_name=writer.name,
            is_offered=new is None,
            now=now,
        )
    if found.state is GatheringState.OPEN:
        gatherings.move(session, found.id, GatheringState.MORE, closes_at=None)
    if found.chat_id != writer.chat_id:
        gatherings.go_on_in(session, found.id, writer.chat_id)
    if new is not None:
        said = {name: value for name, value in (("how", new.how), ("kind", new.kind)) if value}
        anew = letter.shown_anew + 1
        brought.say(session, found.id, shown_anew=anew, asks_for=False, is_offered=False, **said)
        prompts.forget(session, writer.chat_id, writer.user_id)
    return _again(session, found.id)


def ask(session: Session, writer: Writer, new: New, now: datetime) -> None:
    """`/new` without words: ask how it reached them, or for the words."""
    found, _ = begin(session, writer, now, new=new)
    gathering.renew(session, found, now)


def add(
    session: Session, writer: Writer, piece: Piece, means: Means, *, new: New | None = None
) -> int:
    """Put a piece into what an officer brings in; its number.

    Where `/new` said both how it came and what it is, nothing more is asked.
    """
    now = means.clock()
    found, letter = begin(session, writer, now, new=new)
    if new is not None:
        piece = replace(piece, text=new.text)
    number = gatherings.add(session, found.id, piece, now=now)
    if new is not None and new.how is not None and letter.how is not None:
        gathering.close(session, found, means)
    gathering.renew(session, found, now)
    return number


def said_for(session: Session, found: Gathering, text: str, now: datetime) -> None:
    """For whom it is, as the officer typed."""
    for_whom = " ".join(text.split())[:_LONGEST_FOR]
    brought.say(session, found.id, for_whom=for_whom, asks_for=False)
    gathering.renew(session, found, now)


def open_of(session: Session, user_id: int) -> tuple[Gathering, Brought] | None:
    """What an officer is at; None where they bring nothing in just now."""
    found = gatherings.of_user(session, user_id)
    letter = None if found is None else brought.of_gathering(session, found.id)
    return None if found is None or letter is None else (found, letter)


def listens(
    session: Session, found: Gathering, letter: Brought, *, replies_to: int | None, now: datetime
) -> bool:
    """Whether what its officer writes in the office's group now belongs to it.

    A reply to its message does at any time; a loose text for a while, and only if nothing else
    was asked of them.
    """
    shown = talk_rows.shown(session, f"chat:{found.chat_id}", gathering.key_of_brought(letter))
    if replies_to is not None:
        return replies_to == shown
    asked = prompts.of_officer(session, found.chat_id, found.user_id)
    if asked is not None and now - asked.asked_at <= LISTENS_FOR:
        return False
    return now - found.touched_at <= LISTENS_FOR


def _again(session: Session, gathering_id: int) -> tuple[Gathering, Brought]:
    found = gatherings.find(session, gathering_id)
    letter = brought.of_gathering(session, gathering_id)
    if found is None or letter is None:
        raise LookupError(gathering_id)  # both were written in this transaction
    return found, letter
