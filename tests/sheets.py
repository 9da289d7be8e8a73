"""PDF letters made for tests, with where each of their words really stands; and words at random."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest import places
from ingest.segment import Word
from store.model import Content, Evidence, StoredDocument, StoredPlaces, Theme
from tests.factories import a_read_message, a_segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from store.model import ReadMessage

FONT, SIZE, LEADING = "Helvetica", 12, 18
LEFT, TOP = 72.0, 770.0
LETTER = (
    "To the Asylum Capacity Support Group.",
    "The Republic of Chad requests training of interviewers",
    "in N'Djamena before the end of the year.",
    "We thank you for your kind attention.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document of one page, its text, and where its words stand."""

    content: bytes
    text: str
    words: tuple[Word, ...]

    @property
    def document(self) -> StoredDocument:
        return StoredDocument(
            sha256=hashlib.sha256(self.content).hexdigest(),
            name="letter.pdf",
            media_type="application/pdf",
            content=self.content,
        )

    def span(self, quote: str) -> tuple[int, int]:
        start = self.text.index(quote)
        return start, start + len(quote)


def a_sheet(lines: Sequence[str] = LETTER, *, pages: int = 1, top: float = TOP) -> Sheet:
    """A letter set in Helvetica; the same page as often as wanted."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.setFont(FONT, SIZE)
        for number, line in enumerate(lines):
            canvas.drawString(LEFT, top - number * LEADING, line)
        canvas.showPage()
    canvas.save()
    return Sheet(content=out.getvalue(), text="\n".join(lines), words=_words(lines, top))


def a_scan(sheet: Sheet, *, turn: int = 0) -> bytes:
    """The same page as a picture; `turn` degrees clockwise set it upright again."""
    from ingest import pdf_page  # noqa: PLC0415 - few tests need it

    picture: Image.Image = pdf_page.rendered(sheet.content, 1, 1240)
    out = io.BytesIO()
    picture.rotate(turn, expand=True).save(out, "PNG")
    return out.getvalue()


def _words(lines: Sequence[str], top: float) -> tuple[Word, ...]:
    found, at = [], 0
    ascent, descent = getAscentDescent(FONT, SIZE)
    for number, line in enumerate(lines):
        base, start = top - number * LEADING, 0
        for word in line.split(" "):
            left = LEFT + stringWidth(line[:start], FONT, SIZE)
            box = (
                left / A4[0],
                1 - (base + ascent) / A4[1],
                (left + stringWidth(word, FONT, SIZE)) / A4[0],
                1 - (base + descent) / A4[1],
            )
            found.append(Word(start=at + start, end=at + start + len(word), box=box))
            start += len(word) + 1
        at += len(line) + 1
    return tuple(found)


def _from(drawn: bytes) -> tuple[Word, ...]:
    """Seven bytes a word; drawn as numbers of their own they would take ten times as long."""
    found, at = [], 0
    for one in range(0, len(drawn) - 6, 7):
        gap, length, x, y, other_x, other_y, confidence = drawn[one : one + 7]
        start, at = at + gap % 6, at + gap % 6 + length % 20 + 1
        box = (min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
        found.append(
            Word(
                start=start,
                end=at,
                box=(box[0] / 255, box[1] / 255, box[2] / 255, box[3] / 255),
                confidence=confidence / 255,
            )
        )
    return tuple(found)


#: words in the order of a text, with boxes and confidences of any kind
WORDS = st.binary(max_size=140).map(_from)


def a_letter_of(sheet: Sheet, *, pages: int = 1, **changes: Any) -> ReadMessage:
    """A message whose attachment is the sheet, its words at their places on every page."""
    document = sheet.document
    segments = tuple(
        a_segment(
            sheet.text,
            index,
            origin="attachment",
            name=document.name,
            page=index + 1,
            method="pdf",
            document_sha256=document.sha256,
        )
        for index in range(pages)
    )
    packed = places.pack(sheet.words)
    where = tuple(StoredPlaces(segment=n, turn=0, words=packed) for n in range(pages))
    return a_read_message(segments=segments, documents=(document,), places=where, **changes)


def a_draft_on(sheet: Sheet, quote: str, *, pages: int = 1, legible: float = 1.0) -> Content:
    """A request whose area is shown by the same quote on every page, the last the strongest."""
    start, end = sheet.span(quote)
    found = tuple(
        Evidence(
            segment=number,
            start=start,
            end=end,
            quote=quote,
            confidence=0.5 + 0.4 * (number + 1) / pages,
            name=sheet.document.name,
            page=number + 1,
            legible=legible,
        )
        for number in range(pages)
    )
    theme = Theme(id="coi", confidence=0.8, evidence=found)
    return Content(kind="request", confidence=0.9, band="sure", states=("TD",), themes=(theme,))
