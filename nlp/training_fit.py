"""Regressions of the reader, fitted with scikit-learn; only training comes here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.areas import Weighing
from nlp.linear import Linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlp.linear import Floats
    from nlp.training_data import Sample

#: inverse strength of the penalty, chosen by cross-validation over voices
KIND_C: Final = 0.01
SENTENCE_C: Final = 0.004
WHOLE_C: Final = 0.003
#: weight of an unmarked sentence in a text that has marks, and in a text that has none
_UNMARKED: Final = 0.3
_ELSEWHERE: Final = 0.5
_MARKED: Final = 3.0
#: tried shares of the quick voice, and how far both are sharpened or softened
_SHARES: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5)
_HEATS: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
#: score of a label that no training text has
_NEVER: Final = -20.0


def fit_kinds(samples: Sequence[Sample]) -> Linear:
    """Whole message -> kinds, one against all others."""
    rows, labels, weights = _repeated(
        np.array([s.document.whole for s in samples]), np.array([s.kinds for s in samples])
    )
    return _softmax(rows, labels, weights, KIND_C, labels_in_all=8, balanced=True)


def fit_area_whole(samples: Sequence[Sample]) -> Linear:
    """Whole message -> areas, each by itself."""
    chosen = [s for s in samples if s.leads_to_draft]
    rows = np.array([s.document.whole for s in chosen])
    labels = np.array([s.areas for s in chosen])
    mean, scale = _usual(rows)
    weights = np.zeros((labels.shape[1], rows.shape[1]))
    bias = np.full(labels.shape[1], _NEVER)
    for column in range(labels.shape[1]):
        if 0 < labels[:, column].sum() < len(labels):
            fitted = LogisticRegression(C=WHOLE_C, max_iter=300, class_weight="balanced")
            fitted.fit((rows - mean) / scale, labels[:, column])
            weights[column], bias[column] = fitted.coef_[0], fitted.intercept_[0]
    return Linear(mean=mean, scale=scale, weights=weights, bias=bias)


def fit_area_sentences(samples: Sequence[Sample]) -> Linear:
    """Sentence -> areas and none."""
    return _fit_sentences(samples, [s.area_marks for s in samples])


def fit_criteria(samples: Sequence[Sample]) -> Linear:
    """Sentence of a request -> criteria and none."""
    return _fit_sentences(samples, [s.criterion_marks for s in samples])


def fit_parts(samples: Sequence[Sample]) -> Linear:
    """Sentence of a request -> parts of criteria and none."""
    return _fit_sentences(samples, [s.part_marks for s in samples])


def _fit_sentences(samples: Sequence[Sample], marks: Sequence[Floats]) -> Linear:
    rows = np.vstack([s.document.rows for s in samples])
    marked = np.vstack(marks)
    none = (marked.sum(axis=1) == 0).astype(float)
    base = np.concatenate(
        [
            np.full(len(m), _UNMARKED if m.any() else 1.0 if s.leads_to_draft else _ELSEWHERE)
            for s, m in zip(samples, marks, strict=True)
        ]
    )
    weight = np.where(none > 0, base, _MARKED)
    repeated, labels, weights = _repeated(rows, np.column_stack([marked, none]), weight)
    return _softmax(
        repeated, labels, weights, SENTENCE_C, labels_in_all=marked.shape[1] + 1, balanced=False
    )


def _repeated(
    rows: Floats, labels: Floats, weight: Floats | None = None
) -> tuple[Floats, NDArray[np.intp], Floats]:
    """A row with several labels once for each, its weight shared among them."""
    row, label = np.nonzero(labels)
    share = 1.0 / labels.sum(axis=1)[row]
    shared: Floats = share if weight is None else share * weight[row]
    return rows[row], label, shared


def _softmax(
    rows: Floats,
    labels: NDArray[np.intp],
    weights: Floats,
    strength: float,
    *,
    labels_in_all: int,
    balanced: bool,
) -> Linear:
    mean, scale = _usual(rows)
    fitted = LogisticRegression(
        C=strength, max_iter=300, tol=1e-3, class_weight="balanced" if balanced else None
    )
    usual = ((rows - mean) / scale).astype(np.float32)  # half the time of double
    fitted.fit(usual, labels, sample_weight=weights)
    coefficients = np.zeros((labels_in_all, rows.shape[1]))
    bias = np.full(labels_in_all, _NEVER)
    present = fitted.classes_.astype(int)
    coefficients[present], bias[present] = fitted.coef_, fitted.intercept_
    return Linear(mean=mean, scale=scale, weights=coefficients, bias=bias)


def _usual(rows: Floats) -> tuple[Floats, Floats]:
    return rows.mean(axis=0), rows.std(axis=0) + 1e-6


def fit_shared(signals: Floats, labels: Floats) -> Weighing:
    """One set of weights for the signals of all areas, and an offset for each area.

    How often an area is asked for differs twentyfold, so each begins at a height of its own.

    Args:
        signals: texts x areas x signals, from held-out folds.
        labels: texts x areas.

    """
    texts, areas, count = signals.shape
    flat = signals.reshape(-1, count)
    mean, scale = _usual(flat)
    which = np.tile(np.eye(areas), (texts, 1))
    fitted = LogisticRegression(C=1.0, max_iter=800, fit_intercept=False)
    fitted.fit(np.hstack([(flat - mean) / scale, which]), labels.reshape(-1))
    return Weighing(mean, scale, fitted.coef_[0][:count], fitted.coef_[0][count:])


def fit_kind_mix(voices: Floats, truth: Floats) -> Floats:
    """How much each voice counts for the kind; the last number is an offset of none.

    Args:
        voices: texts x voices x kinds, logarithms of shares from held-out folds.
        truth: texts x kinds.

    """
    count = voices.shape[1]
    if count == 1:
        return np.array([1.0, 0.0])
    tries = [np.array([share, 1.0]) * heat for share in _SHARES for heat in _HEATS]
    best = min(tries, key=lambda weights: _surprise(voices, truth, weights))
    return np.array([*best, 0.0])


def _surprise(voices: Floats, truth: Floats, weights: Floats) -> float:
    together = np.einsum("tvk,v->tk", voices, weights)
    shares = np.exp(together - together.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    wanted = truth / truth.sum(axis=1, keepdims=True)
    return -float((wanted * np.log(shares + 1e-9)).sum())


def fit_sentence_mix(voices: Sequence[Floats], marks: Sequence[Floats]) -> Floats:
    """How much each voice counts for what a sentence shows, then an offset; one for all labels.

    Args:
        voices: for each text sentences x labels x voices, from held-out folds.
        marks: for each text sentences x labels.

    """
    heard = np.concatenate([one.reshape(-1, one.shape[2]) for one in voices])
    if heard.shape[1] == 1:
        return np.array([1.0, 0.0])
    right = np.concatenate([one.reshape(-1) for one in marks])
    fitted = LogisticRegression(C=1.0, max_iter=500).fit(heard, right)
    return np.array([*fitted.coef_[0], fitted.intercept_[0]])
