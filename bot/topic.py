"""Plain values of the talk with somebody who writes in private, and what a topic of it can do.

A topic is one thing to talk about: choosing the language, being guided through a request. It
hears what was written or pressed in one transaction and answers with lines; each line is a row of
the outbox that holds codes only, and its words are made when it leaves. So a restart forgets
nothing and lines keep their order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardMarkup

    from bot.letters import Enqueue
    from bot.scene import File, Office
    from bot.words import Words
    from ingest.chat import ChatFile
    from store.visitors import Visitor


class NotYetError(Exception):
    """What a message means shows in a moment: a line of ours is being sent to the same chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What somebody wrote or pressed in private."""

    update_id: int
    user_id: int
    chat_id: int
    message_id: int
    #: as the account calls itself
    name: str
    #: BCP 47, as the chat program says
    language_code: str | None
    #: what was typed; empty for a press
    text: str = ""
    #: of a pressed button: topic, verb, argument
    pressed: tuple[str, str, str] | None = None
    #: whether a file, picture or recording is with it
    has_file: bool = False
    #: of a topic that keeps files; what was fetched is among the documents
    files: tuple[ChatFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of ours: which words, and the codes and numbers that they name."""

    topic: str
    name: str
    about: dict[str, Any] = field(default_factory=dict)


def line_payload(line: Line, user_id: int) -> dict[str, Any]:
    """What a row of the outbox holds of a line to somebody."""
    return {"user": user_id, "line": asdict(line)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line with its words, as the chat takes it; plain text, no markup."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a topic made of it: who the visitor is now, and what is said."""

    visitor: Visitor
    lines: Sequence[Line] = ()
    #: the pressed message becomes the first line instead of a new message
    in_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a topic works with."""

    office: Office
    clock: Callable[[], datetime]
    #: hands an attempt at a message to the workers, in a session's transaction
    enqueue: Enqueue
    #: messages of one sender that are taken within an hour
    per_hour: int = 120


class Topic(Protocol):
    """One thing to talk about in private."""

    @property
    def name(self) -> str:
        """Of it, as in buttons and in `Visitor.topic`."""

    @property
    def commands(self) -> Sequence[str]:
        """Without the slash; these reach it wherever the talk is."""

    def hear(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means, /
    ) -> Answered | None:
        """Answer a text, command or file; None where it is none of this topic's."""

    def press(
        self, session: Session, visitor: Visitor, heard: Heard, means: Means, /
    ) -> Answered | None:
        """Answer a button of its own; None where it means nothing any more."""

    def say(self, session: Session, line: Line, words: Words, means: Means, /) -> Said:
        """The words of a line, as the records stand now."""
