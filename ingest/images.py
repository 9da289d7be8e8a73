"""Pictures of pages (PNG, JPEG, TIFF with many pages ...) to recognised text.

Pillow opens them here, HEIC by the one door of pi_heif; reading them is for `ocr`.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pi_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest import prepare
from ingest.bounds import Bounds
from ingest.ocr import Recogniser
from ingest.problems import problem
from ingest.segment import Document, Page

if TYPE_CHECKING:
    from ingest.inbound import Problem
    from ingest.ocr import OcrOptions

#: types by content that are read here
FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
MAX_FRAMES: Final = 100
USUAL: Final = Bounds()
#: smaller pictures are logos and buttons, in pixels
_LEAST: Final = (150, 40)

# the limit is ours (a problem, not a warning or an exception of Pillow's)
Image.MAX_IMAGE_PIXELS = None
# photos of phones; it decodes only, and turns them upright itself
pi_heif.register_heif_opener(thumbnails=False)


def read(
    name: str, content: bytes, ocr: OcrOptions, bounds: Bounds = USUAL, *, media_type: str
) -> Document:
    """A page for each frame."""
    problems: list[Problem] = []
    pages: list[Page] = []
    recogniser = Recogniser(name, ocr)
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[media_type]]) as picture:
            if _pixels(picture) > bounds.pixels:
                problems.append(problem("too_large", name))
            else:
                _frames(picture, recogniser, pages, problems, name, bounds=bounds)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        problems.append(problem("damaged", name))
    return Document(
        media_type=media_type,
        pages=tuple(pages),
        nested=(),
        problems=(*problems, *recogniser.problems()),
    )


def size(content: bytes) -> tuple[int, int] | None:
    """Dots across and down as the file's head says; None where it is no picture read here."""
    try:
        with Image.open(io.BytesIO(content), formats=[*dict.fromkeys(FORMATS.values())]) as picture:
            return picture.size
    except Exception:  # noqa: BLE001 - a damaged head trips the library in many ways
        return None


def _frames(
    picture: Image.Image,
    recogniser: Recogniser,
    pages: list[Page],
    problems: list[Problem],
    name: str,
    *,
    bounds: Bounds,
) -> None:
    many = picture.format == "TIFF"
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > MAX_FRAMES:
            problems.append(problem("too_many_pages", name, what=str(MAX_FRAMES)))
            return
        if _pixels(frame) > bounds.pixels:
            problems.append(problem("too_large", name))
            continue
        pages.append(_page(frame, number, recogniser))
        if not many:
            # the frames of a GIF or WebP are a film
            return


def _page(frame: Image.Image, number: int, recogniser: Recogniser) -> Page:
    if frame.width < _LEAST[0] or frame.height < _LEAST[1]:
        return Page(number=number, method="ocr", text="")
    dpi = prepare.resolutions(frame)
    square = prepare.equalled(frame, by=dpi)
    return recogniser.page(number, _on_white(ImageOps.exif_transpose(square)), max(dpi))


def _on_white(picture: Image.Image) -> Image.Image:
    """As it is, or grey where its kind is odd; what is transparent is white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    if picture.mode.startswith("I"):
        # 16 bits of grey: convert() would cut them off at 255
        return picture.point(lambda shade: shade / 256).convert("L")
    return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")


def _pixels(picture: Image.Image) -> int:
    return picture.width * picture.height
