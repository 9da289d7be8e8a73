"""Which kinds a message is of, from the vector of the whole; rules only for certain things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.linear import logit, sigmoid, softmax
from nlp.mixing import kind_voices, mixed
from nlp.model import confidence
from nlp.reading import DRAFT_KINDS, KINDS, Band, Kind, KindFinding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.document import Document
    from nlp.linear import Floats
    from nlp.model import Model
    from nlp.reading import Circumstances, Evidence

_SURE: Final = 0.85
_LIKELY: Final = 0.6
_OTHER: Final = KINDS.index(Kind.OTHER)
_CASE: Final = KINDS.index(Kind.INDIVIDUAL_CASE)
_DRAFTS: Final = [KINDS.index(kind) for kind in DRAFT_KINDS]
#: an individual case is set apart from drafts only when no draft kind comes this close
_MARGIN: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdict:
    """Scores of all kinds, and those that were taken, best first."""

    scores: Floats
    confidences: Floats
    taken: tuple[int, ...]


def band(confidence_: float) -> Band:
    """A confidence in one of three words."""
    if confidence_ >= _SURE:
        return Band.SURE
    return Band.LIKELY if confidence_ >= _LIKELY else Band.UNSURE


def kind_scores(raw: Floats, shifts: Floats) -> Floats:
    """Scores of the kinds, comparable with each other."""
    return logit(softmax(raw)) + shifts


def taken(scores: Floats, second: float) -> tuple[int, ...]:
    """The best kind and those that come near enough; `other` only alone."""
    best = int(scores.argmax())
    if best == _CASE and scores[_DRAFTS].max() > scores[_CASE] - _MARGIN:
        best = _DRAFTS[int(scores[_DRAFTS].argmax())]
    if best in {_OTHER, _CASE}:
        return (best,)
    order = [int(i) for i in np.argsort(-scores) if i not in {_OTHER, _CASE, best}]
    return (best, *(i for i in order[:1] if scores[i] > second))


def judge(document: Document, model: Model, about: Circumstances) -> Verdict:
    """Weigh all kinds for one message."""
    if about.bounce or about.automatic or not len(document.rows):
        sure = np.where(np.arange(len(KINDS)) == _OTHER, 1.0, 0.0)
        certainty = sure if about.bounce or about.automatic else sure * _LIKELY
        return Verdict(scores=logit(sure), confidences=certainty, taken=(_OTHER,))
    voices = kind_voices(model.kinds.scores(document.whole[None])[0], document.opinion)
    scores = kind_scores(mixed(voices.T, model.kind_mix), model.kind_shifts)
    return Verdict(
        scores=scores,
        confidences=confidence(scores, model.kind_curve),
        taken=taken(scores, float(model.kind_second)),
    )


def findings(verdict: Verdict, evidence: Sequence[tuple[Evidence, ...]]) -> tuple[KindFinding, ...]:
    """The taken kinds as findings, with the evidence given for each."""
    return tuple(
        KindFinding(
            kind=KINDS[number],
            confidence=float(verdict.confidences[number]),
            band=band(float(verdict.confidences[number])),
            evidence=shown,
        )
        for number, shown in zip(verdict.taken, evidence, strict=True)
    )


def weights_of_sentences(document: Document, model: Model, number: int) -> Floats:
    """How much each sentence speaks for a kind."""
    if document.opinion is not None:
        acts = document.opinion.sentences["acts"][: len(document.sentences), number]
        return sigmoid(acts)
    columns = document.rows.shape[1]
    weights = (model.kinds.weights[number] - model.kinds.weights.mean(axis=0))[:columns]
    rows = document.rows[: len(document.sentences)] - model.kinds.mean[:columns]
    spoken: Floats = rows / model.kinds.scale[:columns] @ weights
    return spoken
