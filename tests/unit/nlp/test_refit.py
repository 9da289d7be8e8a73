"""Fitting a layer and trying it: what does not move, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp import anchors, learned, refit
from nlp.linear import softmax
from nlp.model import ModelMissingError, load
from nlp.offset_fit import EACH, ONE_OF, fit_on_top
from nlp.reading import KINDS, Kind
from nlp.refit import Answers, Lessons
from nlp.trial import compare

if TYPE_CHECKING:
    from nlp.anchors import Anchors

MODEL, CARD = load("both")


@pytest.fixture(scope="module")
def corpus() -> Anchors:
    return anchors.read("both", CARD.sha256)


def said_of(corpus: Anchors, rows: slice, weight: float = 5.0) -> Lessons:
    """Lessons that say of some texts of the corpus what is said of them already."""
    whole, kinds, areas = corpus.whole[rows], corpus.kinds[rows], corpus.areas[rows]
    count = len(whole)
    return Lessons(
        ids=tuple(f"m{number}" for number in range(count)),
        whole=whole,
        kinds=kinds,
        areas=areas,
        kind_targets=softmax(kinds),
        area_targets=np.zeros_like(areas),
        kind_weights=np.full(count, weight),
        area_weights=np.zeros(count),
    )


@pytest.mark.parametrize("name", ["both", "use"])
def test_the_anchors_belong_to_the_model_that_is_here(name: str) -> None:
    model, card = load(name)

    held = anchors.read(name, card.sha256)

    assert held.kinds.shape == held.true_kinds.shape == (len(held.voices), len(KINDS))
    assert held.whole.shape[1] == len(model.prototypes[0])


def test_anchors_of_another_training_are_refused() -> None:
    with pytest.raises(ModelMissingError, match=r"run python -m nlp\.training"):
        anchors.read("both", "another")


def test_the_corpus_holds_no_text_among_its_anchors(corpus: Anchors) -> None:
    assert max(len(voice) for voice in corpus.voices.tolist()) < 40
    assert {len(language) for language in corpus.languages.tolist()} == {2}


def test_lessons_that_say_what_is_said_already_move_nothing(corpus: Anchors) -> None:
    layer = refit.fit(corpus, said_of(corpus, slice(0, 30)))

    assert np.abs(layer.on_kinds(corpus.whole)).max() < 1e-6


def test_the_same_lessons_give_the_same_layer(corpus: Anchors) -> None:
    lessons = replace(said_of(corpus, slice(0, 8)), kind_targets=np.eye(len(KINDS)))

    layers = [refit.fit(corpus, lessons) for _ in range(2)]

    assert learned.version_of(layers[0]) == learned.version_of(layers[1])


@pytest.mark.parametrize("squash", [ONE_OF, EACH])
def test_a_fit_on_top_reaches_its_lowest_point(squash: object) -> None:
    chance = np.random.default_rng(5)
    features, offsets = chance.normal(size=(60, 4)), chance.normal(size=(60, 3))
    targets = np.eye(3)[chance.integers(0, 3, 60)]
    chosen = ONE_OF if squash is ONE_OF else EACH

    weights = fit_on_top(features, offsets, targets, np.ones(60), penalty=0.5, squash=chosen)

    slope = features.T @ (chosen.shares(offsets + features @ weights) - targets) + 0.5 * weights
    assert np.abs(slope).max() < 0.01


def test_a_loss_in_one_kind_is_shown(corpus: Anchors) -> None:
    worse = corpus.kinds.copy()
    offers = np.nonzero(corpus.true_kinds[:, KINDS.index(Kind.OFFER)])[0]
    worse[offers[:12], KINDS.index(Kind.UPDATE)] += 30.0
    before = Answers(kinds=corpus.kinds, areas=corpus.areas)

    found = compare(corpus, before, Answers(kinds=worse, areas=corpus.areas), MODEL)

    assert "offer" in {one.group for one in found if one.is_loss}
    assert "meeting" not in {one.group for one in found if one.is_loss}


def test_no_change_is_no_loss(corpus: Anchors) -> None:
    same = Answers(kinds=corpus.kinds, areas=corpus.areas)

    found = compare(corpus, same, same, MODEL)

    assert [one for one in found if one.is_loss or one.before != one.after] == []
    assert {one.group for one in found} >= {"en", "fr", "es", "ar", "pt", "ru", *KINDS}
