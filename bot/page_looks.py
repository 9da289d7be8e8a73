"""Whether a photo of a page can be read at all, so that its sender is told while it is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.errors import StoppedError

if TYPE_CHECKING:
    from bot.pictures import Pictures

#: pixels of the longer side, below which the letters of a page are too few pixels to be read
_SMALLEST: Final = 800
#: of `ingest/sharpness.py`: sharp and slightly soft pages have .52 and more, in all scripts
_SHARPEST_BLUR: Final = 0.45


def trouble_of(pictures: Pictures, content: bytes) -> str | None:
    """`too_small` or `blurred`; None for a photo that can be read, or of which nobody can tell."""
    try:
        seen = pictures.look(content)
    except StoppedError:
        return None
    if seen is None:
        return None
    width, height, sharpness = seen
    if max(width, height) < _SMALLEST:
        return "too_small"
    return "blurred" if sharpness is not None and sharpness < _SHARPEST_BLUR else None
