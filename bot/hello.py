"""The first words in private: what this is, what can be done here, what happens with what is sent.

It is the last topic: it also answers commands that nobody else knows, and what says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.greeting import supported
from bot.spoken import greeted_in, having_written
from bot.topic import Answered, Line, Said
from bot.typed_command import command_of
from bot.visitor_keys import key, keys
from bot.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    from bot.scene import Office
    from bot.topic import Heard, Means
    from bot.words import Words
    from store.visitors import Visitor

NAME: Final = "hello"
#: lines that a button of the greeting or a command leads to
_LINES: Final = ("send", "data", "human", "help")
#: the second language where nothing is known of the first
_OTHER: Final = "fr"
#: the guided request is a topic of its own
_GUIDE: Final = "guide"
_GUIDE_COMMAND: Final = "request"
#: so is the form
_FORM: Final = "form"
COMMANDS: Final = ("start", _GUIDE_COMMAND, _FORM, "status", "language", "link", "data", "human")


class Hello:
    """The topic of those words."""

    name = NAME
    commands: Sequence[str] = ("start", "help", "data", "human")

    def __init__(self, is_there: Callable[[str], bool]) -> None:
        """Connect it; `is_there` tells whether there is a topic of a name."""
        self._is_there = is_there

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """A command of its own or of nobody, a mere greeting, or nothing that could be a letter."""
        if heard.has_file:
            return None
        command = command_of(heard.text)
        if command in {"data", "human"}:
            return Answered(visitor=visitor, lines=(_line(str(command)),))
        if command is None and heard.text and not greeted_in(heard.text):
            return None
        visitor = having_written(visitor, heard.text) if command is None else visitor
        return Answered(visitor=visitor, lines=(self._greeting(visitor),))

    def press(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """A button of the greeting."""
        _, verb, _ = heard.pressed or ("", "", "")
        if verb == "start":
            return Answered(visitor=visitor, lines=(self._greeting(visitor),), in_place=True)
        if verb in _LINES:
            return Answered(visitor=visitor, lines=(_line(verb),))
        return None

    def say(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        line: Line,
        words: Words,
        means: Means,
    ) -> Said:
        """The words of a line."""
        office = means.office
        if line.name == "greeting":
            text = _greeting(words, office)
            if line.about.get("in_two"):
                text = f"{text}\n\n— — —\n\n{_greeting(words_in(_OTHER), office)}"
            return Said(text=text, keyboard=self._keyboard(words))
        if line.name == "data":
            return Said(text=_data(words, office), keyboard=back(words))
        given = {"contact": office.contact, "address": office.address}
        return Said(text=words(f"hello.{line.name}", **given), keyboard=back(words))

    @staticmethod
    def _greeting(visitor: Visitor) -> Line:
        in_two = supported(visitor.language) is None
        return Line(topic=NAME, name="greeting", about={"in_two": True} if in_two else {})

    def _keyboard(self, words: Words) -> InlineKeyboardMarkup:
        def one(name: str) -> InlineKeyboardButton:
            return key(words(f"hello.key_{name}"), NAME, name)

        guided = [[key(words("hello.key_request"), _GUIDE, "begin")]]
        return keys(
            *(guided if self._is_there(_GUIDE) else ()),
            *([[key(words("hello.key_form"), _FORM, "send")]] if self._is_there(_FORM) else ()),
            [one("send")],
            [
                key(words("hello.key_letters"), "status", "page", "0"),
                key(words("hello.key_language"), "language", "choose"),
            ],
            [one("data")],
            [one("human")],
            [one("help")],
        )


def back(words: Words) -> InlineKeyboardMarkup:
    """A button to the greeting."""
    return keys([key(words("hello.key_start"), NAME, "start")])


def letters(words: Words) -> InlineKeyboardMarkup:
    """Buttons to their own letters and to the greeting."""
    to_letters = key(words("hello.key_letters"), "status", "page", "0")
    return keys([to_letters, key(words("hello.key_start"), NAME, "start")])


def at_rest(visitor: Visitor) -> Visitor:
    """A visitor whose talk is at no topic."""
    return replace(visitor, topic=None, state={})


def _line(name: str) -> Line:
    return Line(topic=NAME, name=name)


def _greeting(words: Words, office: Office) -> str:
    parts = [
        words("hello.what"),
        words("hello.limits"),
        words("hello.mail", address=office.address),
        words("hello.how"),
    ]
    return "\n\n".join(parts)


def _data(words: Words, office: Office) -> str:
    after = office.erase_after
    days = {"cases": None if after is None else after.days}
    days |= {name: office.kept_days.get(name) for name in ("other", "rejected")}
    told = {name: words("hello.data_no_limit") if n is None else n for name, n in days.items()}
    parts = [
        words("hello.data_what"),
        words("hello.data_who"),
        words("hello.data_days", **told),
        words("hello.data_erase", contact=office.contact),
    ]
    return "\n\n".join(parts)
