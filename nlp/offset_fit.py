"""Regression that starts from scores which stand already; numpy only, so that it runs anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlp.linear import sigmoid, softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.linear import Floats

_MOST_STEPS: Final = 500
_STILL: Final = 1e-4


class Squash(NamedTuple):
    """How scores become shares, and the most that a share's slope can be."""

    shares: Callable[[Floats], Floats]
    steepest: float


#: one label of all, or each label by itself
ONE_OF: Final = Squash(shares=softmax, steepest=0.5)
EACH: Final = Squash(shares=sigmoid, steepest=0.25)


def fit_on_top(
    features: Floats,
    offsets: Floats,
    targets: Floats,
    weights: Floats,
    *,
    penalty: float,
    squash: Squash,
) -> Floats:
    """Weights such that the shares of `offsets + features @ weights` come near the targets.

    Where all targets are the shares of the offsets the weights are zero. Each step goes to the
    lowest point of a bowl that lies nowhere under the loss, with momentum, so that none can
    overshoot for good and no length of steps has to be tried.

    Args:
        features: texts x columns.
        offsets: texts x labels, scores that stand.
        targets: texts x labels, shares between 0 and 1.
        weights: one for each text.
        penalty: of squared weights.
        squash: from scores to shares.

    Returns:
        columns x labels.

    """
    weighed = features * weights[:, None]
    bowl = squash.steepest * features.T @ weighed + penalty * np.eye(features.shape[1])
    inverse = np.linalg.inv(bowl)
    fitted = ahead = np.zeros((features.shape[1], offsets.shape[1]))
    pace = 1.0
    for _ in range(_MOST_STEPS):
        gaps = squash.shares(offsets + features @ ahead) - targets
        step = ahead - inverse @ (weighed.T @ gaps + penalty * ahead)
        quicker = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead = step + (pace - 1) / quicker * (step - fitted)
        moved = float(np.abs(step - fitted).max(initial=0.0))
        fitted, pace = step, quicker
        if moved < _STILL:
            break
    return fitted
