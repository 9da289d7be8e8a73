"""Which kinds a message is of, from the vector of the whole; rules only for certain things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.linear import logit, sigmoid, softmax
from nlp.mixing import kind_voices, mixed
from nlp.model import confidence
from nlp.reading import DRAFT_KINDS, KINDS, Band, Kind, KindFinding
from nlp.second import second_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.document import Document
    from nlp.layer import Layer
    from nlp.linear import Floats
    from nlp.model import Model
    from nlp.reading import Circumstances, Evidence

_SURE: Final = 0.85
_LIKELY: Final = 0.6
_OTHER: Final = KINDS.index(Kind.OTHER)
_CASE: Final = KINDS.index(Kind.INDIVIDUAL_CASE)
#: numbers of the kinds that lead to a draft, and of those beside which there is no other
DRAFTS: Final = [KINDS.index(kind) for kind in DRAFT_KINDS]
ALONE: Final = (_OTHER, _CASE)
#: an individual case is set apart from drafts only when no draft kind comes this close
_MARGIN: Final = 1.0
#: from this share of one for a draft kind on, a sentence asks or offers loudly enough to doubt
#: that a message is nothing
_LOUD: Final = 0.08


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


def first(scores: Floats) -> int:
    """The best kind; in doubt an authority's letter is no individual case."""
    best = int(scores.argmax())
    if best == _CASE and scores[DRAFTS].max() > scores[_CASE] - _MARGIN:
        return DRAFTS[int(scores[DRAFTS].argmax())]
    return best


def taken(best: int, seconds: Floats, cuts: Floats) -> tuple[int, ...]:
    """The best kind and one that comes near enough; other and individual case only alone.

    Args:
        best: number of the best kind.
        seconds: score of each kind of being the second.
        cuts: what is needed beside a kind that leads to a draft, and beside another.

    """
    if best in ALONE:
        return (best,)
    cut = float(cuts[0 if best in DRAFTS else 1])
    order = [int(i) for i in np.argsort(-seconds) if i not in {*ALONE, best}]
    return (best, *(i for i in order[:1] if seconds[i] > cut))


def speaks_against_other(acts: Floats | None) -> bool:
    """Whether a sentence asks, offers or shares more than any sentence speaks for other.

    The whole of such a message may still be other, but nobody can be sure: an officer hears of it.

    Args:
        acts: sentences x kinds, from the network; None where there is none.

    """
    if acts is None or not len(acts):
        return False
    loudest = sigmoid(acts.max(axis=0))
    draft = float(loudest[DRAFTS].max())
    return draft >= _LOUD and draft > float(loudest[_OTHER])


def raw_scores(document: Document, model: Model) -> Floats:
    """What both voices say of the kinds of one message, before anything learned."""
    voices = kind_voices(model.kinds.scores(document.whole[None])[0], document.opinion)
    return mixed(voices.T, model.kind_mix)


def acts_of(document: Document) -> Floats | None:
    """How much each sentence speaks for each kind, by the network; None where it is not asked."""
    return document.opinion.sentences["acts"] if document.opinion else None


def is_plain(document: Document, about: Circumstances) -> bool:
    """Whether no weighing is needed: a program wrote it, or there is nothing to read."""
    return about.bounce or about.automatic or not len(document.rows)


def judge(
    document: Document, model: Model, about: Circumstances, layer: Layer | None = None
) -> Verdict:
    """Weigh all kinds for one message, with what was learned where something was."""
    if is_plain(document, about):
        sure = np.where(np.arange(len(KINDS)) == _OTHER, 1.0, 0.0)
        certainty = sure if about.bounce or about.automatic else sure * _LIKELY
        return Verdict(scores=logit(sure), confidences=certainty, taken=(_OTHER,))
    raw = raw_scores(document, model)
    if layer is not None:
        raw = raw + layer.on_kinds(document.whole)
    scores = kind_scores(raw, model.kind_shifts)
    best = first(scores)
    seconds = second_scores(scores, best, acts_of(document), model.kind_second)
    chosen = taken(best, seconds, model.kind_second_cuts)
    confidences = confidence(scores, model.kind_curve)
    if best == _OTHER and speaks_against_other(acts_of(document)):
        confidences[_OTHER] = min(confidences[_OTHER], np.nextafter(_LIKELY, 0.0))
    for number in chosen[1:]:
        confidences[number] = max(confidences[number], sigmoid(seconds)[number])
    return Verdict(scores=scores, confidences=confidences, taken=chosen)


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
