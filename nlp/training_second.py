"""Fits when a second kind is taken, on held-out voices."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.kind import ALONE, DRAFTS, acts_of, first, taken
from nlp.reading import KINDS
from nlp.second import second_scores, second_signals
from nlp.training_cross import fold_of
from nlp.training_tune import macro_f1

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.linear import Floats
    from nlp.training_data import Sample

_FOLDS: Final = 5
#: how much drafts that are made, and those that are rightly not, count beside the mean F1
_DRAFTED: Final = 1 / 3
#: cuts that are tried, as scores
_CUTS: Final = np.linspace(-2.5, 1.0, 15)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seconds:
    """When a second kind is taken, and what is said so of texts that had no part in it."""

    #: one for each signal, then an offset
    weights: Floats
    #: beside a kind that leads to a draft, and beside another
    cuts: Floats
    #: texts x kinds
    said: Floats


def fit_seconds(texts: Sequence[Sample], scores: Floats, truth: Floats) -> Seconds:
    """Fit the weights on all texts; choose the cut, and measure, by folds of voices.

    Args:
        texts: with what the network thinks of them.
        scores: texts x kinds, shifted.
        truth: texts x kinds.

    """
    best = [first(line) for line in scores]
    acts = [acts_of(text.document) for text in texts]
    signals = [second_signals(*one) for one in zip(scores, best, acts, strict=True)]
    folds = np.array([fold_of(text.voice, _FOLDS) for text in texts])
    found = np.zeros_like(scores)
    for fold in range(_FOLDS):
        weights = _fitted(signals, best, truth, folds != fold)
        for i in map(int, np.nonzero(folds == fold)[0]):
            found[i] = second_scores(scores[i], best[i], acts[i], weights)
    cuts = max(
        (np.array(pair) for pair in product(_CUTS, _CUTS)),
        key=lambda tried: _worth(truth, _said(best, found, tried)),
    )
    everywhere = np.ones(len(texts), dtype=bool)
    return Seconds(
        weights=_fitted(signals, best, truth, everywhere),
        cuts=cuts,
        said=_said(best, found, cuts),
    )


def _worth(truth: Floats, said: Floats) -> float:
    """Mean F1 of the kinds, drafts that are made, and texts of no draft kind that are left alone.

    A draft that is not made is worse than a second one that an officer puts away.
    """
    drafts, given = truth[:, DRAFTS], said[:, DRAFTS]
    made = float((given * drafts).sum() / drafts.sum())
    none = ~drafts.any(axis=1)
    alone = float((~given[none].any(axis=1)).mean())
    return macro_f1(truth, said) + _DRAFTED * (made + alone)


def _said(best: Sequence[int], found: Floats, cuts: Floats) -> Floats:
    said = np.zeros_like(found)
    for row, number in enumerate(best):
        said[row, list(taken(number, found[row], cuts))] = 1.0
    return said


def _fitted(
    signals: Sequence[Floats], best: Sequence[int], truth: Floats, chosen: Floats
) -> Floats:
    """Over all pairs of a text and a kind that could be its second."""
    rows, labels = [], []
    for i in map(int, np.nonzero(chosen)[0]):
        if best[i] in ALONE:
            continue
        for kind in range(len(KINDS)):
            if kind != best[i] and kind not in ALONE:
                rows.append(signals[i][kind])
                labels.append(truth[i, kind])
    table = np.array(rows)
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0, max_iter=500).fit((table - mean) / scale, labels)
    weights = fitted.coef_[0] / scale
    return np.array([*weights, fitted.intercept_[0] - float(weights @ mean)])
