"""Places that fill as we speak and empty as time goes by."""

from __future__ import annotations

from bot.budget import Budget


def test_as_many_as_there_are_places_go_at_once() -> None:
    budget = Budget(20, 60)

    assert [budget.take(100.0) for _ in range(20)] == [0.0] * 20


def test_beyond_its_places_each_waits_for_the_one_before() -> None:
    budget = Budget(20, 60)
    for _ in range(20):
        budget.take(100.0)

    assert [budget.take(100.0) for _ in range(3)] == [3.0, 6.0, 9.0]


def test_a_place_empties_with_time() -> None:
    budget = Budget(20, 60)
    for _ in range(20):
        budget.take(100.0)

    assert budget.take(103.0) == 0.0
    assert budget.take(103.0) == 3.0


def test_asking_takes_no_place() -> None:
    budget = Budget(2, 60)

    assert [budget.wait_s(100.0) for _ in range(5)] == [0.0] * 5


def test_a_place_that_leaves_others_free_is_later_there() -> None:
    budget = Budget(20, 60)
    for _ in range(12):
        budget.take(100.0)

    assert budget.wait_s(100.0) == 0.0
    assert budget.wait_s(100.0, leaving=8) == 3.0
    assert budget.wait_s(103.0, leaving=8) == 0.0


def test_it_is_empty_once_all_that_was_taken_is_long_ago() -> None:
    budget = Budget(20, 60)
    assert budget.is_empty(100.0)
    budget.take(100.0)

    assert not budget.is_empty(102.9)
    assert budget.is_empty(103.0)
