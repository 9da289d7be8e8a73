"""Threads that write in the order in which they came."""

from __future__ import annotations

import threading
import time

import pytest

from store.first_come import FirstCome

_LONG_S = 5.0


def test_each_waits_for_the_one_before_and_none_overtakes() -> None:
    line, done, came = FirstCome(), [], []

    def work(number: int) -> None:
        came.append(number)
        with line.turn():
            done.append(number)

    with line.turn():
        threads = []
        for number in range(6):
            threads.append(threading.Thread(target=work, args=(number,)))
            threads[-1].start()
            while len(came) <= number:
                time.sleep(0.001)
            time.sleep(0.02)
        assert done == []
    for thread in threads:
        thread.join(_LONG_S)

    assert done == [0, 1, 2, 3, 4, 5]


def test_who_fails_lets_the_next_in() -> None:
    line = FirstCome()
    with pytest.raises(ValueError, match="failed"), line.turn():
        raise ValueError("failed")

    begun = time.monotonic()
    with line.turn():
        assert time.monotonic() - begun < 1


def test_nobody_waits_for_ever_for_one_that_hangs() -> None:
    line = FirstCome(patience_s=0.05)

    with line.turn(), line.turn():
        pass
