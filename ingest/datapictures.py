"""Pictures that a page of HTML carries in itself (`data:` addresses, RFC 2397), taken out of it.

Taken out before anything is decoded, so that a scan does not use up the room of the words.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from ingest.enclosed import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESS: Final = re.compile(
    rb"data:image/([a-z0-9.+-]{1,40})(?:;[a-z0-9=._-]{1,60}){0,4};base64,([A-Za-z0-9+/=_%\s-]{64,})",
    re.IGNORECASE,
)
_ENDINGS: Final = {"jpeg": "jpg", "svg+xml": "svg", "tiff": "tif", "x-emf": "emf", "x-wmf": "wmf"}
#: pictures of one page that are looked at; the others go unread as well
_MOST: Final = 200


def apart(source: bytes) -> tuple[bytes, list[Picture]]:
    """The page without the bytes of its pictures, and the pictures."""
    found: list[Picture] = []
    if b"base64," not in source:
        return source, found
    return _ADDRESS.sub(_taker(found), source), found


def _taker(found: list[Picture]) -> Callable[[re.Match[bytes]], bytes]:
    def take(match: re.Match[bytes]) -> bytes:
        kind = match[1].decode("ascii", "replace").lower()
        content = _decoded(match[2]) if len(found) < _MOST else b""
        if content:
            ending = _ENDINGS.get(kind, kind)
            found.append(Picture(name=f"picture-{len(found) + 1}.{ending}", content=content))
        return b"data:,"

    return take


def _decoded(text: bytes) -> bytes:
    plain = unquote_to_bytes(text) if b"%" in text else text
    try:
        return binascii.a2b_base64(plain)
    except (binascii.Error, ValueError):
        return b""
