from __future__ import annotations

import time

import pytest

from ingest.plaintext import unflow


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("one \n\ntwo", "one \n\ntwo"),
        ("> one \n> two\nthree", "> one two\nthree"),
        ("> one \ntwo", "> one \ntwo"),
        ("one \n-- \nJo", "one \n-- \nJo"),
        (" > no quote", "> no quote"),
        ("", ""),
    ],
)
def test_soft_line_breaks_are_joined_within_one_quote_depth(text: str, joined: str) -> None:
    assert unflow(text) == joined


def test_the_breaking_space_goes_where_the_sender_says_so() -> None:
    assert unflow("日本 \n語", delete_space=True) == "日本語"


def test_a_long_text_is_joined_in_no_time() -> None:
    started = time.perf_counter()
    unflow("word \n" * 300_000)

    assert time.perf_counter() - started < 2.0
