"""Which thematic areas a message is about, and the sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from nlp.linear import logit, sigmoid, softmax
from nlp.model import confidence
from nlp.quotes import evidence_of
from nlp.reading import ThemeFinding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.document import Document
    from nlp.layer import Layer
    from nlp.linear import Bools, Floats
    from nlp.model import Model
    from nlp.opinion import Opinion
    from nlp.reading import Evidence

#: descriptions of an area that a sentence is compared with: the nearest ones
_NEAREST: Final = 3
_MOST_QUOTES: Final = 3
#: a further quote must speak at least this much of what the best one says
_FURTHER: Final = 0.4
#: at most this many areas are proposed
_MOST_AREAS: Final = 6
#: where no area is this sure, so many are named as are at least that sure: on held-out voices the
#: right one is among the first three of .966 of the drafts instead of .955; F1 .694 for .697
_LIKELY: Final = 0.6
_NAMED: Final = 3
_POSSIBLE: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What one message shows of every area."""

    #: sentences x areas: share of each area in what a sentence says
    shares: Floats
    #: areas x signals
    signals: Floats


def likeness(rows: Floats, prototypes: Floats, owners: Floats) -> Floats:
    """Rows x areas: nearness to the nearest descriptions of each area."""
    near = rows @ prototypes.T
    areas = np.unique(owners)
    return np.stack(
        [np.sort(near[:, owners == area], axis=1)[:, -_NEAREST:].mean(axis=1) for area in areas],
        axis=1,
    )


def signals(whole: Floats, shares: Floats, near: Floats, opinion: Opinion | None) -> Floats:
    """Areas x signals of one message.

    Args:
        whole: score of each area for the whole message.
        shares: sentences x areas.
        near: sentences x areas.
        opinion: what the network thinks; its scores are the last signals.

    """
    strongest = np.sort(shares, axis=0)
    any_of = 1 - np.prod(1 - np.clip(shares, 0, 0.999), axis=0)
    about = shares.sum(axis=1, keepdims=True)
    weighed = (near * about).sum(axis=0) / (about.sum() + 1e-6)
    quick = [
        whole,
        logit(strongest[-1]),
        logit(any_of),
        logit(strongest[-2:].mean(axis=0)),
        near.max(axis=0),
        near.mean(axis=0),
        weighed,
        logit(shares.mean(axis=0)),
    ]
    return np.stack([*quick, *_thought(opinion)], axis=1)


def _thought(opinion: Opinion | None) -> list[Floats]:
    if opinion is None:
        return []
    close = opinion.sentences["areas"]
    return [opinion.whole["areas"], close.max(axis=0), sigmoid(close).sum(axis=0)]


def survey(document: Document, model: Model) -> Survey:
    """See what a message shows of every area."""
    shares = softmax(model.area_sentences.scores(document.rows))[:, :-1]
    near = likeness(document.rows, model.prototypes, model.prototype_areas)
    whole = model.area_whole.scores(document.whole[None])[0]
    shown = shares if document.opinion is None else _shown(shares, document.opinion)
    return Survey(shares=shown, signals=signals(whole, shares, near, document.opinion))


def _shown(shares: Floats, opinion: Opinion) -> Floats:
    """Which sentence shows an area: both voices, the network's twice.

    On held-out voices the best sentence is a marked one in .75 of the areas; by either voice alone
    in .67.
    """
    close = opinion.sentences["areas"]
    return sigmoid(logit(shares[: len(close)]) / 2 + close)


class Weighing(NamedTuple):
    """How signals become a score: what is usual, what each counts, where each area begins."""

    #: signals
    mean: Floats
    scale: Floats
    weights: Floats
    #: areas
    offsets: Floats


def weighing_of(model: Model) -> Weighing:
    """How a model weighs the signals of areas."""
    return Weighing(model.signal_mean, model.signal_scale, model.signal_weights, model.area_offsets)


def area_scores(seen: Floats, weighing: Weighing) -> Floats:
    """One score for each area from its signals (areas x signals)."""
    usual = (seen - weighing.mean) / weighing.scale
    scores: Floats = usual @ weighing.weights + weighing.offsets
    return scores


def find_areas(
    document: Document, model: Model, ids: Sequence[str], layer: Layer | None = None
) -> tuple[ThemeFinding, ...]:
    """The areas of a message that leads to a draft, most confident first, with their sentences."""
    if not document.sentences:
        return ()
    seen = survey(document, model)
    scores = area_scores(seen.signals, weighing_of(model))
    if layer is not None:
        scores = scores + layer.on_areas(document.whole)
    sure = confidence(scores, model.area_curve)
    said = taken(scores, float(model.area_cut)) | possible(sure)
    order = [int(i) for i in np.argsort(-sure) if said[i]]
    return tuple(
        ThemeFinding(
            id=ids[number],
            confidence=float(sure[number]),
            evidence=_quotes(document, seen.shares[:, number]),
        )
        for number in order[:_MOST_AREAS]
    )


def taken(scores: Floats, cut: float) -> Bools:
    """Which areas are said: those above the cut, and the surest in any case.

    A draft is always about something, and an officer sees how unsure it is.

    Args:
        scores: areas, or texts x areas.
        cut: above it an area is said.

    """
    surest: Bools = scores >= scores.max(axis=-1, keepdims=True)
    return surest | (scores > cut)


def possible(sure: Floats) -> Bools:
    """Which areas are named because none is likely: the surest few that may well be meant.

    Args:
        sure: confidence of each area.

    """
    if sure.max() >= _LIKELY:
        return np.zeros(len(sure), dtype=bool)
    least = max(float(np.sort(sure)[-_NAMED]), _POSSIBLE)
    named: Bools = sure >= least
    return named


def _quotes(document: Document, shares: Floats) -> tuple[Evidence, ...]:
    own = shares[: len(document.sentences)]
    order = [int(i) for i in np.argsort(-own)[:_MOST_QUOTES]]
    least = own[order[0]] * _FURTHER
    return tuple(
        evidence_of(document.sentences[i], float(own[i])) for i in order if own[i] >= least
    )
