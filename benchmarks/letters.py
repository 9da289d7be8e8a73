"""Letters to measure with: PDFs with a text layer, made of letters of the training corpus."""

from __future__ import annotations

import io
from email.message import EmailMessage
from itertools import cycle, islice
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from nlp.records import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_CORPUS: Final = Path(__file__).resolve().parents[1] / "nlp" / "corpus"
_FONT: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_LINES_A_PAGE: Final = 52
_LETTERS_A_LINE: Final = 90
#: reportlab shapes no Arabic; a letter must come out as it went in
_LANGUAGES: Final = frozenset({"en", "fr", "es", "pt", "ru"})


def pdfs(count: int, pages: int = 1) -> Iterator[bytes]:
    """So many different PDFs, each of so many full pages."""
    pdfmetrics.registerFont(TTFont("letters", str(_FONT)))
    texts = [
        r.text for r in read_folder(_CORPUS) if r.language in _LANGUAGES and r.channel == "letter"
    ]
    for number in range(count):
        lines = islice(_lines(texts, number), pages * _LINES_A_PAGE)
        yield _pdf(list(lines), number)


def mail_with(pdf: bytes, number: int) -> bytes:
    """A mail that carries a letter."""
    mail = EmailMessage()
    mail["From"] = f"Registry {number} <registry{number}@ministry.example>"
    mail["To"] = "requests@localhost"
    mail["Subject"] = f"Letter {number}"
    mail["Message-ID"] = f"<letter-{number}@ministry.example>"
    mail.set_content("Please find our letter attached.")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"letter-{number}.pdf")
    return mail.as_bytes()


def _lines(texts: list[str], number: int) -> Iterator[str]:
    rest = texts[number % len(texts) :] + texts[: number % len(texts)]
    for text in cycle(rest):
        for line in text.split("\n"):
            yield from wrap(line, _LETTERS_A_LINE) or [""]


def _pdf(lines: list[str], number: int) -> bytes:
    file = io.BytesIO()
    canvas: Any = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(f"letter {number}")
    for start in range(0, len(lines), _LINES_A_PAGE):
        text = canvas.beginText(50, 800)
        text.setFont("letters", 10)
        for line in lines[start : start + _LINES_A_PAGE]:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
