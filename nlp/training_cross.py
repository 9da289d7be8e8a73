"""Held-out scores: every text scored by a reader that has not seen its voice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlp.areas import likeness, signals
from nlp.linear import softmax
from nlp.mixing import kind_voices, sentence_voices
from nlp.standing import criterion_voices
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

#: the network too is raised without the voices of one of these (`nlp/tuning`)
FOLDS: Final = 3


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
    """What readers say of texts whose voices they have not seen; lists in order of the texts."""

    #: texts x voices x kinds
    kinds: Floats
    #: texts x areas x signals
    signals: Floats
    #: for each text: sentences x criteria x voices, sentences x parts x voices
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


def hold_out(
    samples: Sequence[Sample], asked: Sequence[int], prototypes: Floats, owners: Floats
) -> HeldOut:
    """Let each of the asked texts be read by a reader that was fitted without its fold of voices.

    Args:
        samples: all texts.
        asked: numbers of the texts to be read.
        prototypes: descriptions of the areas, encoded.
        owners: the number of the area that each describes.

    """
    heard: dict[int, _Heard] = {}
    for fold in sorted({fold_of(samples[number].voice) for number in asked}):
        fitted = fit_all([s for s in samples if fold_of(s.voice) != fold])
        for number in asked:
            if fold_of(samples[number].voice) == fold:
                heard[number] = _hear(samples[number], fitted, prototypes, owners)
    in_order = [heard[number] for number in asked]
    return HeldOut(
        kinds=np.array([one.kinds for one in in_order]),
        signals=np.array([one.signals for one in in_order]),
        criteria=[one.criteria for one in in_order],
        parts=[one.parts for one in in_order],
    )


class _Heard(NamedTuple):
    kinds: Floats
    signals: Floats
    criteria: Floats
    parts: Floats


def _hear(sample: Sample, fitted: Fitted, prototypes: Floats, owners: Floats) -> _Heard:
    document = sample.document
    rows, whole, opinion = document.rows, document.whole, document.opinion
    shares = softmax(fitted.area_sentences.scores(rows))[:, :-1]
    of_whole = fitted.area_whole.scores(whole[None])[0]
    near = likeness(rows, prototypes, owners)
    return _Heard(
        kinds=kind_voices(fitted.kinds.scores(whole[None])[0], opinion),
        signals=signals(of_whole, shares, near, opinion),
        criteria=criterion_voices(document, fitted.criteria, fitted.parts),
        parts=sentence_voices(rows, fitted.parts, "parts", opinion),
    )
