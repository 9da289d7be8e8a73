"""Messages that we spend, and that come back as time goes by."""

from __future__ import annotations

from bot.budget import Budget


def test_as_many_as_a_period_has_go_at_once() -> None:
    budget = Budget(20, 60)

    assert [budget.spend(100.0) for _ in range(20)] == [0.0] * 20


def test_beyond_that_each_waits_for_the_one_before() -> None:
    budget = Budget(20, 60)
    for _ in range(20):
        budget.spend(100.0)

    assert [budget.spend(100.0) for _ in range(3)] == [3.0, 6.0, 9.0]


def test_what_was_spent_comes_back_with_time() -> None:
    budget = Budget(20, 60)
    for _ in range(20):
        budget.spend(100.0)

    assert budget.spend(103.0) == 0.0
    assert budget.spend(103.0) == 3.0


def test_asking_spends_nothing() -> None:
    budget = Budget(2, 60)

    assert [budget.wait_s(100.0) for _ in range(5)] == [0.0] * 5


def test_one_that_leaves_some_for_others_is_later_there() -> None:
    budget = Budget(20, 60)
    for _ in range(12):
        budget.spend(100.0)

    assert budget.wait_s(100.0) == 0.0
    assert budget.wait_s(100.0, leaving=8) == 3.0
    assert budget.wait_s(103.0, leaving=8) == 0.0


def test_it_is_whole_once_all_that_was_spent_is_long_ago() -> None:
    budget = Budget(20, 60)
    assert budget.is_whole(100.0)
    budget.spend(100.0)

    assert not budget.is_whole(102.9)
    assert budget.is_whole(103.0)
