"""What the Bot API asks of a photo, and its size in pixels."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, UnidentifiedImageError

from bot.sandbox.refusal import bad_request

LARGEST_PHOTO: Final = 10_000_000  #: bytes, as the hosted Bot API has it
#: pixels of width and height together, and how much longer one may be than the other
LONGEST_SIDES: Final = 10_000
MOST_UNEQUAL: Final = 20


def check(content: bytes) -> None:
    """Refuse what Telegram refuses as a photo.

    Raises:
        Refusal: it is too large, too long, or no picture.

    """
    if len(content) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    size = size_of(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > LONGEST_SIDES or max(size) > MOST_UNEQUAL * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where it is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
