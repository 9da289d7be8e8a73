"""The topic of the language in which somebody is answered in private."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.hello import back
from bot.locales import own_name
from bot.topic import Answered, Line, Said
from bot.typed_command import command_of
from bot.visitor_keys import key, keys
from bot.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.visitors import Visitor

NAME: Final = "language"
_IN_A_ROW: Final = 2


class Language:
    """Choosing it, at any time."""

    name = NAME
    commands: Sequence[str] = ("language",)

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """The command."""
        if command_of(heard.text) not in self.commands:
            return None
        return Answered(visitor=visitor, lines=(Line(topic=NAME, name="choose"),))

    def press(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """A language, or the wish to choose one."""
        _, verb, code = heard.pressed or ("", "", "")
        if verb == "choose":
            return Answered(visitor=visitor, lines=(Line(topic=NAME, name="choose"),))
        if verb != "set" or code not in LANGUAGES:
            return None
        visitor = replace(visitor, language=code, language_chosen=True)
        return Answered(visitor=visitor, lines=(Line(topic=NAME, name="chosen"),), in_place=True)

    def say(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        line: Line,
        words: Words,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Said:
        """The question, with each language under its own name; or that it was heard."""
        text = words(f"language.{line.name}")
        if line.name != "choose":
            return Said(text=text, keyboard=back(words))
        names = [key(own_name(code), NAME, "set", code) for code in LANGUAGES]
        rows = [names[at : at + _IN_A_ROW] for at in range(0, len(names), _IN_A_ROW)]
        return Said(text=text, keyboard=keys(*rows))
