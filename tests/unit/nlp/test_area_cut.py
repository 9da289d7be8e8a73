from __future__ import annotations

import numpy as np

from nlp.areas import taken
from nlp.training_tune import area_cut, best_cut


def test_the_surest_area_is_said_even_below_the_cut() -> None:
    said = taken(np.array([[-3.0, -2.0, -4.0], [1.0, -1.0, 2.0]]), 0.0)

    assert said.tolist() == [[False, True, False], [True, False, True]]


def test_the_cut_rather_says_an_area_too_many_than_one_too_few() -> None:
    chance = np.random.default_rng(3)
    truth = (chance.random((400, 5)) < 0.3).astype(float)
    scores = truth + chance.normal(size=truth.shape)

    assert area_cut(truth, scores) < best_cut(truth, scores)
