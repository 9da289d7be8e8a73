"""Characters at their places on a page, put together to lines and paragraphs of text.

No PDF library here: `pdf` brings the characters in the order of its text layer. Lines that hold
Arabic are put into the order of reading by `arabic`.
"""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ingest import arabic, columns, hyphens, paragraphs, runs
from ingest.glyph import ARABIC, HYPHEN, Glyph, Spot
from ingest.paragraphs import Extent
from ingest.placed import Placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.runs import Run

#: ligatures of Latin and presentation forms of Arabic: looks of letters, not letters
_LOOKS: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_BREAK: Final = frozenset("\r\n")
#: bullets of symbol fonts, which have no letter of their own
_BULLETS: Final = re.compile(r"(?<!\S)[\uf020-\uf0ff](?!\S)")
#: what cannot be taken over character by character; two blanks neither
_SIGNS: Final = "[\ufffe\u00ad\u0640\uf020-\uf0ff\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\t\xa0]"
_SIGN: Final = re.compile(_SIGNS)
_SPECIAL: Final = re.compile(f"{_SIGNS}|  ")
_WORD: Final = re.compile(r"\S+")
_DIVIDED: Final = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$|\d[-\u2010\u2013]$")
#: one of which ends what that finds
_HYPHENS: Final = ("-", "\u2010", "\u00ad", "\u2013")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page with its box and the places of its words."""

    text: str
    y0: float
    y1: float
    spots: tuple[Spot, ...] = ()
    #: its last word goes on in the next line
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where its words stand, in its order. A divided word has a spot for each half."""

    text: str = ""
    spots: tuple[Spot, ...] = ()

    @staticmethod
    def of(pieces: Iterable[Text], between: str) -> Text:
        """Pieces one after the other; empty ones are left out."""
        out: list[str] = []
        spots: list[Spot] = []
        at = 0
        for piece in pieces:
            if not piece.text:
                continue
            if out:
                out.append(between)
                at += len(between)
            spots += shifted(piece.spots, at)
            out.append(piece.text)
            at += len(piece.text)
        return Text("".join(out), tuple(spots))


def shifted(spots: Iterable[Spot], by: int) -> list[Spot]:
    """The same places in a text that begins so many characters earlier."""
    if not by:
        return list(spots)
    new = tuple.__new__
    return [new(Spot, (start + by, end + by, *box)) for start, end, *box in spots]


def compose(glyphs: Sequence[Glyph]) -> Text:
    """The text: lines as they are set, an empty line between paragraphs, words not hyphenated."""
    return join(lines(glyphs))


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines in reading order."""
    if isinstance(glyphs, Placed) and not ARABIC.search(glyphs.text):
        found = runs.measured(glyphs, _SIGN)
        if found is not None:
            return [line for run in found if (line := _of_run(glyphs, run)).text]
    pieces = columns.parted(_pieces(glyphs))
    if ARABIC.search("".join([glyph.char for glyph in glyphs])):
        pieces = arabic.in_order(pieces)
    return [line for piece in pieces if (line := _line(piece)).text]


def join(found: Sequence[Line]) -> Text:
    """Lines to text, with an empty line where a paragraph begins."""
    if not found:
        return Text()
    begins = paragraphs.begin([_extent(line) for line in found])
    known = hyphens.words(line.text for line in found)
    out = [found[0].text]
    spots = list(found[0].spots)
    at = len(out[0])
    for (above, below), is_new in zip(itertools.pairwise(found), begins, strict=True):
        if (left := _left_of_hyphen(out[-1], above, below, known)) is not None:
            out[-1] = out[-1][:left] if left < 0 else out[-1]
            at += min(left, 0)
            spots = _cut(spots, at)
        else:
            out.append("\n\n" if is_new else "\n")
            at += len(out[-1])
        spots += shifted(below.spots, at)
        out.append(below.text)
        at += len(below.text)
    return Text("".join(out), tuple(spots))


def normalise(text: str) -> str:
    """Letters instead of their looks; soft hyphens and stretched Arabic lines go."""
    text = text.replace(HYPHEN, "").replace("\u00ad", "").replace("\u0640", "")
    text = _BULLETS.sub("\u2022", text)
    return _LOOKS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


@lru_cache(maxsize=4_096)
def _letters_of(char: str) -> str:
    return normalise(char)


def is_arabic(text: str) -> bool:
    """Whether most of its letters are Arabic."""
    letters = sum(map(str.isalpha, text))
    return letters > 0 and len(ARABIC.findall(text)) * 2 > letters


def dehyphenate(text: str) -> str:
    """Join words that a line end divides, where both halves are letters and the second is small."""
    return re.sub(r"(?<=[^\W\d_]{2})[-\u2010\u00ad]\n(?=[^\W\d_])(\S)", _rejoined, text)


def _rejoined(found: re.Match[str]) -> str:
    return found[1] if found[1].islower() else found[0]


def _left_of_hyphen(written: str, above: Line, below: Line, known: frozenset[str]) -> int | None:
    """How much of a line goes where its last word goes on below: -1, or 0; None if it does not.

    The hyphen goes, or stays if it belongs to the word.
    """
    is_divided = above.goes_on or (written.endswith(_HYPHENS) and _DIVIDED.search(written))
    if not is_divided or not below.text:
        return None
    head, tail = written.rsplit(maxsplit=1)[-1], below.text.split()[0]
    if above.y0 == below.y0 or not (above.goes_on or hyphens.may_go_on(head, tail)):
        return None
    return 0 if hyphens.belongs(head.rstrip("-\u2010\u00ad"), tail, known) else -1


def _cut(spots: list[Spot], end: int) -> list[Spot]:
    """Places in a text that now ends here."""
    if spots and spots[-1].end > end:
        last = spots.pop()
        if last.start < end:
            spots.append(last._replace(end=end))
    return spots


def _pieces(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Runs between breaks; a sign of a hyphen ends one as well, and stands at its end."""
    pieces: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.char in _BREAK:
            if pieces[-1]:
                pieces.append([])
        else:
            pieces[-1].append(glyph)
            if glyph.char == HYPHEN:
                pieces.append([])
    return pieces


def _of_run(page: Placed, run: Run) -> Line:
    """A line as measured with all others, or else letter by letter."""
    if run.spots is None:
        return _line(page.part(run.start, run.end))
    return Line(page.text[run.start : run.end].strip(), run.y0, run.y1, run.spots)


def _line(piece: Sequence[Glyph]) -> Line:
    goes_on = bool(piece) and piece[-1].char in {HYPHEN, "\u00ad"}
    if goes_on:
        piece = [*piece[:-1], piece[-1]._replace(char="-")]
    words = "".join([glyph.char for glyph in piece])
    if _SPECIAL.search(words):
        piece = _normalised(piece, words)
        words = "".join([glyph.char for glyph in piece])
    text = words.strip()
    boxes = [glyph for glyph in piece if glyph.y1 > glyph.y0 and not glyph.char.isspace()]
    if not boxes:
        return Line(text, 0.0, 0.0)
    return Line(
        text,
        statistics.median([glyph.y0 for glyph in boxes]),
        statistics.median([glyph.y1 for glyph in boxes]),
        tuple(_spots(piece, words)),
        goes_on,
    )


def _normalised(piece: Sequence[Glyph], words: str) -> list[Glyph]:
    """Characters as `normalise` makes them, one blank between words, each with its box."""
    bullets = {found.start() for found in _BULLETS.finditer(words)}
    out: list[Glyph] = []
    for at, glyph in enumerate(piece):
        if glyph.char in " \t\xa0":
            if out and out[-1].char != " ":
                out.append(glyph._replace(char=" "))
            continue
        shown = "\u2022" if at in bullets else _letters_of(glyph.char)
        if shown == glyph.char:
            out.append(glyph)
        else:
            # a ligature gives several letters, which share its box
            out += [glyph._replace(char=char) for char in shown]
    return out


def _spots(piece: Sequence[Glyph], words: str) -> Iterable[Spot]:
    """The places of a line's words; `words` are the characters of the piece, before stripping."""
    begin = len(words) - len(words.lstrip())
    for found in _WORD.finditer(words):
        start, end = found.span()
        _, x0, y0, x1, y1 = zip(*piece[start:end], strict=True)
        if min(y1) > min(y0):
            yield Spot(start - begin, end - begin, min(x0), min(y0), max(x1), max(y1))
        elif boxes := [glyph for glyph in piece[start:end] if glyph.y1 > glyph.y0]:
            _, x0, y0, x1, y1 = zip(*boxes, strict=True)
            yield Spot(start - begin, end - begin, min(x0), min(y0), max(x1), max(y1))


def _extent(line: Line) -> Extent:
    """Where a line begins and ends; its height is that of most of its letters."""
    spots = line.spots or (Spot(0, 0, 0.0, 0.0, 0.0, 0.0),)
    left, right = min([spot.x0 for spot in spots]), max([spot.x1 for spot in spots])
    return Extent(line.text, left, line.y0, right, line.y1, spots[0].x1 - spots[0].x0)
