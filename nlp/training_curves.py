"""Curves from scores to confidences, one for each label, and how far they may be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.linear import sigmoid
from nlp.model import confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.linear import Floats

#: how strongly the slope and the offset of one label are pulled to those of all: about as many
#: answers as it takes to move half the way
_PULL: Final = 8.0
_STEPS: Final = 25
_BINS: Final = 10


def fit_curves(scores: Floats, right: Floats) -> Floats:
    """Slopes and offsets that turn scores into how often they are right (Platt).

    Args:
        scores: texts x labels.
        right: texts x labels, ones and zeros.

    Returns:
        two rows: slopes and offsets of the labels; a label with few answers gets nearly those
        of all labels together.

    """
    common = _fitted(scores.reshape(-1), right.reshape(-1), np.array([1.0, 0.0]), 0.01)
    each = [
        _fitted(scores[:, label], right[:, label], common, _PULL)
        for label in range(scores.shape[1])
    ]
    return np.array(each).T


def _fitted(scores: Floats, right: Floats, middle: Floats, pull: float) -> Floats:
    """The slope and offset of the least surprise and the least way from a middle (Newton)."""
    design = np.column_stack([scores, np.ones_like(scores)])
    found = middle.copy()
    for _ in range(_STEPS):
        said = sigmoid(design @ found)
        slope = design.T @ (said - right) + pull * (found - middle)
        bend = (design * (said * (1 - said))[:, None]).T @ design + pull * np.eye(2)
        step = np.linalg.solve(bend, slope)
        found = found - step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - as near as makes no difference
            break
    return found


def crossed(scores: Floats, right: Floats, voices: Sequence[str]) -> Floats:
    """Confidences of texts by curves that were fitted on the voices of the other half."""
    names = sorted(set(voices))
    half = {name: number % 2 for number, name in enumerate(names)}
    sides = np.array([half[voice] for voice in voices])
    found = np.zeros_like(scores)
    for side in (0, 1):
        curves = fit_curves(scores[sides != side], right[sides != side])
        found[sides == side] = confidence(scores[sides == side], curves)
    return found


def reliability(confidences: Floats, right: Floats) -> list[list[float]]:
    """For each step of confidence that has answers: its mean, the share right, the number."""
    flat, truth = confidences.reshape(-1), right.reshape(-1)
    step = np.minimum((flat * _BINS).astype(int), _BINS - 1)
    return [
        [
            round(float(flat[step == i].mean()), 4),
            round(float(truth[step == i].mean()), 4),
            float((step == i).sum()),
        ]
        for i in range(_BINS)
        if (step == i).any()
    ]


def calibration_error(confidences: Floats, right: Floats, least: float = 0.0) -> float:
    """How far confidences are from the share that is right: the mean over all answers (ECE).

    Args:
        confidences: texts x labels.
        right: texts x labels, ones and zeros.
        least: answers of a smaller confidence do not count, so that the many sure noes do not
            hide the yeses.

    """
    chosen = confidences.reshape(-1) >= least
    steps = reliability(confidences.reshape(-1)[chosen], right.reshape(-1)[chosen])
    answers = sum(count for *_, count in steps)
    return sum(abs(mean - share) * count for mean, share, count in steps) / max(answers, 1.0)
