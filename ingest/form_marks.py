"""The marks that our form carries inside a Word document: content controls named for questions.

Word and LibreOffice keep them where headings are changed or deleted; other programs drop them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from ingest.guided_steps import BY_CODE
from ingest.wordlook import value_of
from ingest.xmltree import child, local

if TYPE_CHECKING:
    from ingest.xmltree import Element

#: begins the name of a mark, and its title, which alone some programs keep; then the question
NAME: Final = "acsg.form."
TITLE: Final = "ACSG "


class Marked(str):
    """A block of text that a mark holds."""

    __slots__ = ("mark",)

    def __new__(cls, text: str, mark: str) -> Self:
        """The text with the code of its question."""
        made = super().__new__(cls, text)
        made.mark = mark
        return made

    #: code of the question
    mark: str


def mark_of(block: str) -> str:
    """The question whose mark holds a block; empty where none does."""
    return block.mark if isinstance(block, Marked) else ""


def form_mark(control: Element) -> str | None:
    """The question whose answer a content control holds; None of any other control."""
    properties = child(control, "sdtPr")
    for kind, begins in (("tag", NAME), ("alias", TITLE)):
        name = value_of(properties, kind) or ""
        code = name.removeprefix(begins)
        if name != code and code in BY_CODE:
            return code
    return None


def held_by(paragraph: Element) -> str | None:
    """The question to which a mark inside a paragraph belongs, if one does."""
    inside = (one for one in paragraph if local(one) == "sdt")
    return next(filter(None, map(form_mark, inside)), None)


def is_untouched(control: Element) -> bool:
    """Whether it shows where to write, and nobody has written there."""
    properties = child(control, "sdtPr")
    return properties is not None and child(properties, "showingPlcHdr") is not None
