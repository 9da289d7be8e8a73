"""Whether a hyphen at the end of a line belongs to the word or only divides it.

Pure: words in, an answer out. The words that have a hyphen of their own are in hyphens.toml.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATA: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("hyphens.toml").read_text(encoding="utf-8")
)
_HEADS: Final = frozenset(_DATA["heads"])
_TAILS: Final = frozenset(_DATA["tails"])
_WORD: Final = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")


def words(lines: Iterable[str]) -> frozenset[str]:
    """The words of a page in small letters, those with hyphens whole."""
    return frozenset(_WORD.findall("\n".join(lines).casefold().replace("\u2010", "-")))


def may_go_on(head: str, tail: str) -> bool:
    """Whether the line may go on a word at all: letters after letters, figures after figures."""
    before = head.rstrip("-\u2010\u2013\u00ad")[-1:]
    return (before.isalpha() and tail[0].isalpha()) or (before.isdigit() and tail[0].isdigit())


def belongs(head: str, tail: str, known: frozenset[str]) -> bool:
    """Whether `head-tail` is written with its hyphen.

    Args:
        head: what stands before the hyphen, without it.
        tail: the first word of the next line.
        known: the words of the page, as `words` gives them.

    """
    before, after = _WORD.findall(head.casefold()), _WORD.findall(tail.casefold())
    if not before or not after or not head[-1].isalpha():
        return True
    if f"{before[-1]}-{after[0]}" in known:
        return True
    if before[-1] + after[0] in known:
        return False
    if tail[0].isupper() and not head.isupper():
        return True
    return before[-1].split("-")[-1] in _HEADS or after[0].split("-")[0] in _TAILS
