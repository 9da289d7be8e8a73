"""The marks that our form carries inside a Word document: content controls named for questions.

Word and LibreOffice keep them where headings are changed or deleted; other programs drop them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.guided_steps import BY_CODE
from ingest.wordlook import value_of
from ingest.xmltree import child

if TYPE_CHECKING:
    from ingest.xmltree import Element

#: begins the name of a mark; then the question
NAME: Final = "acsg.form."


class Marked(str):
    """A block of text that a mark holds."""

    __slots__ = ("mark",)

    def __new__(cls, text: str, mark: str) -> Marked:
        """The text with the code of its question."""
        made = super().__new__(cls, text)
        made.mark = mark
        return made

    #: code of the question
    mark: str


def form_mark(control: Element) -> str | None:
    """The question whose answer a content control holds; None of any other control."""
    name = value_of(child(control, "sdtPr"), "tag") or ""
    code = name.removeprefix(NAME)
    return code if name != code and code in BY_CODE else None


def is_untouched(control: Element) -> bool:
    """Whether it shows where to write, and nobody has written there."""
    properties = child(control, "sdtPr")
    return properties is not None and child(properties, "showingPlcHdr") is not None
