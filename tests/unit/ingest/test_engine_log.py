"""The durable engine's log lines: seldom, and without statements."""

from __future__ import annotations

import logging

from ingest.engine_log import Seldom


def record(text: str, line: int = 1) -> logging.LogRecord:
    trouble = ValueError("INSERT INTO letters")
    about = (ValueError, trouble, None)
    return logging.LogRecord("dbos", logging.WARNING, "queue.py", line, text, (), about)


def test_a_place_is_heard_once_a_minute() -> None:
    clock = [0.0]
    seldom = Seldom(lambda: clock[0])

    heard = []
    for second in (0, 1, 59, 61):
        clock[0] = float(second)
        heard.append(seldom.filter(record("trouble")))

    assert heard == [True, False, False, True]


def test_another_place_is_heard() -> None:
    seldom = Seldom(lambda: 0.0)

    assert [seldom.filter(record("a", 1)), seldom.filter(record("b", 2))] == [True, True]


def test_an_exception_is_cut_to_what_the_engine_was_doing() -> None:
    line = record("Exception in queue thread: (OperationalError) INSERT INTO letters VALUES (1)")

    Seldom(lambda: 0.0).filter(line)

    assert logging.Formatter().format(line) == "Exception in queue thread"
