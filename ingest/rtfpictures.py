r"""Pictures of rich text: the groups `\pict` with their bytes in hexadecimal or as they are."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final

from ingest.enclosed import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

#: `\pict` that is no text with a backslash before it
_PICT: Final = re.compile(rb"(?<!\\)\\pict(?![a-z])")
#: the same picture once more, for programs that do not know the first
_TWIN: Final = re.compile(rb"\\nonshppict\s*\{?\s*$")
_TOKEN: Final = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\[^A-Za-z]|([{}])|([0-9A-Fa-f\s]+)|[^\\{}0-9A-Fa-f\s]+"
)
_ENDINGS: Final = {
    b"pngblip": "png",
    b"jpegblip": "jpg",
    b"emfblip": "emf",
    b"wmetafile": "wmf",
    b"macpict": "pict",
    b"dibitmap": "bmp",
    b"wbitmap": "bmp",
}
_TWIPS: Final = 1_440
#: pictures of one file that are looked at
_MOST: Final = 200
#: and groups, most of which hold a picture once more, and words and runs of one group
_MOST_GROUPS: Final = 2_000
_MOST_TOKENS: Final = 100_000
#: MS-WMF: what begins a bitmap file, before the header that the picture brings
_BITMAP: Final = b"BM"
_FILE_HEADER: Final = 14


def pictures(content: bytes) -> list[Picture]:
    """All of a document, in order."""
    found: list[Picture] = []
    at = 0
    for _ in range(_MOST_GROUPS):
        begin = _PICT.search(content, at)
        if begin is None or len(found) >= _MOST:
            break
        is_twin = _TWIN.search(content, max(begin.start() - 40, 0), begin.start()) is not None
        group = _Group(content, begin.end())
        at = max(group.end, begin.end())
        if group.data and not is_twin:
            found.append(group.picture(len(found) + 1))
    return found


class _Group:
    r"""One group `\pict` up to the brace that ends it."""

    def __init__(self, content: bytes, at: int) -> None:
        self.words: dict[bytes, int] = {}
        self.end = at
        pieces, binary = [], b""
        for word, number, digits, depth in self._tokens(content, at):
            if depth:
                continue
            if word == b"bin":
                binary += content[self.end - number : self.end]
            elif word:
                self.words.setdefault(word, number)
            pieces.append(digits)
        digits = b"".join(b"".join(pieces).split())
        self.data = binary or binascii.a2b_hex(digits[: len(digits) // 2 * 2])

    def _tokens(self, content: bytes, at: int) -> Iterator[tuple[bytes, int, bytes, int]]:
        depth = 0
        for _ in range(_MOST_TOKENS):
            found = _TOKEN.match(content, at)
            if found is None:
                break
            at = found.end()
            word, number = found[1] or b"", int(found[2] or 0)
            if found[3] == b"}" and not depth:
                break
            depth += (found[3] == b"{") - (found[3] == b"}")
            if word == b"bin":
                number = min(max(number, 0), len(content) - at)
                at += number
            self.end = at
            yield word, number, found[4] or b"", depth

    def picture(self, number: int) -> Picture:
        """The picture with a name after its kind."""
        ending = next((_ENDINGS[word] for word in self.words if word in _ENDINGS), "bin")
        data = self._bitmap() if b"dibitmap" in self.words else self.data
        return Picture(name=f"picture-{number}.{ending}", content=data, inches=self._inches())

    def _inches(self) -> tuple[float, float] | None:
        wide, high = self.words.get(b"picwgoal", 0), self.words.get(b"pichgoal", 0)
        across = self.words.get(b"picscalex", 100) or 100
        down = self.words.get(b"picscaley", 100) or 100
        sides = wide * across / 100 / _TWIPS, high * down / 100 / _TWIPS
        return sides if min(sides) > 0 else None

    def _bitmap(self) -> bytes:
        """A bitmap as the file that it is without its first bytes (BITMAPFILEHEADER)."""
        head = int.from_bytes(self.data[:4], "little")
        depth = int.from_bytes(self.data[14:16], "little")
        colours = int.from_bytes(self.data[32:36], "little") or (1 << depth if depth <= 8 else 0)  # noqa: PLR2004 - more bits have no table of colours
        start = (_FILE_HEADER + head + 4 * min(colours, 256)) & 0xFFFF_FFFF
        size = (_FILE_HEADER + len(self.data)) & 0xFFFF_FFFF
        sizes = size.to_bytes(4, "little") + bytes(4) + start.to_bytes(4, "little")
        return _BITMAP + sizes + self.data
