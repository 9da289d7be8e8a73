"""What was ticked on a form: boxes before their words, or words alone where the others went."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.form_match import bare, spans_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.form_printed import PrintedStep

EMPTY: Final = "☐"
_TICKS: Final = frozenset("☑☒✓✔✗✘✕✖×■▣⊠🗹🗷")
_BOXES: Final = frozenset("☐□▢○❏❑⬜▯")
#: letters that people type into a box or before its words, the Cyrillic one among them
_CROSS: Final = re.compile(r"[\[(|]?\s*[xхXХ]\s*[\])|]?")
#: what stands before words: a box, a cross, nothing
_BEFORE: Final = re.compile(r"(\S{0,4}|[\[(|]\s*\S?\s*[\])|])\s*$")
_WORD: Final = re.compile(r"[^\W\d_]{3,}|\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What an answer with boxes says."""

    #: codes, in the order of the form
    chosen: tuple[str, ...]
    #: what of the text says so, and what was written beside the boxes
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    code: str
    start: int
    end: int
    is_ticked: bool
    #: an empty box stands before it
    is_empty: bool


def ticked(text: str, step: PrintedStep, *, many: bool) -> Ticked:
    """What was ticked, as far as it is plain: two where one is asked for are none."""
    found = sorted(_choices(text, step), key=lambda one: one.start)
    chosen = [one for one in found if one.is_ticked]
    if not chosen and len(found) == 1 and not found[0].is_empty:
        # the others were deleted
        chosen = found
    is_plain = many or len(chosen) == 1
    free = _free(text, found)
    spans = sorted([*((one.start, one.end) for one in chosen), *free])
    codes = {one.code for one in chosen} if is_plain else set()
    if not found and not many:
        codes = {_yes_or_no(text, step)}
    order = [code for code, _ in step.choices]
    return Ticked(chosen=tuple(code for code in order if code in codes), spans=tuple(spans))


def _choices(text: str, step: PrintedStep) -> list[_Choice]:
    found = []
    for code, words in step.choices:
        span = spans_of(words, text)
        if span is None:
            continue
        start, end = span
        before = _BEFORE.search(text[:start])
        mark = before[0] if before else ""
        is_ticked = bool(_TICKS & set(mark)) or bool(_CROSS.fullmatch(mark.strip()))
        is_empty = not is_ticked and bool(_BOXES & set(mark))
        if is_ticked or is_empty:
            start -= len(mark)
            start += len(mark) - len(mark.lstrip())
        found.append(_Choice(code, start, end, is_ticked, is_empty))
    return found


def _free(text: str, found: Sequence[_Choice]) -> list[tuple[int, int]]:
    """What was written beside the choices, if it has a word."""
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(text)]
    return [
        (start, end)
        for start, end in zip(ends, starts, strict=True)
        if start < end and _WORD.search(text[start:end])
    ]


def _yes_or_no(text: str, step: PrintedStep) -> str:
    """The code of a bare yes or no, in any language; empty where it is neither."""
    said, _ = bare(text)
    yes, no = step.choices[0][0], step.choices[-1][0]
    return yes if said in _words("yes") else no if said in _words("no") else ""


@cache
def _words(which: str) -> frozenset[str]:
    path = Path(__file__).with_name("form.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(bare(word)[0] for words in data[which].values() for word in words)
