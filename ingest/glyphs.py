"""Characters at their places on a page, put together to lines and paragraphs of text.

No PDF library here: `pdf` brings the characters in the order of its text layer.
"""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: ligatures of Latin and presentation forms of Arabic: looks of letters, not letters
_LOOKS: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
#: vowel marks: set as glyphs of their own, they tear a line of the text layer apart
_MARKS: Final = re.compile("[\u064b-\u0652\u0670]")
_BREAK: Final = frozenset("\r\n")
#: bullets of symbol fonts, which have no letter of their own
_BULLETS: Final = re.compile(r"(?<!\S)[\uf020-\uf0ff](?!\S)")
#: pdfium's sign for a hyphen at the end of a line whose word goes on
_HYPHEN: Final = "\ufffe"
#: a gap between lines, or another size of type, by this factor begins a paragraph
_GAP: Final = 1.22
_SIZE: Final = 1.15


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box in points, y upwards; line breaks have empty boxes."""

    char: str
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page with its box."""

    text: str
    y0: float
    y1: float


def compose(glyphs: Sequence[Glyph]) -> str:
    """The text: lines as they are set, an empty line between paragraphs, words not hyphenated."""
    return join(lines(glyphs))


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines in reading order."""
    pieces = _pieces(glyphs)
    if any(_MARKS.match(glyph.char) for glyph in glyphs):
        pieces = _mended(pieces)
    return [line for piece in pieces if (line := _line(piece)).text]


def join(found: Sequence[Line]) -> str:
    """Lines to text, with an empty line where a paragraph begins."""
    if not found:
        return ""
    steps = [above.y0 - below.y0 for above, below in itertools.pairwise(found)]
    # where most paragraphs have one line, the median step is the one between paragraphs
    down = sorted(step for step in steps if step > 0) or [0.0]
    usual = down[len(down) // 4]
    out = [found[0].text]
    for (above, below), step in zip(itertools.pairwise(found), steps, strict=True):
        out.append("\n\n" if _is_apart(above, below, step, usual) else "\n")
        out.append(below.text)
    return "".join(out)


def normalise(text: str) -> str:
    """Letters instead of their looks; soft hyphens and stretched Arabic lines go."""
    text = text.replace(_HYPHEN, "").replace("\u00ad", "").replace("\u0640", "")
    text = _BULLETS.sub("\u2022", text)
    return _LOOKS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def is_arabic(text: str) -> bool:
    """Whether most of its letters are Arabic."""
    letters = sum(map(str.isalpha, text))
    return letters > 0 and len(_ARABIC.findall(text)) * 2 > letters


def dehyphenate(text: str) -> str:
    """Join words that a line end divides, where both halves are letters and the second is small."""
    return re.sub(r"(?<=[^\W\d_]{2})[-\u2010\u00ad]\n(?=[^\W\d_])(\S)", _rejoined, text)


def _rejoined(found: re.Match[str]) -> str:
    return found[1] if found[1].islower() else found[0]


def _pieces(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char in _BREAK:
            if pieces[-1]:
                pieces.append([])
        else:
            pieces[-1].append(glyph)
    return pieces


def _line(piece: Sequence[Glyph]) -> Line:
    words = normalise("".join(glyph.char for glyph in piece))
    boxes = [glyph for glyph in piece if glyph.y1 > glyph.y0 and not glyph.char.isspace()]
    if not boxes:
        return Line(words.strip(), 0.0, 0.0)
    return Line(
        re.sub(r"[ \t\xa0]+", " ", words).strip(),
        statistics.median(glyph.y0 for glyph in boxes),
        statistics.median(glyph.y1 for glyph in boxes),
    )


def _is_apart(above: Line, below: Line, step: float, usual: float) -> bool:
    heights = sorted((above.y1 - above.y0, below.y1 - below.y0))
    if heights[0] <= 0:
        return False
    if heights[1] > heights[0] * _SIZE:
        return True
    # a step upwards is the next column, mostly in the middle of a sentence
    return step > max(usual, 0.8 * heights[0]) * _GAP


def _mended(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put lines together again that vowel marks tore apart; the marks themselves go."""
    out: list[list[Glyph]] = []
    group: list[list[Glyph]] = []
    for piece in pieces:
        if group and not _beside(group, piece):
            out += _regrouped(group)
            group = []
        group.append(piece)
    return out + _regrouped(group)


def _beside(group: list[list[Glyph]], piece: list[Glyph]) -> bool:
    """Whether a piece stands on the line of the pieces before it, and one of them is torn."""
    if not (_is_torn(piece) or any(map(_is_torn, group))):
        return False
    ours = [glyph for glyph in piece if _stands(glyph)]
    theirs = [glyph for one in group for glyph in one if _stands(glyph)]
    if not ours or not theirs:
        return True
    middle = statistics.median((glyph.y0 + glyph.y1) / 2 for glyph in ours)
    return (
        statistics.median(g.y0 for g in theirs) < middle < statistics.median(g.y1 for g in theirs)
    )


def _is_torn(piece: Sequence[Glyph]) -> bool:
    return any(_MARKS.match(glyph.char) for glyph in piece)


def _stands(glyph: Glyph) -> bool:
    return glyph.y1 > glyph.y0 and not glyph.char.isspace() and not _MARKS.match(glyph.char)


def _regrouped(group: list[list[Glyph]]) -> list[list[Glyph]]:
    if not any(map(_is_torn, group)):
        return group
    words = _right_to_left(_words([glyph for piece in group for glyph in [*piece, Glyph("\n")]]))
    joined = list(words[0]) if words else []
    for before, word in itertools.pairwise(words):
        joined += word if _touch(before, word) else [Glyph(" "), *word]
    return [joined]


def _touch(before: Sequence[Glyph], after: Sequence[Glyph]) -> bool:
    """Whether two words on a line are one: a full stop, or the rest of a word that was torn."""
    gap = min(g.x0 for g in before) - max(g.x1 for g in after)
    size = max(g.y1 - g.y0 for g in after)
    punctuation = not any(g.char.isalnum() for g in after)
    return abs(gap) < (0.25 if punctuation else 0.05) * size


def _words(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Words by spaces and breaks; a mark is only a break where the next letter is elsewhere."""
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char.isspace():
            words.append([])
        elif not _MARKS.match(glyph.char):
            if words[-1] and not _adjacent(words[-1][-1], glyph):
                words.append([])
            words[-1].append(glyph)
    return [word for word in words if word]


def _adjacent(before: Glyph, after: Glyph) -> bool:
    if not after.char.isalnum():
        return True
    gap = max(after.x0 - before.x1, before.x0 - after.x1)
    return gap < 0.15 * max(after.y1 - after.y0, 1.0)


def _right_to_left(words: list[list[Glyph]]) -> list[list[Glyph]]:
    """Order of reading of a line of Arabic; Latin words and numbers keep their own order."""
    by_place = sorted(words, key=lambda word: -max(glyph.x1 for glyph in word))
    out: list[list[Glyph]] = []
    foreign: list[list[Glyph]] = []
    for word in by_place:
        if any(_ARABIC.match(glyph.char) for glyph in word):
            out += [*reversed(foreign), word]
            foreign = []
        else:
            foreign.append(word)
    return out + foreign[::-1]
