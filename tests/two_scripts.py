"""Pages in two scripts and under a stamp, as a scanner gives them, made of our letters."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from benchmarks import scanner

CORPUS: Final = Path(__file__).parent / "corpus" / "documents"
_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_BOLD: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
_DPI: Final = 200
#: what stands in Latin letters and figures below an Arabic letter
IN_ARABIC: Final = ("UNHCR/MENA/2026/118", "asylum@interior.gov.tn", "48500", "12000", "7250")


def truth(language: str) -> str:
    return (CORPUS / f"letter-{language}.txt").read_text("utf-8")


def printed(language: str) -> bytes:
    """A letter as it comes from the printer."""
    out = io.BytesIO()
    _letter(language).save(out, "PNG", dpi=(_DPI, _DPI))
    return out.getvalue()


def side_by_side(left: str, right: str) -> bytes:
    """A sheet laid crosswise, a letter in one language beside the same in another."""
    pages = [_letter(language) for language in (left, right)]
    sheet = Image.new("L", (sum(page.width for page in pages), pages[0].height // 2), 255)
    sheet.paste(pages[0], (0, 0))
    sheet.paste(pages[1], (pages[0].width, 0))
    return scanner.fair(sheet, skew=0.4)


def arabic_with_latin_words() -> bytes:
    """An Arabic letter with references and sums below it, each in a cell of its own."""
    page = _letter("ar")
    brush = ImageDraw.Draw(page)
    font = ImageFont.truetype(_FONT, round(12 / 72 * _DPI))
    foot = _foot(page) + 60
    for number, word in enumerate(IN_ARABIC):
        brush.text((page.width - 160, foot + 60 * number), word, 20, font, anchor="ra")
    return scanner.fair(page.crop((0, 0, page.width, foot + 400)))


def stamped(colour: tuple[int, int, int]) -> bytes:
    """A French letter over whose words a round stamp stands."""
    page = _letter("fr").convert("RGB")
    ring = Image.new("RGB", page.size, "white")
    brush = ImageDraw.Draw(ring)
    foot = _foot(page.convert("L"))
    box = (700, foot - 620, 1180, foot - 140)
    brush.ellipse(box, outline=colour, width=9)
    font = ImageFont.truetype(_BOLD, 44)
    brush.text((940, foot - 380), "MINISTERE", colour, font, anchor="mm")
    out = io.BytesIO()
    ImageChops.multiply(page, ring).crop((0, 0, page.width, foot + 200)).save(
        out, "JPEG", quality=85, dpi=(_DPI, _DPI)
    )
    return out.getvalue()


def _letter(language: str) -> Image.Image:
    page = pypdfium2.PdfDocument((CORPUS / f"letter-{language}.pdf").read_bytes())[0]
    picture: Image.Image = page.render(scale=_DPI / 72, grayscale=True).to_pil()
    return picture


def _foot(page: Image.Image) -> int:
    box = ImageChops.invert(page).getbbox()
    return box[3] if box else page.height
