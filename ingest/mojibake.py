"""Text whose UTF-8 was read in another charset on its way, put right. The one door of ftfy.

ftfy knows the charsets of the West, of Windows for Cyrillic and their mixtures; the others that the
senders of ours use are tried whole, line by line: text of theirs is never valid UTF-8 by chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import ftfy
import ftfy.badness

_OTHERS: Final = ("cp1251", "cp1256", "koi8-r", "cp866", "cp850")
#: letters of no language that writes to us: then it was no UTF-8 after all
_STRANGE: Final = re.compile(
    "[^\x00-\x7f\xa0-\u017f\u0300-\u045f\u0590-\u06ff\u2000-\u27bf\ufe0f\ufeff\U0001f000-\U0001faff]"
)
_BEYOND: Final = re.compile("[^\x00-\x7f]")
#: lines, and long ones in pieces that end between words
_PIECES: Final = re.compile(
    r"[^\n]{0,5000}\n|[^\n]{1,5000}\Z|[^\n]{1,5000}(?<=[ \t])|[^\n]{1,5000}"
)
_TIMES: Final = 4
#: signs beyond ASCII that a line needs to be looked at in the other charsets
_FEW: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A text, and whether something was put right in it."""

    text: str
    was_garbled: bool


def mend(text: str) -> Mended:
    """The text with garbled lines put right, all others as they are."""
    if _BEYOND.search(text) is None:
        return Mended(text=text, was_garbled=False)
    lines = _lines(text)
    # the way of the lines that show it is the way of the short ones too
    ways = tuple(dict.fromkeys(way for line in lines for way in _ways(line, _OTHERS, _FEW)[:1]))
    mended = "".join(_line(line, ways) for line in lines)
    return Mended(text=mended, was_garbled=mended != text)


def _lines(text: str) -> list[str]:
    return _PIECES.findall(text)


def _line(line: str, ways: tuple[str, ...]) -> str:
    if _BEYOND.search(line) is None:
        return line
    for _ in range(_TIMES):
        better = _once(line, ways)
        if better == line:
            return line
        line = better
    return line


def _once(line: str, ways: tuple[str, ...]) -> str:
    for charset in _ways(line, ways, 1) or _ways(line, _OTHERS, _FEW):
        return line.encode(charset).decode("utf-8")
    return ftfy.fix_encoding(line) if ftfy.badness.is_bad(line) else line


def _ways(line: str, charsets: tuple[str, ...], few: int) -> list[str]:
    """Charsets in which the line is UTF-8 of a language that writes to us."""
    if len(_BEYOND.findall(line)) < few:
        return []
    return [charset for charset in charsets if _is_garbled(line, charset)]


def _is_garbled(line: str, charset: str) -> bool:
    try:
        return _STRANGE.search(line.encode(charset).decode("utf-8")) is None
    except UnicodeError:
        return False
