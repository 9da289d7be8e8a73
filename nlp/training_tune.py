"""Cuts chosen on held-out folds: where a score counts as a yes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.areas import taken
from nlp.kind import first
from nlp.reading import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.linear import Bools, Floats

    #: shifts of all kinds, and the one that is moved
    _Moved = tuple[Floats, int]

_STEPS: Final = 80
#: how much more it counts that a true area is found than that a said one is true
_FOUND_COUNTS: Final = 1.2
#: held-out yeses that a cut of one label is pulled towards the common cut by
_PULL: Final = 15.0


def f1(truth: Floats, said: Floats) -> float:
    """Twice what is right over what is true and what is said; 0 where there is neither."""
    right = float((truth * said).sum())
    total = float(truth.sum() + said.sum())
    return 2 * right / total if total else 0.0


def macro_f1(truth: Floats, said: Floats) -> float:
    """Mean over the labels that are present."""
    present = [i for i in range(truth.shape[1]) if truth[:, i].any()]
    return float(np.mean([f1(truth[:, i], said[:, i]) for i in present]))


def best_cut(truth: Floats, scores: Floats) -> float:
    """The cut with the best F1 over all cells together."""
    tries = np.quantile(scores[truth > 0], np.linspace(0.02, 0.98, _STEPS))
    return float(max(tries, key=lambda cut: f1(truth, (scores > cut).astype(float))))


def area_cut(truth: Floats, scores: Floats) -> float:
    """The cut of areas, of all cells together; what is found counts more than what is said.

    An area too much costs an officer a press, one that is missing a reading of the whole letter.
    """
    tries = np.quantile(scores[truth > 0], np.linspace(0.02, 0.98, _STEPS))
    return float(max(tries, key=lambda cut: _weighed_f1(truth, taken(scores, float(cut)))))


def _weighed_f1(truth: Floats, said: Bools) -> float:
    """F-beta (van Rijsbergen): recall counts beta times as much as precision."""
    right, squared = float((truth * said).sum()), _FOUND_COUNTS**2
    total = squared * float(truth.sum()) + float(said.sum())
    return (1 + squared) * right / total if total else 0.0


def label_cuts(truth: Floats, scores: Floats) -> Floats:
    """A cut for each label, pulled towards the common one where there are few examples."""
    common = best_cut(truth, scores)
    cuts = np.full(truth.shape[1], common)
    for label in range(truth.shape[1]):
        count = float(truth[:, label].sum())
        if count:
            own = best_cut(truth[:, label], scores[:, label])
            cuts[label] = (count * own + _PULL * common) / (count + _PULL)
    return cuts


def firsts_said(scores: Floats) -> Floats:
    """Texts x kinds: a one for the best kind of each text."""
    said = np.zeros_like(scores)
    for row, line in enumerate(scores):
        said[row, first(line)] = 1.0
    return said


def kind_shifts(truth: Floats, scores: Floats) -> Floats:
    """What to add to each kind's score before the best is taken."""
    shifts = np.zeros(len(KINDS))
    for _ in range(2):
        for kind in range(len(KINDS)):
            gain = partial(_shifted_f1, truth, scores, (shifts, kind))
            shifts[kind] = _best(np.linspace(-1.0, 1.0, 9), gain)
    return shifts


def _shifted_f1(truth: Floats, scores: Floats, moved: _Moved, shift: float) -> float:
    return macro_f1(truth, firsts_said(scores + _at(*moved, shift)))


def _at(shifts: Floats, kind: int, shift: float) -> Floats:
    moved = shifts.copy()
    moved[kind] = shift
    return moved


def _best(tries: Floats, quality: Callable[[float], float]) -> float:
    """The try of the best quality; of equals the one nearest to zero."""
    return float(max(tries, key=lambda one: (round(quality(float(one)), 4), -abs(one))))
