"""The thematic areas as their data file has them; how they are found in a text lives elsewhere."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

#: the languages that every area, criterion and cue is written in
LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One thematic area in the words of people."""

    id: str
    #: L, I, P, D or X, as the data file explains
    parent: str
    #: language -> one or two sentences
    definition: dict[str, str]
    #: language -> words and phrases
    terms: dict[str, tuple[str, ...]]

    def descriptions(self) -> tuple[str, ...]:
        """Definitions and terms of all languages, to compare sentences with."""
        return (
            *self.definition.values(),
            *(term for terms in self.terms.values() for term in terms),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All areas of one version, in the order of the file."""

    version: str
    areas: tuple[Area, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(area.id for area in self.areas)


@cache
def taxonomy() -> Taxonomy:
    """Read the data file once."""
    path = Path(__file__).with_name("taxonomy.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    areas = tuple(
        Area(
            id=area["id"],
            parent=area["parent"],
            definition=area["definition"],
            terms={language: tuple(terms) for language, terms in area["terms"].items()},
        )
        for area in data["areas"]
    )
    return Taxonomy(version=data["version"], areas=areas)
