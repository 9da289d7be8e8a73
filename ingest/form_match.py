"""Words of the blank form found again: after other programs, a printer, a scanner, recognition.

Compared are letters and digits alone, without case, accents, spaces and the Arabic alef, which
PDFs may put behind the letter that follows it; and not to the letter, because a scan gives some
wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from nlp.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.form_printed import PrintedForm

#: share of letters that agree
_ALIKE: Final = 0.82
#: the same for a heading without its number
_CLOSELY: Final = 0.88
#: letters under which only the same is alike
_SHORT: Final = 8
#: letters with which a printed sentence is known, where a line breaks it
_BEGINNING: Final = 12
#: share of letters that agree in a long sentence, and with how many it is long
_ROUGHLY: Final = 0.7
_LONG: Final = 20
#: letters more or less that still pass for none
_FEW: Final = 2
#: characters of a line that are looked at; nothing that is printed is as long
_LONGEST: Final = 600
_ALEF: Final = "ا"
_NUMBER: Final = re.compile(r"[\W_]*(\d{1,2})(?=[\W_])[\W_]*")
_NUMBER_BEHIND: Final = re.compile(r"(?<![\W_])[\W_]+(\d{1,2})[\W_]*$")
#: between a heading and what is written on its line
_BETWEEN: Final = re.compile(r"^[\s:.،؛;?؟!_\-–—]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the form on a line."""

    #: of the question, from 0
    step: int
    #: where what follows it on its line begins
    end: int
    is_numbered: bool
    #: nothing else stands on its line
    is_alone: bool

    @property
    def weight(self) -> tuple[bool, bool]:
        """Of several lines that look like one heading, the one that weighs most is meant."""
        return self.is_numbered, self.is_alone


def bare(text: str) -> tuple[str, tuple[int, ...]]:
    """Letters and digits, folded, and where each stands; of a long text those it begins with."""
    return _bare(text[:_LONGEST])


@lru_cache(maxsize=1024)
def _bare(text: str) -> tuple[str, tuple[int, ...]]:
    found = [
        (sign, at)
        for at, one in enumerate(text)
        for sign in fold(one)
        if sign.isalnum() and sign != _ALEF
    ]
    return "".join(sign for sign, _ in found), tuple(at for _, at in found)


def is_alike(one: str, other: str, least: float = _ALIKE) -> bool:
    """Whether two runs of bare letters are the same but for a few."""
    return alikeness(one, other, least) >= least


def alikeness(one: str, other: str, least: float = _ALIKE) -> float:
    """Share of letters that agree, in their order; 0 where it is surely less than `least`."""
    if one == other:
        return float(bool(one))
    if min(len(one), len(other)) < _SHORT:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def number_of(line: str) -> int | None:
    """The number that a line begins with."""
    found = _NUMBER.match(line)
    return int(found[1]) if found else None


def heading(line: str, form: PrintedForm) -> Heading | None:
    """The heading that a line begins with, by its words; its number alone says nothing."""
    number = _NUMBER.match(line)
    if number is not None:
        found = _begun(line[number.end() :], form)
        if found is not None:
            step, end = found
            rest = line[number.end() + end :]
            end = len(line) - len(_BETWEEN.sub("", rest, count=1))
            is_alone = len(bare(line[end:])[0]) <= _FEW
            is_numbered = int(number[1]) == step + 1
            # a list in an answer may begin like another heading
            return (
                Heading(step=step, end=end, is_numbered=is_numbered, is_alone=is_alone)
                if is_numbered or is_alone
                else None
            )
    if len(line) > _LONGEST:
        return None
    behind = _NUMBER_BEHIND.search(line.rstrip())
    letters, _ = bare(line[: behind.start()] if behind else line)
    for step, one in enumerate(form.steps):
        wanted, _ = bare(one.heading)
        if abs(len(letters) - len(wanted)) <= _FEW and is_alike(letters, wanted, _CLOSELY):
            is_numbered = behind is not None and int(behind[1]) == step + 1
            return Heading(step=step, end=len(line), is_numbered=is_numbered, is_alone=True)
    return None


def _begun(text: str, form: PrintedForm) -> tuple[int, int] | None:
    """The longest heading that a text begins with, and where it ends there."""
    letters, places = bare(text)
    ends = []
    for step, one in enumerate(form.steps):
        wanted, _ = bare(one.heading)
        length = min(len(wanted), len(letters))
        if length < len(wanted) - _FEW or not is_alike(letters[:length], wanted):
            continue
        end = places[length - 1] + 1
        is_whole = end == len(text) or not text[end].isalnum()
        if is_whole or letters[:length] != wanted:
            ends.append((letters[:length] == wanted, length, step, end))
    return max(ends)[2:] if ends else None


def label_end(line: str, label: str) -> int | None:
    """Where a label that a line begins with ends; None where it begins otherwise."""
    letters, places = bare(line)
    wanted, _ = bare(label)
    if len(letters) < len(wanted) - _FEW or not is_alike(letters[: len(wanted)], wanted):
        return None
    return places[min(len(wanted), len(letters)) - 1] + 1


def spans_of(label: str, text: str) -> tuple[int, int] | None:
    """Where a label stands in a text, wherever lines break it."""
    letters, places = bare(text)
    wanted, _ = bare(label)
    at = letters.find(wanted)
    if at < 0:
        starts = range(max(len(letters) - len(wanted), 0) + 1)
        alike = [(alikeness(letters[n : n + len(wanted)], wanted), -n) for n in starts]
        best, at = max(alike)
        at = -at if best >= _ALIKE else -1
    if at < 0 or not letters:
        return None
    return places[at], places[min(at + len(wanted), len(letters)) - 1] + 1


class Sentences:
    """What is printed beside headings, taken away line by line, wherever lines break it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._printed = [letters for letters, _ in map(bare, sentences)]
        #: which of them, and where in it the next line goes on
        self._open: tuple[int, int] | None = None

    def end(self, line: str) -> tuple[int, int | None]:
        """Where a sentence that is printed ends on a line, and which it is; 0 for none."""
        letters, places = bare(line)
        for number, start in self._candidates():
            wanted = self._printed[number][start:]
            length = min(len(letters), len(wanted))
            if start == 0 and length < min(_BEGINNING, len(wanted)):
                continue
            least = _ROUGHLY if length >= _LONG else _ALIKE
            if not is_alike(letters[:length], wanted[:length], least):
                if start == 0 and self._is_end(letters, wanted):
                    self._open = None
                    return len(line), number
                continue
            rest = start + length
            is_over = rest >= len(self._printed[number]) - _FEW
            self._open = None if is_over else (number, rest)
            end = len(line) if len(letters) - length <= _FEW else places[length - 1] + 1
            return end, number
        if letters:
            self._open = None
        return 0, None

    @staticmethod
    def _is_end(letters: str, wanted: str) -> bool:
        """Whether the beginning was lost on a scan."""
        is_long = _LONG <= len(letters) <= len(wanted)
        return is_long and is_alike(letters, wanted[-len(letters) :], _ROUGHLY)

    def forget(self) -> None:
        """The next line goes on with nothing."""
        self._open = None

    def _candidates(self) -> Iterator[tuple[int, int]]:
        if self._open is not None:
            yield self._open
        yield from ((number, 0) for number in range(len(self._printed)))
