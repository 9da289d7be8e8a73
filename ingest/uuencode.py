"""Files that old programs write into the text of a mail: uuencode and yEnc (draft 1.3)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN: Final = re.compile(rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?\n")
#: a line of data: its first sign says how many bytes, four signs for each three
_LINE: Final = re.compile(rb"([ -`])([ -`~]*)[ \t]*(?:\r?\n|$)")
_END: Final = re.compile(rb"end[ \t]*(?:\r?\n|$)")
_Y_BEGIN: Final = re.compile(
    rb"(?m)^=ybegin [^\r\n]{0,200}?size=(\d{1,10}) name=([^\r\n]{1,255})\r?\n"
    rb"(?:=ypart [^\r\n]{0,200}\r?\n)?"
)
_Y_END: Final = re.compile(rb"(?m)^=yend [^\r\n]{0,200}(?:\r?\n|$)")
_Y_ESCAPED: Final = re.compile(rb"=(.)", re.DOTALL)
_MINUS_42: Final = bytes((value - 42) % 256 for value in range(256))
_MAX_FILES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One file in a text, and where it stands there."""

    name: bytes
    content: bytes
    start: int
    end: int
    damaged: bool


def first(data: bytes) -> Found | None:
    """The first file in these bytes."""
    return next(files(data), None)


def files(data: bytes) -> Iterator[Found]:
    """Files one after the other; words that only begin like one are none."""
    at = 0
    for _ in range(_MAX_FILES):
        found = _next(data, at)
        if found is None:
            return
        yield found
        at = found.end


def _next(data: bytes, at: int) -> Found | None:
    for begin in _BEGIN.finditer(data, at):
        found = _uu(data, begin)
        if found is not None:
            return found
    other = _Y_BEGIN.search(data, at)
    return _y(data, other) if other else None


def _uu(data: bytes, begin: re.Match[bytes]) -> Found | None:
    out, at = bytearray(), begin.end()
    while (line := _LINE.match(data, at)) is not None and _END.match(data, at) is None:
        size = (line[1][0] - 32) & 63
        signs = line[2][: -(-size // 3) * 4]
        if len(signs) < -(-size * 4 // 3):
            break
        out += _line(size, signs)
        at = line.end()
        if not size:
            break
    end = _END.match(data, at)
    if not out:
        return None
    return Found(
        name=begin[1],
        content=bytes(out),
        start=begin.start(),
        end=end.end() if end else at,
        damaged=end is None,
    )


def _line(size: int, signs: bytes) -> bytes:
    whole = bytes([size + 32]) + signs.replace(b"~", b" ").ljust(-(-size // 3) * 4)
    try:
        return binascii.a2b_uu(whole)
    except binascii.Error:
        return b""


def _y(data: bytes, begin: re.Match[bytes]) -> Found | None:
    end = _Y_END.search(data, begin.end())
    stop = end.start() if end else len(data)
    packed = data[begin.end() : stop].replace(b"\r", b"").replace(b"\n", b"")
    plain = _Y_ESCAPED.sub(lambda m: bytes([(m[1][0] - 64) % 256]), packed)
    content = plain.translate(_MINUS_42)
    if not content:
        return None
    return Found(
        name=begin[2].strip(),
        content=content,
        start=begin.start(),
        end=end.end() if end else stop,
        damaged=end is None or len(content) != int(begin[1]),
    )
