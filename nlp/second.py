"""Whether a message is of a second kind beside its best: who asks may also offer, or invite.

A message as a whole is mostly heard as of one kind. The other shows in sentences that speak for it
and not for the first, so both are weighed together (fitted by `python -m nlp.training`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from nlp.linear import Floats

#: signals of one kind, see `second_signals`
SIGNALS: Final = 5
#: nothing that a sentence says counts for less than this
_LEAST: Final = -8.0


def second_signals(scores: Floats, best: int, acts: Floats | None) -> Floats:
    """Kinds x signals of a message whose best kind is known.

    Its own score and that of the best; how much the strongest sentence speaks for it, how much
    one speaks for the best, and how much more one speaks for it than for the best.

    Args:
        scores: of the kinds for the whole.
        best: number of the best kind.
        acts: sentences x kinds, from the network; None where there is none.

    """
    count = len(scores)
    if acts is None or not len(acts):
        spoken = np.zeros((count, SIGNALS - 2))
    else:
        heard = np.maximum(acts, _LEAST)
        strongest = heard.max(axis=0)
        apart = (heard - heard[:, [best]]).max(axis=0)
        spoken = np.stack([strongest, np.full(count, strongest[best]), apart], axis=1)
    return np.column_stack([scores, np.full(count, scores[best]), spoken])


def second_scores(scores: Floats, best: int, acts: Floats | None, weights: Floats) -> Floats:
    """One score for each kind, of being the second; weights of the signals, then an offset."""
    found: Floats = second_signals(scores, best, acts) @ weights[:-1] + weights[-1]
    return found
