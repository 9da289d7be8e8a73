"""A letter as a page to print, sign and stamp.

With python-docx, whose door this and `blank_form` are.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: there everywhere, with letters of all six languages
_FONT: Final = "Arial"
_RULE: Final = "_" * 42
#: Unicode TR9; Word knows direction by its own marks and prints these as boxes in some fonts
_ISOLATES: Final = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
#: what the format wants to come later
_AFTER_BIDI: Final = ("w:spacing", "w:ind", "w:jc", "w:rPr")
_AFTER_SIZE: Final = ("w:highlight", "w:u", "w:rtl", "w:cs", "w:lang")
_NOT_IN_XML: Final = dict.fromkeys(n for n in range(32) if n not in {9, 10, 13})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on it."""

    #: BCP 47
    language: str
    is_right_to_left: bool
    title: str
    head: tuple[str, ...]
    #: heading and words
    sections: tuple[tuple[str, str], ...]
    #: each over an empty line
    lines_to_fill: tuple[str, ...]
    foot: str


def written(paper: Paper, *, at: datetime) -> bytes:
    """The page as a file of Word; the same paper of the same moment gives the same words."""
    document = docx.Document()
    set_out(document, title=paper.title, language=paper.language, at=at)
    for line in paper.head:
        _paragraph(document, paper, line, size=9, after=2)
    _paragraph(document, paper, paper.title, size=14, bold=True, after=8, before=8)
    for heading, text in paper.sections:
        _paragraph(document, paper, heading, size=10, bold=True, after=1, before=5, keep=True)
        for block in text.split("\n"):
            if block.strip():
                _paragraph(document, paper, block.strip(), size=10, after=1)
    for label in paper.lines_to_fill:
        _paragraph(document, paper, f"{label}: {_RULE}", size=10, before=20, keep=True)
    _paragraph(document, paper, paper.foot, size=8, before=14)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def set_out(document: Document, *, title: str, language: str, at: datetime) -> None:
    """Its size, and what it says of itself: nothing of who made it."""
    properties = document.core_properties
    properties.author, properties.comments = "", ""
    properties.title, properties.language = clean(title), language
    properties.created = properties.modified = at.replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.6)


def _paragraph(
    document: Document,
    paper: Paper,
    text: str,
    *,
    size: float,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    paragraph(
        document,
        text,
        is_right_to_left=paper.is_right_to_left,
        size=size,
        bold=bold,
        before=before,
        after=after,
        keep=keep,
    )


def paragraph(
    document: Document,
    text: str,
    *,
    is_right_to_left: bool,
    size: float,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """A paragraph at the end; sizes and distances in points, `keep`: with what follows."""
    made = document.add_paragraph()
    looks = made.paragraph_format
    looks.space_before, looks.space_after = Pt(before), Pt(after)
    looks.line_spacing, looks.keep_with_next = 1.0, keep
    run = made.add_run(clean(text))
    run.font.name, run.font.size, run.font.bold = _FONT, Pt(size), bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - the library has no other way to the fonts of other scripts
    fonts.set(qn("w:cs"), _FONT)
    if is_right_to_left:
        _turn(made, size)
    return made


def _turn(paragraph: Paragraph, size: float) -> None:
    """Right to left: Word wants that said of the paragraph and of its run, each in its order."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # of the side where lines begin: the right
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the same
    mark: Any = OxmlElement("w:bidi")
    properties.insert_element_before(mark, *_AFTER_BIDI)
    font = paragraph.runs[0].font
    font.rtl, font.cs_bold = True, font.bold
    large: Any = OxmlElement("w:szCs")
    large.set(qn("w:val"), str(round(size * 2)))
    looks = paragraph.runs[0]._element.get_or_add_rPr()  # noqa: SLF001 - the same
    looks.insert_element_before(large, *_AFTER_SIZE)


def clean(text: str) -> str:
    """Without what XML refuses and Word prints as boxes."""
    return text.translate(_ISOLATES).translate(_NOT_IN_XML)
