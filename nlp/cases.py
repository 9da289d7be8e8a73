"""A labelled text beside what was read of it, and the arithmetic that all scores share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.reading import DRAFT_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.reading import Passage, Reading
    from nlp.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled text, what was read of it, and the passages that it was read from."""

    record: Record
    reading: Reading
    passages: Sequence[Passage]


def share(answers: Iterable[bool]) -> float | None:
    """How many of the answers are yes; None where nobody was asked."""
    given = list(answers)
    return sum(given) / len(given) if given else None


def f1(right: int, said: int, true: int) -> float | None:
    """Harmonic mean of precision and recall; None where neither said nor true."""
    return 2 * right / (said + true) if said + true else None


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of the values that there are."""
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None


def wanted(case: Case) -> set[Kind]:
    """Kinds of drafts that an officer would open."""
    return set(case.record.kinds) & set(DRAFT_KINDS)


def is_one_of_two(case: Case) -> bool:
    """Exactly one of request and offer: the texts that facts are scored on."""
    return len({Kind.REQUEST, Kind.OFFER} & set(case.record.kinds)) == 1
