r"""The HTML page that a mail program wrapped in RTF (MS-OXRTFEX 2.1).

`\htmltag` groups hold its markup, what lies outside of `\htmlrtf` is its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ingest import rtfwords
from ingest.rtfwords import CHARSETS

_PASSED: Final = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "pntext", "mhtmltag"}
)
_FONT: Final = re.compile(rb"\\f(\d{1,5})\b[^{};]{0,200}?\\fcharset(\d{1,3})")
_MAX_DEPTH: Final = 2_000
#: the sign of such a file stands among its first words
_HEAD: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What holds within a pair of braces."""

    in_tag: bool = False
    passed: bool = False
    in_rtf: bool = False
    font: int = 0
    skip: int = 1

    @property
    def is_shown(self) -> bool:
        return not self.passed and (self.in_tag or not self.in_rtf)

    def after(self, word: str, number: int | None, *, starred: bool) -> _State:
        """The state after a control word."""
        if word == "htmltag":
            return replace(self, in_tag=True)
        if word in _PASSED or starred:
            return replace(self, passed=True)
        if word == "htmlrtf":
            return replace(self, in_rtf=number != 0)
        if word == "f":
            return replace(self, font=number or 0)
        if word == "uc":
            return replace(self, skip=min(max(number or 0, 0), 16))
        return self


def is_wrapped(content: bytes) -> bool:
    """Whether this RTF is a page of HTML in disguise."""
    return re.search(rb"\\fromhtml1?\b", content[:_HEAD]) is not None


def unwrapped(content: bytes) -> str:
    """Source of the page."""
    unwrapper = _Unwrapper(content)
    for token in rtfwords.tokens(content):
        if token.raw:
            unwrapper.raw(token.raw)
        elif token.brace:
            unwrapper.brace(token.brace)
        elif token.symbol:
            unwrapper.symbol(token.symbol)
        elif token.word:
            unwrapper.word(token.word, token.number)
    return unwrapper.source()


class _Unwrapper:
    def __init__(self, content: bytes) -> None:
        self._charsets = {int(n): CHARSETS.get(int(kind), "") for n, kind in _FONT.findall(content)}
        self._usual = "cp1252"
        self._state = _State()
        self._stack: list[_State] = []
        self._raw = ""
        self._swallow = 0
        self._starred = False
        self._out: list[str] = []

    def raw(self, raw: str) -> None:
        kept = raw[self._swallow :]
        self._swallow = max(self._swallow - len(raw), 0)
        self._raw += kept if self._state.is_shown else ""

    def brace(self, brace: str) -> None:
        self._flush()
        if brace == "{" and len(self._stack) < _MAX_DEPTH:
            self._stack.append(self._state)
        elif brace == "}" and self._stack:
            self._state = self._stack.pop()

    def symbol(self, symbol: str) -> None:
        self._flush()
        self._starred = symbol == "*"
        if self._state.is_shown:
            self._out.append(rtfwords.SYMBOLS.get(symbol, ""))

    def word(self, word: str, number: int | None) -> None:
        self._flush()
        if word == "u" and number is not None:
            self._swallow = self._state.skip
            self._out.append(chr(number % 65_536) if self._state.is_shown else "")
        else:
            self._swallow = 0
            if word == "ansicpg":
                self._usual = rtfwords.code_page(number)
            self._state = self._state.after(word, number, starred=self._starred)
            self._out.append(rtfwords.SIGNS.get(word, "") if self._state.is_shown else "")
        self._starred = False

    def source(self) -> str:
        self._flush()
        return rtfwords.joined("".join(self._out))

    def _flush(self) -> None:
        if self._raw:
            charset = self._charsets.get(self._state.font) or self._usual
            self._out.append(rtfwords.decoded(self._raw, charset))
            self._raw = ""
