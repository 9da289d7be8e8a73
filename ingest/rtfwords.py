"""Rich Text Format as a stream of tokens, and its character sets (RTF specification 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.charset_names import codec_name

if TYPE_CHECKING:
    from collections.abc import Iterator

#: `\fcharset` -> code page
CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SIGNS: Final = {
    "par": "\n",
    "sect": "\n",
    "page": "\n",
    "line": "\n",
    "column": "\n",
    "softline": "\n",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
SYMBOLS: Final = {
    "~": "\u00a0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
    "\r": "\n",
    "\t": "\t",
}
_TOKEN: Final = re.compile(
    r"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])"
    r"|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control word with its number, a symbol, a brace, or text in the file's bytes."""

    word: str = ""
    number: int | None = None
    symbol: str = ""
    brace: str = ""
    #: characters 0 to 255, one a byte
    raw: str = ""


def tokens(content: bytes) -> Iterator[Token]:
    """All tokens in order; binary data is jumped over."""
    source = content.decode("latin-1")
    at = 0
    while (found := _TOKEN.match(source, at)) is not None:
        at = found.end()
        word, number, code, symbol, brace, raw = found.groups()
        if raw:
            yield Token(raw=raw)
        elif code:
            yield Token(raw=chr(int(code, 16)))
        elif brace:
            yield Token(brace=brace)
        elif word == "bin":
            at += max(int(number or 0), 0)
        elif word:
            yield Token(word=word, number=None if number is None else int(number))
        elif symbol:
            yield Token(symbol=symbol)


def decoded(raw: str, charset: str) -> str:
    """Bytes of a run in the charset of its font."""
    return raw if raw.isascii() else raw.encode("latin-1").decode(charset, "replace")


def joined(text: str) -> str:
    r"""Characters beyond the first plane, which `\u` writes as two, made one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def code_page(number: int | None) -> str:
    r"""Python's name for `\ansicpg`."""
    return codec_name(f"cp{number}") or "cp1252"
