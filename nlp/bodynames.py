"""Reads the names of bodies in a text: where one begins, where it ends, what sort of body it is.

The words are data (`bodynames.toml`); which of several bodies writes is told elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.words import Word

_LONGEST = 140
_LONGEST_GAP = 5
_ENDS = (".", "!", "?", "؟")
#: words of a name in a line of its own, and in running text
_MOST_WORDS = 18
_MOST_TAIL = 14
#: capitalised words before the noun: `National Refugee Eligibility Committee`
_MOST_FRONT = 5
_MOST_FRONT_IN_TEXT = 4
#: parts of a line: name, function, town ...
_PARTS = re.compile(r"\s+[-–—/|•]\s+|[|:;\t•]|\s{3,}|[,،]\s+|\s*[()]\s*")
_COMMA = re.compile(r"[,،]\s+")
_AND = re.compile(r"\s(?:and|y|e|et|и)\s", re.IGNORECASE)
_CONJUNCTIONS = frozenset({"and", "y", "e", "et", "и"})
#: a name goes on in the next line where this one is so full
_FULL_LINE = 55
_OPENING = re.compile(r"[\s>«\"“*_#.)\]-]*(?:(?i:the|la|le|les|el|los|o|a|os)\s+|[lL]['’]\s?)?")
_CLOSING = re.compile(r"[\s,.;:*_>-]+$")
_HYPHENS = re.compile(r"[ \u00a0]{1,2}|['’]\s?|-|\n[ ]?|[ ]\n| [\"«“]|\. (?=[A-ZÀ-Ý])")
_ARABIC = ("\u0600", "\u06ff")
_ARABIC_TAIL = ("ال", "لل", "وال", "ولل", "بال")
_ARABIC_STOP = frozenset({"التي", "الذي", "الذين", "الان", "اليوم", "التالي", "الي", "الى"})
_RUSSIAN_TAIL = re.compile(r"(?:да|ии|ия|ых|их|ой|ого|ему|ому|ов|ев|ам|ям|ства|ел|ения|ан|ей|ции)$")
_RUSSIAN_FRONT = re.compile(r"(?:ая|ой|ый|ий|ое|ого|ому|ую|ую|ым|ее|ей)$")


def in_line(line: str, start: int) -> Iterator[tuple[int, int]]:
    """Names that fill a part of a line; `start` is added to the offsets."""
    if len(line) > _LONGEST or line.rstrip().endswith(_ENDS):
        return
    for low, high in _parts(line):
        opening = _OPENING.match(line, low, high)
        low_ = opening.end() if opening else low
        closing = _CLOSING.search(line, low_, high)
        end = closing.start() if closing and closing.end() == high else high
        low_ = _after_person(line, low_, end)
        row = words(line[low_:end])
        if 1 < len(row) <= _MOST_WORDS and _begins_name(row):
            yield start + low_, start + end


def in_text(text: str, row: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Names in running text, cut where the clause goes on."""
    for at, word in enumerate(row):
        if not is_head(word.key):
            continue
        first = at if _is_arabic(word) else _front(text, row, at)
        last = _tail(text, row, at)
        if last > first and (_is_arabic(word) or row[first].raw[0].isupper()):
            yield row[first].start, row[last].end


def short_names(row: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Bodies by their known capital letters."""
    return ((word.start, word.end) for word in row if _pattern("short").fullmatch(word.key))


def is_sort(name: str, sort: str) -> bool:
    """Whether a name has words of a table: asylum, inner, mission, ministry, addressee."""
    return _pattern(sort).search(" ".join(word.key for word in words(name))) is not None


@cache
def is_head(key: str) -> bool:
    """Whether a folded word is the noun that a body's name is built on."""
    bare = key.removeprefix("ال")
    return any(_pattern("body").fullmatch(one) is not None for one in {key, bare})


def _parts(line: str) -> Iterator[tuple[int, int]]:
    """Parts of a line; `Exteriores, Cooperación y Diáspora` stays together."""
    cuts = [0]
    for match in _PARTS.finditer(line):
        after = line[match.end() :]
        if _COMMA.fullmatch(match.group()) and _goes_on(after):
            continue
        cuts += [match.start(), match.end()]
    cuts.append(len(line))
    yield from zip(cuts[::2], cuts[1::2], strict=True)


def _goes_on(after: str) -> bool:
    row = words(after)
    return (
        bool(row)
        and len(row) <= _MOST_FRONT + 2
        and _AND.search(after) is not None
        and not any(is_head(word.key) for word in row)
    )


def _after_person(line: str, low: int, high: int) -> int:
    """Of `Head of the Asylum Unit` the place after `of`; of anything else where it begins."""
    row = words(line[low:high])
    if not row or _pattern("person").fullmatch(row[0].key) is None:
        return low
    for at, word in enumerate(row[1:_MOST_FRONT], 1):
        if is_head(word.key) and _is_link(row[at - 1].key):
            return low + word.start
    return low


def _begins_name(row: Sequence[Word]) -> bool:
    if _pattern("person").fullmatch(row[0].key):
        return False
    for word in row[: _MOST_FRONT + 1]:
        if is_head(word.key):
            return word.raw[0].isupper() or _is_arabic(word)
        if _is_arabic(word) != _is_arabic(row[0]):
            return False
        capital = word.raw[0].isupper() or _RUSSIAN_FRONT.search(word.key)
        if _is_arabic(word) or not (capital or word.key in _CONJUNCTIONS):
            return False
    return False


def _front(text: str, row: Sequence[Word], at: int) -> int:
    """First of the words that lead up to the noun: `National`, `Immigration and`."""
    first = at
    while first > 0 and at - first < _MOST_FRONT_IN_TEXT:
        step = 1
        if row[first - 1].key == "and" and first > 1 and not is_head(row[first - 2].key):
            step = 2
        before = row[first - step]
        gap = text[before.end : row[first].start]
        if len(gap) > _LONGEST_GAP or re.search(r"[^\w\s-]|\n|_", gap) or not _leads(before):
            break
        first -= step
    return first


def _leads(word: Word) -> bool:
    """A capitalised word, or a Russian adjective, that may stand before the noun."""
    if _is_opener(word.key) or _pattern("person").fullmatch(word.key):
        return False
    if "\u0400" <= word.key[:1] <= "\u04ff":
        return _RUSSIAN_FRONT.search(word.key) is not None
    return word.raw[0].isupper()


def _tail(text: str, row: Sequence[Word], at: int) -> int:
    """Last word of the name that begins before or at the noun."""
    last = at
    for here, after in pairwise(range(at, min(at + _MOST_TAIL, len(row)))):
        gap = text[row[here].end : row[after].start]
        if not _HYPHENS.fullmatch(gap) or not _belongs(row, here, after):
            break
        if "\n" in gap and _ends_line(text, row, here):
            break
        if row[after].key in _CONJUNCTIONS and _is_other_body(row, after):
            break
        if not _is_link(row[after].key):
            last = after
    return last


def _ends_line(text: str, row: Sequence[Word], here: int) -> bool:
    """A short line, or one before another body, does not run on."""
    width = row[here].end - text.rfind("\n", 0, row[here].end)
    return width < _FULL_LINE or is_head(row[here + 1].key)


def _is_other_body(row: Sequence[Word], conjunction: int) -> bool:
    return any(is_head(word.key) for word in row[conjunction + 1 : conjunction + 3])


def _belongs(row: Sequence[Word], here: int, after: int) -> bool:
    word, before = row[after], row[here]
    if _is_arabic(word):
        inside = word.raw.startswith(_ARABIC_TAIL) and word.key not in _ARABIC_STOP
        led = is_head(before.key) or _is_quality(before.key) or word.raw[0] in "لو"
        return inside or is_head(word.key) or (led and _is_quality(word.key))
    if word.raw[0].isupper():
        return _pattern("person").fullmatch(word.key) is None
    bare = _pattern("article").fullmatch(word.key) and word.raw not in {"à", "À"}
    if bare and not _is_link(before.key):
        return False
    if _is_link(word.key) or _is_quality(word.key):
        return True
    if "\u0400" <= word.key[:1] <= "\u04ff":
        return is_head(word.key) or _RUSSIAN_TAIL.search(word.key) is not None
    return _is_romance_link(before.key)


def _is_arabic(word: Word) -> bool:
    return _ARABIC[0] <= word.raw[0] <= _ARABIC[1]


@cache
def _is_link(key: str) -> bool:
    return _pattern("link").fullmatch(key) is not None


@cache
def _is_romance_link(key: str) -> bool:
    """Small words after which a name may go on in lower case."""
    keys = {fold(word) for tongue in ("fr", "es", "pt") for word in _table()["link"][tongue]}
    return key in keys - {"a", "e", "en", "et", "para", "pour", "y"}


@cache
def _is_quality(key: str) -> bool:
    return _pattern("quality").fullmatch(key) is not None


@cache
def _is_opener(key: str) -> bool:
    return _pattern("opener").fullmatch(key) is not None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = files("nlp").joinpath("bodynames.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _pattern(sort: str) -> re.Pattern[str]:
    found = {phrase for row in _table()[sort].values() for phrase in row}
    rows = sorted((_phrase(phrase) for phrase in found), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(rows)})(?!\S)")


def _phrase(phrase: str) -> str:
    keys = (" ".join(word.key for word in words(part)) for part in phrase.split("*"))
    return r"\S*".join(re.escape(key) for key in keys)
