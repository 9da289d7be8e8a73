"""Marked sentences of the training texts that lie nearest to a sentence: what a label looks like.

Only texts that ship with the program are ever shown, never a letter that somebody sent. The index
is made by `python -m nlp.training`; it holds no words, only where they stand.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp.model import FOLDER
from nlp.normalise import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nlp.encoder import Encoder, Vectors

FILE: Final = FOLDER / "neighbours.npz"
_WARM: Final = "two trainers"
#: rows that look nearest in the index, whose likeness is then measured exactly
_CANDIDATES: Final = 16


class Group(StrEnum):
    """What a sentence was marked for."""

    ACT = "act"
    AREA = "area"


#: field of a text -> what it marks
MARKS: Final = {Group.ACT: "act_marks", Group.AREA: "theme_marks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A marked sentence of the training texts."""

    #: id of its text
    text: str
    language: str
    quote: str
    #: what it was marked for
    labels: tuple[str, ...]
    #: cosine of both vectors; 1 for the same meaning
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """Coarse vectors of all marked sentences."""

    #: hash of the files of texts
    texts: str
    #: columns of the encoder x columns of the index
    projection: NDArray[np.float16]
    #: one for each marked sentence
    rows: NDArray[np.int8]
    #: number of its text, in the order of files and lines
    owners: NDArray[np.int32]
    #: its group, label, and number among the marks of the label
    places: NDArray[np.str_]

    def save(self, path: Path) -> None:
        """Write it."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            **{name: getattr(self, name) for name in Index.__slots__},
        )


def read_index(path: Path = FILE) -> Index:
    """Read what training has written."""
    with np.load(path, allow_pickle=False) as packed:
        arrays: dict[str, Any] = {name: packed[name] for name in Index.__slots__}
    return Index(**{**arrays, "texts": str(arrays["texts"])})


def lines_of(folder: Path) -> list[bytes]:
    """The texts of a folder, each as its line, in the order of files and lines."""
    return [
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_bytes().split(b"\n")
        if line.strip()
    ]


def fingerprint_of(lines: Iterable[bytes]) -> str:
    """Hash of texts in their order."""
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


class Neighbours:
    """Looks up marked sentences; loaded at first use."""

    def __init__(self, folder: Path, encoder: Encoder, path: Path = FILE) -> None:
        """Take the folder of the texts, the encoder that the index was made with, the index."""
        self._folder, self._encoder, self._path = folder, encoder, path

    def warm(self) -> None:
        """Load everything now.

        Raises:
            StaleIndexError: the texts are not those that the index was made of.

        """
        self._encoder.encode([_WARM])
        _ = self._index

    @cached_property
    def _lines(self) -> list[bytes]:
        return lines_of(self._folder)

    @cached_property
    def _index(self) -> Index:
        index = read_index(self._path)
        if index.texts != fingerprint_of(self._lines):
            raise StaleIndexError
        return index

    def nearest(self, quotes: Sequence[str], group: Group, most: int) -> list[list[Neighbour]]:
        """For each quote the marked sentences of one group that are most like it.

        Raises:
            StaleIndexError: the texts are not those that the index was made of.

        """
        chosen = np.flatnonzero(self._index.places[:, 0] == group)
        vectors = self._encoder.encode([plain(quote) for quote in quotes])
        projected = vectors @ self._index.projection.astype(np.float32)
        near = projected @ self._index.rows[chosen].T.astype(np.float32)
        found = [chosen[np.argsort(-line)[:_CANDIDATES]] for line in near]
        known = {int(row): self._marked(int(row)) for rows in found for row in rows}
        encoded = self._encoder.encode([plain(quote) for _, quote in known.values()])
        exact = dict(zip(known, encoded, strict=True))
        return [
            self._best(vector, [int(row) for row in rows], known, exact)[:most]
            for vector, rows in zip(vectors, found, strict=True)
        ]

    def _marked(self, row: int) -> tuple[dict[str, Any], str]:
        text = json.loads(self._lines[self._index.owners[row]])
        group, label, number = self._index.places[row]
        return text, text[MARKS[Group(group)]][label][int(number)]

    def _best(
        self,
        vector: Vectors,
        rows: Sequence[int],
        known: dict[int, tuple[dict[str, Any], str]],
        exact: dict[int, Vectors],
    ) -> list[Neighbour]:
        """Best first; one sentence that bears several labels is one neighbour."""
        labels: dict[str, list[str]] = {}
        for row in rows:
            labels.setdefault(known[row][1], []).append(str(self._index.places[row][1]))
        best: dict[str, Neighbour] = {}
        for row in rows:
            text, quote = known[row]
            best[quote] = Neighbour(
                text=text["id"],
                language=text["lang"],
                quote=quote,
                labels=tuple(dict.fromkeys(labels[quote])),
                likeness=float(vector @ exact[row]),
            )
        return sorted(best.values(), key=lambda one: -one.likeness)


class StaleIndexError(LookupError):
    """The index was made of other texts."""

    def __init__(self) -> None:
        super().__init__(
            "the index of training sentences is not of the texts that are here: "
            "run python -m nlp.training"
        )
