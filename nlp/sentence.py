"""One sentence at its place in a passage; how sentences are cut lives elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.reading import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A run of one passage: `passages[passage].text[start:end] == text`."""

    passage: int
    start: int
    end: int
    text: str
    role: Role
