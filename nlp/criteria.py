"""The criteria for a request as their data file has them; how they are found lives elsewhere."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.reading import CriterionStatus

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion in the words of people."""

    id: str
    #: must, should or may
    force: str
    #: what it is when nothing shows it
    absent: CriterionStatus
    #: parts that, when found, make an absent criterion one that is asked for
    asked_when: tuple[str, ...]
    #: areas; a request about nothing else need not show it
    exempt: tuple[str, ...]
    #: each has evidence of its own
    parts: tuple[str, ...]
    #: language -> one sentence
    definition: dict[str, str]

    def standing(self, *, parts: Collection[str], areas: Collection[str]) -> CriterionStatus:
        """How it stands in a text that does not show it.

        Args:
            parts: names of parts that the text shows.
            areas: what the request is about.

        """
        if areas and set(areas) <= set(self.exempt):
            return CriterionStatus.NOT_APPLICABLE
        if set(self.asked_when) & set(parts):
            return CriterionStatus.NOT_EVIDENCED
        return self.absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """All criteria of one version, in the order of the file."""

    version: str
    all: tuple[Criterion, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(criterion.id for criterion in self.all)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts in order."""
        return tuple(part for criterion in self.all for part in criterion.parts)


@cache
def criteria() -> Criteria:
    """Read the data file once."""
    path = Path(__file__).with_name("criteria.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Criteria(
        version=data["version"],
        all=tuple(
            Criterion(
                id=one["id"],
                force=one["force"],
                absent=CriterionStatus(one["absent"]),
                asked_when=tuple(one.get("asked_when", ())),
                exempt=tuple(one["exempt"]),
                parts=tuple(one["parts"]),
                definition=one["definition"],
            )
            for one in data["criteria"]
        ),
    )
