"""Labels of sentences, such as criteria: their cuts, fitted on held-out voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.mixing import mixed
from nlp.training_fit import fit_sentence_mix
from nlp.training_tune import f1, label_cuts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.linear import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """Labels of sentences, taken where the best sentence of a text is over the cut."""

    mix: Floats
    cuts: Floats
    #: texts x labels
    scores: Floats
    truth: Floats
    said: Floats

    @property
    def f1(self) -> float:
        """Over all labels together."""
        return f1(self.truth, self.said)


def fit_labels(voices: Sequence[Floats], marks: Sequence[Floats]) -> Labels:
    """How much each voice counts for a label, and where its cut is.

    Args:
        voices: for each text sentences x labels x voices, from held-out folds.
        marks: for each text sentences x labels.

    """
    kept = [mark[: len(heard)] for heard, mark in zip(voices, marks, strict=True)]
    mix = fit_sentence_mix(voices, kept)
    scores = np.array([mixed(heard, mix).max(axis=0) for heard in voices])
    truth = np.array([mark.max(axis=0) for mark in kept])
    cuts = label_cuts(truth, scores)
    said = (scores > cuts).astype(float)
    return Labels(mix=mix, cuts=cuts, scores=scores, truth=truth, said=said)
