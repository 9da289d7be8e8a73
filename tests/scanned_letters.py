"""Letters as a scanner gives them: a picture of the page inside a PDF, without a text layer."""

from __future__ import annotations

import io
import textwrap
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_DPI: Final = 200
_CHARACTERS: Final = 78
#: a sheet never lies quite straight
_TILT: Final = 0.4


def a_scanned_pdf(text: str) -> bytes:
    """One page, printed, laid on the glass a little askew, and scanned in grey."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(_photographed(text)), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


def _photographed(text: str) -> io.BytesIO:
    out = io.BytesIO()
    _scanned(text).save(out, "JPEG", quality=85)
    out.seek(0)
    return out


def _scanned(text: str) -> Image.Image:
    width, height = (round(side / 72 * _DPI) for side in A4)
    page = Image.new("L", (width, height), 255)
    font = ImageFont.truetype(_FONT, round(11 / 72 * _DPI))
    paragraphs = (textwrap.wrap(one, _CHARACTERS) or [""] for one in text.split("\n"))
    lines = [line for paragraph in paragraphs for line in paragraph]
    ImageDraw.Draw(page).multiline_text((0.9 * _DPI, _DPI), "\n".join(lines), 20, font, spacing=14)
    turned = page.rotate(_TILT, Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(1).normal(0, 4, (height, width))
    seen = np.clip(np.asarray(turned, np.float32) * 0.96 + noise, 0, 255)
    return Image.fromarray(seen.astype(np.uint8))
