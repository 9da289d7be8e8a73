"""Bytes to text: declared character sets, mends for wrong ones, and the guess for unknown ones.

The one door of charset-normalizer. Line ends become LF, and characters that no database and
no card can hold (NUL, other controls, lone surrogates) go.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Final

import charset_normalizer

from ingest import alphabet, mojibake
from ingest.charset_names import codec_name

#: the longest text that is read of one part or file, in characters
MAX_CHARACTERS: Final = 2_000_000

#: what browsers read these as; the first is a subset of the second but for control characters
_SUPERSETS: Final = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030"}
_GUESSES: Final = [
    *("cp1252", "cp1251", "cp1256", "koi8_r", "cp866", "iso8859_5", "iso8859_6", "iso8859_15"),
    *("mac_cyrillic", "mac_roman"),
]
#: charsets in whose text no byte is zero
_NARROW: Final = frozenset({"utf-8", "ascii"})
_LATIN_GUESSES: Final = ["cp1252", "mac_roman"]
_RUN: Final = re.compile(rb"[\x80-\xff]{3}")
_SAMPLE: Final = 32_768
#: of Latin, Cyrillic and Arabic letters in UTF-16
_HIGH_BYTES: Final = (0, 4, 6)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and how sure its characters are."""

    text: str
    #: `unknown_charset`, `charset_guessed` or None
    problem: str | None = None
    #: the charset that the problem speaks of
    charset: str = ""
    #: the text was longer than the limit
    cut: bool = False
    #: letters that were garbled on the way were put right
    was_garbled: bool = False


def clean(text: str) -> str:
    """LF line ends and no character that cannot be stored."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def decode(
    data: bytes,
    declared: str | None = None,
    *,
    limit: int = MAX_CHARACTERS,
    mend: bool = False,
) -> Decoded:
    """Text of these bytes, whatever they are, at most `limit` characters; never raises.

    Args:
        data: in any charset.
        declared: its charset as the sender says.
        limit: more is cut off.
        mend: put letters right that were garbled before they were sent, which `was_garbled` tells.

    """
    whole = len(data)
    data = _head(data, 4 * limit)
    decoded = _decoded(data, declared)
    # before controls go: some of them are pieces of garbled letters
    mended = mojibake.mend(decoded.text[:limit]) if mend else None
    text = clean(mended.text if mended else decoded.text)
    return replace(
        decoded,
        text=text[:limit],
        cut=len(data) < whole or len(decoded.text) > limit,
        was_garbled=mended is not None and mended.was_garbled,
    )


def _decoded(data: bytes, declared: str | None) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(text=data.decode(name, "replace"))
    codec = codec_name(declared)
    wide = _wide(data[:_SAMPLE]) if codec in _NARROW else None
    if wide is not None:
        return Decoded(text=data.decode(wide, "replace"), problem="charset_guessed", charset=wide)
    text, used = _by_declaration(data, codec)
    if declared and codec is None and (text is None or not data.isascii()):
        text = _guessed(data)[0] if text is None else text
        return Decoded(text=text, problem="unknown_charset", charset=_printable(declared))
    if text is not None:
        return _other(data, text, used) or Decoded(text=text)
    text, name = _guessed(data)
    return Decoded(text=text, problem="charset_guessed", charset=name)


def _head(data: bytes, size: int) -> bytes:
    """The first bytes, cut where no character of several bytes is torn."""
    if len(data) <= size:
        return data
    end = max(data.rfind(b"\n", size - 4096, size), data.rfind(b" ", size - 4096, size))
    return data[: end + 1 if end > 0 else size]


def _by_declaration(data: bytes, codec: str | None) -> tuple[str | None, str]:
    """The text if UTF-8 or the declared charset fit without a doubt, and which of them it was.

    UTF-8 is tried first: text of another charset is hardly ever valid UTF-8 by chance, and
    programs that declare one charset and send UTF-8 are common.
    """
    if codec is None or not codec.startswith(("utf", "iso2022", "hz")):
        utf8 = None if _wide(data[:_SAMPLE]) else _strictly(data, "utf-8")
        if utf8 is not None:
            return utf8, "utf-8"
    if codec is None:
        return None, ""
    used = _SUPERSETS.get(codec, codec)
    return _strictly(data, used), used


def _other(data: bytes, text: str, codec: str) -> Decoded | None:
    """The text in another charset, where in the declared one it is nothing that people write."""
    name = alphabet.cyrillic(data, codec)
    if name is not None:
        return Decoded(text=data.decode(name, "replace"), problem="charset_guessed", charset=name)
    if not alphabet.is_other(text, codec):
        return None
    text, name = _guessed(data)
    return None if name == codec else Decoded(text=text, problem="charset_guessed", charset=name)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _guessed(data: bytes) -> tuple[str, str]:
    wide = _wide(data[:_SAMPLE])
    if wide is not None:
        return data.decode(wide, "replace"), wide
    # a few broken bytes in a UTF-8 text are damage, not another charset
    utf8 = data.decode("utf-8", "replace")
    if utf8.count("\ufffd") * 50 < sum(ch > "\x7f" for ch in utf8[:_SAMPLE]):
        return utf8, "utf-8"
    # words in other alphabets than ours have three letters in a row somewhere
    among = _GUESSES if _RUN.search(data, 0, _SAMPLE) else _LATIN_GUESSES
    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=among).best()
    name = "cp1252" if best is None else best.encoding
    if name == "mac_cyrillic" and _has_windows_capitals(data[:_SAMPLE]):
        name = "cp1251"
    return data.decode(name, "replace"), name


def _has_windows_capitals(sample: bytes) -> bool:
    """The two differ in where the capitals stand; small letters have the same places."""
    return sum(0xC0 <= one <= 0xDF for one in sample) >= sum(0x80 <= one <= 0x9F for one in sample)  # noqa: PLR2004 - the places


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark shows in one high byte that comes again and again."""
    half = len(sample) // 2
    if half < 4:  # noqa: PLR2004 - too short to tell
        return None
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        if any(high.count(block) > half * 0.6 for block in _HIGH_BYTES):
            return codec
    return None


def _printable(name: str) -> str:
    return "".join(ch for ch in name[:40] if ch.isascii() and ch.isprintable())
