from __future__ import annotations

import numpy as np

from nlp.areas import possible


def named(*sure: float) -> list[int]:
    return np.flatnonzero(possible(np.array(sure))).tolist()


def test_beside_a_likely_area_nothing_is_named_for_want_of_a_better() -> None:
    assert named(0.6, 0.5, 0.4, 0.3) == []


def test_where_none_is_likely_the_three_surest_are_named() -> None:
    assert named(0.2, 0.5, 0.3, 0.4) == [1, 2, 3]


def test_what_is_hardly_possible_is_not_named() -> None:
    assert named(0.4, 0.14, 0.15, 0.01) == [0, 2]


def test_of_nothing_possible_nothing_is_named() -> None:
    assert named(0.1, 0.05, 0.05, 0.05) == []
