"""Names of charsets as mails write them, to Python's names.

The registered names (IANA) are Python's own matter; here are those that programs misspell.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

#: text encodings of Python that are no character sets; punycode is quadratic as well
_NOT_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
)
#: names seen in mails that nothing below explains
_ALIASES: Final = {
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-sjis": "cp932",
    "koi8": "koi8_r",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "arabic": "iso8859-6",
    "x-x-big5": "big5",
    "chinese-simplified": "gb18030",
}
_FORMS: Final = (
    # such as win-1251, windows1251, x-cp1251, IBM-866, x-windows-949
    (re.compile(r"(?:x-)?(?:windows|win|cp|ms|ibm|dos)[-_ ]?(\d{3,5})"), r"cp\1"),
    # iso-8859-8-i (RFC 1556: logical order, which is ours), iso-8859-1-windows-latin-1
    (re.compile(r"(?:x-)?iso[-_ ]?8859[-_ ]?(\d{1,2})(?:[-_ :].*)?"), r"iso8859-\1"),
    (re.compile(r"latin[-_ ](\d{1,2})"), r"latin\1"),
    # with something behind the name: "utf-8 (Unicode)"
    (re.compile(r"([a-z0-9_-]+)[ (;,].*"), r"\1"),
)
#: more are no name
_MAX_NAME: Final = 60


def codec_name(declared: str | None) -> str | None:
    """Python's name of a declared charset, None where it is none."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").strip().lower()[:_MAX_NAME]
    known = _known(_ALIASES.get(name, name))
    if known is not None:
        return known
    for form, codec in _FORMS:
        if form.fullmatch(name):
            known = _known(form.sub(codec, name))
            if known is not None:
                return known
    return None


def _known(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # rot13, zlib and their like are codecs, but not of text
    is_text = getattr(info, "_is_text_encoding", True)
    is_charset = info.name.replace("-", "_") not in _NOT_CHARSETS
    return info.name if is_text and is_charset else None
