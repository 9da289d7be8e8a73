"""The acknowledgement of a mail that asks for the blank form: with the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.blank_form import form_file
from bot.form_words import printed
from bot.words import words_in

if TYPE_CHECKING:
    from bot.acknowledge import Answer, Part

#: paragraphs at the end of every acknowledgement: that it is automatic, a person, who writes
_LAST: Final = 3


def with_form(answer: Answer, address: str) -> Answer:
    """The same, in each of its languages with a line on the form and the form itself."""
    files = tuple(form_file(printed(words_in(one.language), address)) for one in answer.parts)
    return replace(answer, parts=tuple(map(_told, answer.parts)), files=files)


def _told(part: Part) -> Part:
    said = (words_in(part.language)("form.mail"),)
    before, after = part.paragraphs[:-_LAST], part.paragraphs[-_LAST:]
    return replace(part, paragraphs=(*before, said, *after))
