"""The content of a CMS block (RFC 5652), as S/MIME wraps a signed mail in: found, not verified.

Only the way to the content is walked: tags and lengths of BER, definite or not, whole strings and
such in pieces. asn1crypto, which would read all of it, was last released in 2022 and trips over
strings in pieces. Nothing in here says that a signature is good.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_ARC: Final = bytes.fromhex("2a864886f70d0107")  # 1.2.840.113549.1.7
_COMPRESSED: Final = bytes.fromhex("2a864886f70d0109100109")
_SEQUENCE, _OID, _STRING, _PIECES, _CONTEXT = 0x30, 0x06, 0x04, 0x24, 0xA0
_MAX_DEPTH: Final = 8
#: a string of 100 MB in the pieces that programs write has a tenth of them
_MAX_ELEMENTS: Final = 300_000
_MAX_BYTES: Final = 100_000_000


class Wrapping(StrEnum):
    """What a CMS block does to its content."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    COMPRESSED = "compressed"
    OTHER = "other"


_KINDS: Final = {
    _ARC + b"\x02": Wrapping.SIGNED,
    _ARC + b"\x03": Wrapping.ENCRYPTED,
    _ARC + b"\x04": Wrapping.ENCRYPTED,
    _ARC + b"\x06": Wrapping.ENCRYPTED,
    # AuthEnvelopedData of RFC 5083
    bytes.fromhex("2a864886f70d0109100117"): Wrapping.ENCRYPTED,
    _COMPRESSED: Wrapping.COMPRESSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What was found of one block."""

    wrapping: Wrapping
    #: None where it holds none that can be read, as a signature alone
    content: bytes | None
    #: the block ends before its end
    damaged: bool = False


def opened(data: bytes) -> Block | None:
    """The block that these bytes are, None where they are none."""
    walk = _Walk(data)
    outer = walk.element(0, len(data))
    if outer is None or outer.tag != _SEQUENCE:
        return None
    kind = walk.element(outer.start, outer.end)
    if kind is None or kind.tag != _OID:
        return None
    wrapping = _KINDS.get(data[kind.start : kind.end], Wrapping.OTHER)
    if wrapping not in {Wrapping.SIGNED, Wrapping.COMPRESSED}:
        return Block(wrapping=wrapping, content=None)
    content = _content(walk, kind.after, outer.end)
    if wrapping is Wrapping.COMPRESSED and content is not None:
        content = _inflated(content)
        walk.cut |= content is None
    return Block(wrapping=wrapping, content=content, damaged=walk.cut)


def _content(walk: _Walk, start: int, end: int) -> bytes | None:
    """[0] of the block -> its sequence -> the sequence that begins with a type -> [0] -> string."""
    explicit = walk.element(start, end)
    inner = explicit and walk.element(explicit.start, explicit.end)
    if explicit is None or inner is None or inner.tag != _SEQUENCE:
        return None
    for one in walk.elements(inner.start, inner.end):
        kind = walk.element(one.start, one.end) if one.tag == _SEQUENCE else None
        if kind is None or kind.tag != _OID:
            continue
        holder = walk.element(kind.after, one.end)
        if holder is not None and holder.tag == _CONTEXT:
            return walk.string(holder.start, holder.end)
    return None


def _inflated(data: bytes) -> bytes | None:
    """RFC 3274."""
    try:
        return zlib.decompressobj().decompress(data, _MAX_BYTES)
    except zlib.error:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """Its content lies from `start` to `end`, the next one begins at `after`."""

    tag: int
    start: int
    end: int
    after: int


class _Walk:
    """Elements of BER (X.690) in bytes that may be cut."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.cut = False
        self._count = 0

    def element(self, at: int, end: int, depth: int = 0) -> _Element | None:
        """The element at this place, None where there is none."""
        self._count += 1
        if at + 2 > end or self._count > _MAX_ELEMENTS:
            self.cut |= self._count > _MAX_ELEMENTS
            return None
        tag, first = self._data[at], self._data[at + 1]
        if tag == first == 0 or tag & 0x1F == 0x1F:  # noqa: PLR2004 - the end, or a long tag
            return None
        if first == 0x80:  # noqa: PLR2004 - X.690 8.1.3.6: no length, an end
            return self._endless(tag, at + 2, end, depth)
        count = first & 0x7F if first & 0x80 else 0
        size = int.from_bytes(self._data[at + 2 : at + 2 + count], "big") if count else first
        start = at + 2 + count
        self.cut |= start + size > end
        stop = min(start + size, end)
        return _Element(tag=tag, start=start, end=stop, after=stop)

    def elements(self, at: int, end: int) -> list[_Element]:
        """All elements of a range, in order."""
        found: list[_Element] = []
        while (one := self.element(at, end)) is not None:
            found.append(one)
            at = one.after
        return found

    def string(self, at: int, end: int) -> bytes | None:
        """An octet string at this place, its pieces joined (X.690, 8.7)."""
        one = self.element(at, end)
        return None if one is None else self._string(one, 0)

    def _string(self, one: _Element, depth: int) -> bytes | None:
        if one.tag == _STRING:
            return self._data[one.start : one.end]
        if one.tag != _PIECES or depth > _MAX_DEPTH:
            return None
        pieces = [self._string(piece, depth + 1) for piece in self.elements(one.start, one.end)]
        return b"".join(piece for piece in pieces if piece is not None)

    def _endless(self, tag: int, start: int, end: int, depth: int) -> _Element | None:
        if depth > _MAX_DEPTH:
            return None
        at = start
        while self._data[at : at + 2] != b"\0\0":
            one = self.element(at, end, depth + 1)
            if one is None or one.after <= at:
                self.cut = True
                return _Element(tag=tag, start=start, end=end, after=end)
            at = one.after
        return _Element(tag=tag, start=start, end=at, after=at + 2)
