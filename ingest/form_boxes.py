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
#: letters that people type into a box or before its words, the Cyrillic one among them, and what
#: recognition makes of a box with a cross
_CROSS: Final = re.compile(r"[\W\dIJUijlu]{0,2}[xхXХ&]\s*[\W\dIJUijlu]{0,2}")
#: what stands before words: a box, a cross, nothing
_BEFORE: Final = re.compile(r"(\S{0,4}|[\[(|]\s*\S?\s*[\])|])\s*$")
#: characters before words among which their box stands
_NEAR: Final = 12
_ALEFS: Final = "اأإآ"
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


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


def ticked(text: str, step: PrintedStep, *, many: bool, is_scan: bool = False) -> Ticked:
    """What was ticked, as far as it is plain: two where one is asked for are none.

    Of a scan the whole line is shown beside it: not every tick can be recognised.
    """
    found = sorted(_choices(text, step), key=lambda one: one.start)
    free = _free(text, found)
    chosen = [one for one in found if one.is_ticked]
    if len(found) == 1 and not free and not text[: found[0].start].strip():
        # the others were deleted
        chosen = found if not found[0].is_empty else []
    codes = {one.code for one in chosen} if many or len(chosen) == 1 else set()
    said = "" if found or many else _yes_or_no(text, step)
    if said:
        return Ticked(chosen=(said,), spans=((0, len(text)),))
    spans = sorted([*((one.start, one.end) for one in chosen), *free])
    if (chosen and is_scan) or (not chosen and _TICKS & set(text)):
        spans = [(0, len(text))]
    order = [code for code, _ in step.choices]
    return Ticked(chosen=tuple(code for code in order if code in codes), spans=tuple(spans))


def _choices(text: str, step: PrintedStep) -> list[_Choice]:
    found = []
    for code, words in step.choices:
        span = spans_of(words, text)
        if span is None:
            continue
        start, end = span
        # what is compared has no alef; a PDF may put one before the word that it belongs into
        start -= len(text[:start]) - len(text[:start].rstrip(_ALEFS))
        before = _BEFORE.search(text[max(start - _NEAR, 0) : start])
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
