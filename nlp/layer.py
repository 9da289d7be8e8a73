"""The learned layer: what lessons of officers add to the scores of the shipped reader.

It speaks only of messages that are like a lesson; far from all of them it adds nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from nlp.linear import Floats

#: the likeness of two messages is the cosine between them to this power: of two letters of one
#: manner (.7) there is left .24, of two that have nothing to do with each other (.3) .01
_SHARPNESS: Final = 4
_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """Numbers only, a row for each lesson; no word of a letter is in them."""

    #: the usual message: columns
    mean: Floats
    #: lessons x columns, each of length one
    rows: Floats
    #: how much a lesson pulls a message that is like it: lessons x kinds, lessons x areas
    kinds: Floats
    areas: Floats

    def on_kinds(self, whole: Floats) -> Floats:
        """What is added to the score of each kind.

        Args:
            whole: the vector of a message, or one row for each of several.

        """
        added: Floats = likeness(directions(whole, self.mean), self.rows) @ self.kinds
        return added

    def on_areas(self, whole: Floats) -> Floats:
        """What is added to the score of each area; otherwise the same."""
        added: Floats = likeness(directions(whole, self.mean), self.rows) @ self.areas
        return added

    def without(self, ids: Sequence[str], gone: Container[str]) -> Layer:
        """The same without the rows of some lessons.

        Args:
            ids: of the lessons, in the order of the rows.
            gone: those to leave out.

        """
        kept = np.array([one not in gone for one in ids], dtype=bool)
        return replace(self, rows=self.rows[kept], kinds=self.kinds[kept], areas=self.areas[kept])


def directions(whole: Floats, mean: Floats) -> Floats:
    """Where messages lie as seen from the usual one, all at the same distance."""
    away = whole - mean
    length = np.linalg.norm(away, axis=-1, keepdims=True)
    found: Floats = away / np.maximum(length, _TINY)
    return found


def likeness(some: Floats, others: Floats) -> Floats:
    """How like each of some directions is to each of others."""
    alike: Floats = (some @ others.T) ** _SHARPNESS
    return alike


def kept(layer: Layer) -> dict[str, Any]:
    """The arrays as they are written: half precision is enough for directions."""
    narrow = {"rows": np.float16}
    return {
        one.name: getattr(layer, one.name).astype(narrow.get(one.name, np.float32))
        for one in fields(Layer)
    }


def layer_of(arrays: Mapping[str, Any]) -> Layer:
    """The layer again.

    Raises:
        KeyError: an array is missing.

    """
    return Layer(**{one.name: arrays[one.name].astype(np.float64) for one in fields(Layer)})


def fingerprint(layer: Layer) -> str:
    """Hash of the numbers as they are written, not of a file."""
    digest = hashlib.sha256()
    for name, array in sorted(kept(layer).items()):
        digest.update(f"{name} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
