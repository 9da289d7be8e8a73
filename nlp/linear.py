"""Small arithmetic of the reader: linear scores, squashing, calibration; numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_LEAST: Final = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """Scores of several labels: `(x - mean) / scale @ weights.T + bias`."""

    #: columns
    mean: Floats
    #: columns
    scale: Floats
    #: labels x columns
    weights: Floats
    #: labels
    bias: Floats

    def scores(self, rows: Floats) -> Floats:
        """Rows x labels."""
        scores: Floats = (rows - self.mean) / self.scale @ self.weights.T + self.bias
        return scores


def softmax(scores: Floats) -> Floats:
    """Shares of each row that sum to one."""
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def sigmoid(scores: Floats) -> Floats:
    """Squash to 0..1."""
    squashed: Floats = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
    return squashed


def logit(shares: Floats) -> Floats:
    """The way back from 0..1, bounded."""
    bounded = np.clip(shares, _LEAST, 1 - _LEAST)
    scores: Floats = np.log(bounded / (1 - bounded))
    return scores
