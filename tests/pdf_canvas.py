"""A sheet on which samples of PDFs are drawn, with reportlab; all texts are invented."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

WIDTH, HEIGHT = A4
LETTER: Final = (
    "The Ministry of the Interior requests support for its asylum unit.",
    "We seek training for twenty interpreters before the end of 2026,",
    "and two experts who would review how decisions are written.",
    "The Government consents to this request being shared with States.",
)


def sheet(draw: Callable[[Any], None], size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=size, invariant=1)
    canvas.setFont("Times-Roman", 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Any, lines: tuple[str, ...], x: float, y: float, step: float = 16) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, y - step * number, line)


def picture_of(content: bytes, dpi: int = 150) -> Image.Image:
    """The first page as it looks."""
    document = pypdfium2.PdfDocument(content)
    try:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture
    finally:
        document.close()


def jpeg(picture: Image.Image) -> ImageReader:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60)
    return ImageReader(io.BytesIO(out.getvalue()))
