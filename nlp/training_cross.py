"""Held-out scores: every text scored by a reader that has not seen its voice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.areas import likeness, signals
from nlp.linear import logit, softmax
from nlp.standing import sentence_scores
from nlp.training_fit import (
    fit_area_sentences,
    fit_area_whole,
    fit_criteria,
    fit_kinds,
    fit_parts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.linear import Floats, Linear
    from nlp.training_data import Sample

FOLDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """The regressions of one fold, or of all texts."""

    kinds: Linear
    area_whole: Linear
    area_sentences: Linear
    criteria: Linear
    parts: Linear


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """Scores of texts by readers that have not seen their voices; lists in order of the texts."""

    #: texts x kinds
    kinds: Floats
    #: texts x areas x signals
    signals: Floats
    #: for each text: sentences x criteria, sentences x parts
    criteria: list[Floats]
    parts: list[Floats]


def fit_all(samples: Sequence[Sample]) -> Fitted:
    """Fit every regression on these texts."""
    requests = [s for s in samples if s.is_request]
    return Fitted(
        kinds=fit_kinds(samples),
        area_whole=fit_area_whole(samples),
        area_sentences=fit_area_sentences(samples),
        criteria=fit_criteria(requests),
        parts=fit_parts(requests),
    )


def fold_of(voice: str, folds: int = FOLDS) -> int:
    """The fold of a voice: the same on every machine, whatever else there is."""
    return int(hashlib.sha256(voice.encode()).hexdigest(), 16) % folds


def hold_out(samples: Sequence[Sample], prototypes: Floats, owners: Floats) -> HeldOut:
    """Score every text by a reader fitted without its fold of voices."""
    scored: dict[int, tuple[Floats, Floats, Floats, Floats]] = {}
    for fold in range(FOLDS):
        fitted = fit_all([s for s in samples if fold_of(s.voice) != fold])
        for number, sample in enumerate(samples):
            if fold_of(sample.voice) == fold:
                scored[number] = _scores(sample, fitted, prototypes, owners)
    columns = list(zip(*(scored[number] for number in range(len(samples))), strict=True))
    return HeldOut(
        kinds=np.array(columns[0]),
        signals=np.array(columns[1]),
        criteria=list(columns[2]),
        parts=list(columns[3]),
    )


def _scores(
    sample: Sample, fitted: Fitted, prototypes: Floats, owners: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    rows, whole = sample.document.rows, sample.document.whole
    shares = softmax(fitted.area_sentences.scores(rows))[:, :-1]
    return (
        logit(softmax(fitted.kinds.scores(whole[None])))[0],
        signals(
            fitted.area_whole.scores(whole[None])[0], shares, likeness(rows, prototypes, owners)
        ),
        sentence_scores(rows, fitted.criteria),
        sentence_scores(rows, fitted.parts),
    )
