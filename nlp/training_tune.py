"""Cuts chosen on held-out folds: where a score counts as a yes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.kind import taken
from nlp.reading import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.linear import Floats

    #: shifts of all kinds, and the one that is moved
    _Moved = tuple[Floats, int]

_STEPS: Final = 80
#: cuts tried for a second kind: below these more of them are wrong than right
_SECONDS: Final = np.linspace(-0.5, 2.0, 11)
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


def kinds_said(scores: Floats, second: float) -> Floats:
    """Texts x kinds: ones where a kind is taken."""
    said = np.zeros_like(scores)
    for row, line in enumerate(scores):
        said[row, list(taken(line, second))] = 1.0
    return said


def kind_cuts(truth: Floats, scores: Floats) -> tuple[Floats, float]:
    """What to add to each kind's score, and the score that a second kind needs."""
    shifts = np.zeros(len(KINDS))
    second = _best(_SECONDS, lambda cut: macro_f1(truth, kinds_said(scores, cut)))
    for _ in range(2):
        for kind in range(len(KINDS)):
            gain = partial(_shifted_f1, truth, scores, second, (shifts, kind))
            shifts[kind] = _best(np.linspace(-1.0, 1.0, 9), gain)
    return shifts, second


def _shifted_f1(truth: Floats, scores: Floats, second: float, moved: _Moved, shift: float) -> float:
    return macro_f1(truth, kinds_said(scores + _at(*moved, shift), second))


def _at(shifts: Floats, kind: int, shift: float) -> Floats:
    moved = shifts.copy()
    moved[kind] = shift
    return moved


def _best(tries: Floats, quality: Callable[[float], float]) -> float:
    """The try of the best quality; of equals the one nearest to zero."""
    return float(max(tries, key=lambda one: (round(quality(float(one)), 4), -abs(one))))


def reliability(confidences: Floats, right: Floats, steps: int = 10) -> list[list[float]]:
    """For each step of confidence that has answers: its mean, the share right, the number."""
    flat, truth = confidences.reshape(-1), right.reshape(-1)
    step = np.minimum((flat * steps).astype(int), steps - 1)
    return [
        [
            round(float(flat[step == i].mean()), 4),
            round(float(truth[step == i].mean()), 4),
            float((step == i).sum()),
        ]
        for i in range(steps)
        if (step == i).any()
    ]
