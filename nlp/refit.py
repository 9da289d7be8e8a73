"""From lessons to a learned layer: fitted in seconds, held in place by the corpus.

A lesson is one message on whose kinds or areas officers have spoken. Every text of the corpus is an
anchor whose target is what is said of it already: without lessons nothing moves at all.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.areas import area_scores, survey, weighing_of
from nlp.kind import raw_scores
from nlp.layer import Layer, directions, likeness
from nlp.linear import sigmoid, softmax
from nlp.offset_fit import EACH, ONE_OF, fit_on_top

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nlp.anchors import Anchors
    from nlp.document import Document
    from nlp.linear import Floats
    from nlp.model import Model

    Chosen = NDArray[np.bool_]

#: of the squared pull of the lessons, chosen by trials over voices of the corpus
_PENALTY: Final = 0.05
#: how much a lesson counts beside an anchor: one that confirms, one that corrects
CONFIRMED: Final = 1.0
CORRECTED: Final = 5.0
#: lessons that a layer holds, corrections first, the newest first: more would slow reading
MOST_LESSONS: Final = 1500
PARTS: Final = 3
#: directions among the lessons that hold less than this of them are noise
_LEAST: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What the shipped reader sees of one message."""

    #: columns
    whole: Floats
    #: scores before anything learned
    kinds: Floats
    areas: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lessons:
    """What officers said of messages, as numbers; a row each."""

    ids: tuple[str, ...]
    whole: Floats
    kinds: Floats
    areas: Floats
    #: shares of the kinds; ones and zeros for the areas
    kind_targets: Floats
    area_targets: Floats
    #: how much each counts; 0 where officers did not speak on the question
    kind_weights: Floats
    area_weights: Floats

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)


def see(document: Document, model: Model) -> Seen:
    """Look at a message as the shipped reader does."""
    signals = survey(document, model).signals
    return Seen(
        whole=document.whole,
        kinds=raw_scores(document, model),
        areas=area_scores(signals, weighing_of(model)),
    )


def fit(anchors: Anchors, lessons: Lessons, held: Chosen | None = None) -> Layer:
    """Fit a layer.

    Args:
        anchors: texts of the corpus.
        lessons: what officers said.
        held: the anchors that hold; all by default.

    """
    here = np.ones(len(anchors.whole), dtype=bool) if held is None else held
    mean = anchors.whole.mean(axis=0)
    # as they will be written, so that what is tried is what will read
    rows = directions(lessons.whole, mean).astype(np.float16).astype(np.float64)
    own = likeness(rows, rows)
    basis = _basis(own)
    beside = likeness(directions(anchors.whole[here], mean), rows) @ basis
    features = np.vstack([beside, own @ basis])
    leads = anchors.leads_to_draft[here]
    ones = np.ones(len(beside))
    kinds = fit_on_top(
        features,
        np.vstack([anchors.kinds[here], lessons.kinds]),
        np.vstack([softmax(anchors.kinds[here]), lessons.kind_targets]),
        np.concatenate([ones, lessons.kind_weights]),
        penalty=_PENALTY,
        squash=ONE_OF,
    )
    areas = fit_on_top(
        features,
        np.vstack([anchors.areas[here], lessons.areas]),
        np.vstack([sigmoid(anchors.areas[here]), lessons.area_targets]),
        np.concatenate([ones * leads, lessons.area_weights]),
        penalty=_PENALTY,
        squash=EACH,
    )
    return Layer(mean=mean, rows=rows, kinds=basis @ kinds, areas=basis @ areas)


def _basis(own: Floats) -> Floats:
    """Lessons x directions, in which the penalty of a pull is its plain length."""
    power, directions_ = np.linalg.eigh(own)
    strong = power > _LEAST
    basis: Floats = directions_[:, strong] / np.sqrt(power[strong])
    return basis


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """Scores of kinds and areas, a row a text."""

    kinds: Floats
    areas: Floats


def with_layer(texts: Anchors | Lessons, layer: Layer | None) -> Answers:
    """The scores of texts with a layer, or without anything learned."""
    if layer is None:
        return Answers(kinds=texts.kinds, areas=texts.areas)
    return Answers(
        kinds=texts.kinds + layer.on_kinds(texts.whole),
        areas=texts.areas + layer.on_areas(texts.whole),
    )


def on_new_voices(anchors: Anchors, lessons: Lessons) -> Answers:
    """Scores of the corpus, each text with a layer that its voice did not hold in place."""
    return _on_new(anchors, anchors.voices.tolist(), lambda held: fit(anchors, lessons, held))


def on_new_letters(anchors: Anchors, lessons: Lessons) -> Answers:
    """Scores of the lessons' own messages, each with a layer that was fitted without it."""
    return _on_new(lessons, lessons.ids, lambda taught: fit(anchors, chosen(lessons, taught)))


def _on_new(
    texts: Anchors | Lessons, names: Sequence[str], fit_on: Callable[[Chosen], Layer]
) -> Answers:
    """Scores of texts, part by part, each with a layer that was fitted on the other parts."""
    parts = parts_of(names)
    answers = Answers(kinds=texts.kinds.copy(), areas=texts.areas.copy())
    for part in range(PARTS):
        layer, judged = fit_on(parts != part), parts == part
        answers.kinds[judged] += layer.on_kinds(texts.whole[judged])
        answers.areas[judged] += layer.on_areas(texts.whole[judged])
    return answers


def chosen(lessons: Lessons, rows: Chosen) -> Lessons:
    """Some of the lessons."""
    return Lessons(
        ids=tuple(one for one, is_in in zip(lessons.ids, rows, strict=True) if is_in),
        whole=lessons.whole[rows],
        kinds=lessons.kinds[rows],
        areas=lessons.areas[rows],
        kind_targets=lessons.kind_targets[rows],
        area_targets=lessons.area_targets[rows],
        kind_weights=lessons.kind_weights[rows],
        area_weights=lessons.area_weights[rows],
    )


def parts_of(names: Sequence[str]) -> NDArray[np.int64]:
    """The part that each belongs to: the same on every machine, whatever else there is.

    Not by `training_cross.fold_of`: the anchors are all of one of its folds.
    """
    return np.array([zlib.crc32(name.encode()) % PARTS for name in names], dtype=np.int64)
