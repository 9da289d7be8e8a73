"""The blank form, as a file: the questions of the guided dialogue for who would rather write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.blank_form import form_file
from bot.form_words import printed
from bot.topic import Answered, Line, Said
from bot.typed_command import command_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from bot.topic import Heard, Means
    from bot.words import Words
    from store.visitors import Visitor

NAME: Final = "form"
SEND: Final = "send"
#: of the guided dialogue, which asks the same
_GUIDE: Final = "/request"


class Form:
    """The topic of it; whatever the talk is at goes on."""

    name = NAME
    commands: Sequence[str] = ("form",)

    def hear(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """Its command."""
        return _sent(visitor) if command_of(heard.text) in self.commands else None

    def press(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        visitor: Visitor,
        heard: Heard,
        means: Means,  # noqa: ARG002 - as all topics
    ) -> Answered | None:
        """Its button, at the greeting and under the first question."""
        _, verb, _ = heard.pressed or ("", "", "")
        return _sent(visitor) if verb == SEND else None

    def say(
        self,
        session: Session,  # noqa: ARG002 - as all topics
        line: Line,  # noqa: ARG002 - as all topics
        words: Words,
        means: Means,
    ) -> Said:
        """The file in the visitor's language."""
        address = means.office.address
        text = words("form.sent", address=address, command=_GUIDE)
        return Said(text=text, file=form_file(printed(words, address)))


def _sent(visitor: Visitor) -> Answered:
    return Answered(visitor=visitor, lines=(Line(topic=NAME, name=SEND),))
