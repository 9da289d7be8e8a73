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

#: the longest text that is read of one part or file, in characters
MAX_CHARACTERS: Final = 2_000_000

#: text encodings of Python that are no character sets; punycode is quadratic as well
_NOT_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
)
#: names seen in mails that Python does not know by themselves
_ALIASES: Final = {
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "unknown",
    "x-sjis": "cp932",
    "koi8": "koi8_r",
    "arabic": "iso8859-6",
    "cp-1251": "cp1251",
    "cp-1252": "cp1252",
    "cp-1256": "cp1256",
}
#: what browsers read these as; the first is a subset of the second but for control characters
_SUPERSETS: Final = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030"}
_GUESSES: Final = [
    *("cp1252", "cp1251", "cp1256", "koi8_r", "cp866", "iso8859_5", "iso8859_6", "iso8859_15"),
    *("mac_cyrillic", "mac_roman"),
]
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


def clean(text: str) -> str:
    """LF line ends and no character that cannot be stored."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def decode(data: bytes, declared: str | None = None, *, limit: int = MAX_CHARACTERS) -> Decoded:
    """Text of these bytes, whatever they are, at most `limit` characters; never raises."""
    whole = len(data)
    data = _head(data, 4 * limit)
    decoded = _decoded(data, declared)
    text = clean(decoded.text)
    cut = len(data) < whole or len(text) > limit
    return replace(decoded, text=text[:limit], cut=cut)


def _decoded(data: bytes, declared: str | None) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(text=data.decode(name, "replace"))
    codec = codec_name(declared)
    text = _by_declaration(data, codec)
    if declared and codec is None and (text is None or not data.isascii()):
        text = _guessed(data)[0] if text is None else text
        return Decoded(text=text, problem="unknown_charset", charset=_printable(declared))
    if text is not None:
        return Decoded(text=text)
    text, name = _guessed(data)
    return Decoded(text=text, problem="charset_guessed", charset=name)


def _head(data: bytes, size: int) -> bytes:
    """The first bytes, cut where no character of several bytes is torn."""
    if len(data) <= size:
        return data
    end = max(data.rfind(b"\n", size - 4096, size), data.rfind(b" ", size - 4096, size))
    return data[: end + 1 if end > 0 else size]


def codec_name(declared: str | None) -> str | None:
    """Python's name of a declared charset, None where it is none."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    # rot13, zlib and their like are codecs, but not of text
    is_text = getattr(info, "_is_text_encoding", True)
    is_charset = info.name.replace("-", "_") not in _NOT_CHARSETS
    return info.name if is_text and is_charset else None


def _by_declaration(data: bytes, codec: str | None) -> str | None:
    """The text if UTF-8 or the declared charset fit without a doubt.

    UTF-8 is tried first: text of another charset is hardly ever valid UTF-8 by chance, and
    programs that declare one charset and send UTF-8 are common.
    """
    if codec is None or not codec.startswith(("utf", "iso2022", "hz")):
        utf8 = None if _wide(data[:_SAMPLE]) else _strictly(data, "utf-8")
        if utf8 is not None:
            return utf8
    return None if codec is None else _strictly(data, _SUPERSETS.get(codec, codec))


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
    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES).best()
    name = "cp1252" if best is None else best.encoding
    return data.decode(name, "replace"), name


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
