"""Plain values of one act in the chat: who does what where, and what the program answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardMarkup

    from bot.callbacks import Press
    from bot.prompts import Asking
    from store.model import Draft, Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A chat account."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press as it comes from the chat."""

    update_id: int
    person: Person
    data: str
    chat_id: int
    message_id: int
    #: text of the pressed message; empty where the chat no longer gives it
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an act needs to know of the office."""

    zone: ZoneInfo
    #: False: no word of a letter may enter the chat
    full: bool
    #: only the letter that is spoken of is why `full` is False
    is_confidential: bool = False
    #: how senders reach a person
    contact: str = ""
    #: where requests are sent
    address: str = ""
    #: how long one person's case is kept after an officer's word; None: until somebody erases it
    erase_after: timedelta | None = None
    #: after which a sender who was asked is reminded; None: never
    remind_after: timedelta | None = None
    #: our own addresses, in lower case; none of them is ever asked
    own: frozenset[str] = frozenset()
    #: days after which rules erase a class of letters; a class that is kept is not in it
    kept_days: Mapping[str, int] = field(default_factory=dict)
    #: where officers read what may not enter the chat; empty where there is no such page
    page: str = ""
    #: there is a translator, for quotes in languages that whoever asks does not read
    translates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Markup with its keyboard."""

    markup: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to send, drawn once the record is closed."""

    draw: Callable[[], bytes]
    #: below the picture, and alone where the chat does not take it
    caption: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What happens in the chat after an act; the record has changed by then."""

    #: shown over the chat for a moment, at most 200 characters
    toast: str = ""
    #: stays until it is put away
    is_alert: bool = False
    #: instead of the pressed message
    text: Text | None = None
    #: under the pressed message
    keyboard: InlineKeyboardMarkup | None = None
    messages: tuple[Text, ...] = ()
    files: tuple[File, ...] = ()
    picture: Picture | None = None
    #: a message that asks for a reply
    prompt: Asking | None = None
    #: id of the message that is shown below; so that erasing finds it there
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A press that is understood, by a person who may, inside one transaction."""

    session: Session
    press: Press
    pressed: Pressed
    officer: Officer
    office: Office
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftScene(Scene):
    """The same, about a draft."""

    draft: Draft
