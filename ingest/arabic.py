"""Lines with Arabic put into the order of reading by where their letters stand on the page.

Programs write Arabic into PDFs in many orders: as read, as seen, letter by letter from the left.
The places of the letters are the same in all of them. Reordering undoes the Unicode
Bidirectional Algorithm (UAX 9), rules W2 to W7 and N1 to N2, for a line by itself.
"""

from __future__ import annotations

import itertools
import re
import statistics
from typing import TYPE_CHECKING, Final

from ingest.glyph import ARABIC, HYPHEN, Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

#: vowel marks: set as glyphs of their own, they tear a line of the text layer apart
_MARKS: Final = frozenset(map(chr, (*range(0x64B, 0x653), 0x670)))
_DIGIT: Final = frozenset(
    "0123456789\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"
) | frozenset(map(chr, range(0x6F0, 0x6FA)))
#: one of these between two numbers makes them one number
_SEPARATORS: Final = frozenset(".,:/\xa0\u060c\u066b\u066c")
_MIRROR: Final = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING: Final = frozenset("([{«")
_CLOSING: Final = frozenset(")]}»")
#: a line of figures with a stop before it
_STOP: Final = re.compile(r"([.,:;!\u060c\u061b\u061f]+)\d[\d./:,%-]*$")
#: the middle width of Arabic letters is this share of the size of the type
_USUAL_WIDTH: Final = 0.41
#: gaps between words, as shares of the size of the type: where a blank was written, and where not
_GAP_OF_BLANK: Final = 0.08
_GAP_OF_WORDS: Final = 0.2
#: a gap that sets columns apart
_GAP_OF_COLUMNS: Final = 2.0


def in_order(pieces: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Runs of glyphs in the order of their content to lines in the order of reading.

    Runs of one line are put together, columns of other scripts beside it set apart; vowel marks go.
    """
    page = _is_mostly_arabic([glyph for piece in pieces for glyph in piece])
    out: list[list[Glyph]] = []
    group: list[list[Glyph]] = []
    #: the letters of the group, and whether it has Arabic
    theirs: list[Glyph] = []
    has_arabic = False
    for piece in pieces:
        ours, is_arabic = _letters(piece), _has_arabic(piece)
        if group and not ((has_arabic or is_arabic) and _beside(theirs, ours)):
            out += _ordered(group, theirs, page_to_left=page)
            group, theirs, has_arabic = [], [], False
        group.append(piece)
        theirs += ours
        has_arabic = has_arabic or is_arabic
    return out + _ordered(group, theirs, page_to_left=page)


def _beside(theirs: Sequence[Glyph], ours: Sequence[Glyph]) -> bool:
    """Whether the letters of a run stand on the line of those before it, near them."""
    if not ours or not theirs:
        return True
    low, high = _level(theirs)
    if not low < sum(_level(ours)) / 2 < high:
        return False
    gap = max(
        min(g.x0 for g in ours) - max(g.x1 for g in theirs),
        min(g.x0 for g in theirs) - max(g.x1 for g in ours),
    )
    return gap < _GAP_OF_COLUMNS * _size(theirs)


def _level(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    return (statistics.median(g.y0 for g in glyphs), statistics.median(g.y1 for g in glyphs))


def _has_arabic(glyphs: Sequence[Glyph]) -> bool:
    return ARABIC.search("".join([glyph.char for glyph in glyphs])) is not None


def _letters(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [
        glyph
        for glyph in glyphs
        for char, _, y0, _, y1 in (glyph,)
        if y1 > y0 and char not in _MARKS and not char.isspace()
    ]


def _size(glyphs: Sequence[Glyph]) -> float:
    """About the size of the type in points, which the boxes of glyphs do not tell."""
    letters = [g for g in glyphs if ARABIC.match(g.char)] or glyphs
    return max(statistics.median(g.x1 - g.x0 for g in letters) / _USUAL_WIDTH, 1.0)


def _ordered(
    group: Sequence[list[Glyph]], letters: Sequence[Glyph], *, page_to_left: bool
) -> list[list[Glyph]]:
    if not any(map(_has_arabic, group)):
        return [_from_right(piece) for piece in group] if page_to_left else list(group)
    glyphs = [glyph for piece in group for glyph in piece]
    seen = _as_seen(letters)
    goes_on = glyphs[-1].char == HYPHEN
    if not seen:
        return [glyphs]
    size = _size(seen)
    blanks = [glyph for glyph in glyphs if glyph.char.isspace()]
    torn = any(glyph.char in _MARKS for glyph in glyphs)
    lines = [
        _logical(
            _with_blanks(part, [] if torn else blanks, size),
            to_left=_has_arabic(part) and (page_to_left or _is_mostly_arabic(part)),
        )
        for part in _columns(seen, size)
    ]
    if goes_on:
        lines[-1].append(Glyph(HYPHEN))
    return lines


def stop_before_figures(line: str) -> int:
    """How many characters of a line of figures alone are the stop that is seen at its left.

    In a paragraph of Arabic that is its end.
    """
    found = _STOP.match(line)
    return len(found[1]) if found else 0


def _from_right(piece: list[Glyph]) -> list[Glyph]:
    """A line without Arabic in Arabic: one of figures has its stop where it is read."""
    bare = [glyph for glyph in piece if not glyph.char.isspace()]
    stop = stop_before_figures("".join([glyph.char for glyph in piece]).strip())
    return [*bare[stop:], *bare[:stop]] if stop else piece


def _as_seen(letters: Sequence[Glyph]) -> list[Glyph]:
    """Letters from left to right; the letters of one ligature in the order that goes with that."""
    found = [glyph for glyph in letters if glyph.char != HYPHEN]
    steps = list(itertools.pairwise([glyph.x0 for glyph in found]))
    if sum(after < before for before, after in steps) > sum(a < b for a, b in steps):
        found.reverse()
    # those at one place stay in their order
    return sorted(found, key=_doubled_middle)


def _doubled_middle(glyph: Glyph) -> float:
    _, x0, _, x1, _ = glyph
    return round(x0 + x1, 1)


def _columns(seen: Sequence[Glyph], size: float) -> list[list[Glyph]]:
    """Parts that a wide gap and another script set apart: a line of each of two languages."""
    parts = [[seen[0]]]
    for before, after in itertools.pairwise(seen):
        if after.x0 - before.x1 > _GAP_OF_COLUMNS * size:
            parts.append([])
        parts[-1].append(after)
    if len({_is_mostly_arabic(part) for part in parts}) == 1:
        return [list(seen)]
    return parts


def _is_mostly_arabic(glyphs: Sequence[Glyph]) -> bool:
    text = "".join([glyph.char for glyph in glyphs])
    return len(ARABIC.findall(text)) * 2 > sum(map(str.isalpha, text))


def _with_blanks(seen: Sequence[Glyph], blanks: Sequence[Glyph], size: float) -> list[Glyph]:
    """Blanks where the page shows a gap; those that were written count for narrow gaps."""
    middles = sorted((blank.x0 + blank.x1) / 2 for blank in blanks if blank.x1 or blank.y1)
    out = [seen[0]]
    at, reach = 0, seen[0].x1
    for glyph in seen[1:]:
        gap = glyph.x0 - reach
        while at < len(middles) and middles[at] < reach - 0.1:
            at += 1
        written = at < len(middles) and middles[at] < glyph.x0 + 0.1
        if gap > (_GAP_OF_BLANK if written else _GAP_OF_WORDS) * size:
            out.append(Glyph(" "))
        out.append(glyph)
        reach = max(reach, glyph.x1)
    return out


def _logical(seen: Sequence[Glyph], *, to_left: bool) -> list[Glyph]:
    """A line as seen from the left to the line as read, in a paragraph of this direction."""
    kinds = [_kind(glyph.char) for glyph in seen]
    same = _kept(seen, kinds) if to_left else [kind != "R" for kind in _filled(kinds)]
    runs = [
        [glyph for _, glyph in run]
        for _, run in itertools.groupby(zip(same, seen, strict=True), lambda one: one[0])
    ]
    keeps = [keep for keep, _ in itertools.groupby(same)]
    out: list[Glyph] = []
    if not to_left:
        for keep, run in zip(keeps, runs, strict=True):
            out += run if keep else _logical(run, to_left=True)
        return out
    for keep, run in zip(reversed(keeps), reversed(runs), strict=True):
        out += run if keep else run[::-1]
    return _brackets(
        out, [keep for keep, run in zip(reversed(keeps), reversed(runs), strict=True) for _ in run]
    )


def _kind(char: str) -> str:
    if char in _DIGIT:
        return "N"
    if ARABIC.match(char):
        return "R"
    return "L" if char.isalpha() else "O"


def _kept(seen: Sequence[Glyph], kinds: Sequence[str]) -> list[bool]:
    """Which characters of a line of Arabic are read from the left: numbers, words of other scripts.

    What stands between two of them does so as well where it is one separator inside a number
    (W4), or anything beside a word of another script (W7, N1).
    """
    same = [kind in "LN" for kind in kinds]
    last: int | None = None
    latin = False
    for at, kind in enumerate(kinds):
        if kind == "R":
            last, latin = None, False
        elif kind in "LN":
            if last is not None and at - last > 1:
                joined = latin or kind == "L"
                joined = joined or (at - last == 2 and seen[at - 1].char in _SEPARATORS)  # noqa: PLR2004 - one between
                same[last + 1 : at] = [joined] * (at - last - 1)
                latin = latin and joined
            last, latin = at, latin or kind == "L"
    return same


def _filled(kinds: Sequence[str]) -> list[str]:
    """Kinds of a line of another script: what stands between Arabic words belongs to them."""
    out = list(kinds)
    last: int | None = None
    for at, kind in enumerate(kinds):
        if kind == "L":
            last = None
        elif kind == "R":
            if last is not None:
                out[last:at] = ["R"] * (at - last)
            last = at
    return out


def _brackets(line: list[Glyph], keeps: Sequence[bool]) -> list[Glyph]:
    """Brackets as they are meant: the page shows their mirror images, and programs write either."""
    out = list(line)
    for at, glyph in enumerate(line):
        if keeps[at] or glyph.char not in _OPENING | _CLOSING:
            continue
        after_gap = at == 0 or line[at - 1].char.isspace()
        before_gap = at + 1 == len(line) or not (line[at + 1].char.isalnum())
        opens = glyph.char in _OPENING
        if (after_gap and not before_gap and not opens) or (before_gap and not after_gap and opens):
            out[at] = glyph._replace(char=glyph.char.translate(_MIRROR))
    return out
