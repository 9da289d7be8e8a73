"""What `/new` says in one message."""

from __future__ import annotations

import pytest

from bot.bringing import New, new_in
from store.brought import How


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/new", New()),
        ("/new@acsg_bot", New()),
        ("/new oral", New(how=How.ORAL)),
        ("/NEW Meeting:", New(how=How.MEETING)),
        ("/new request", New(kind="request")),
        ("/new practice: They share a tool.", New(kind="good_practice", text="They share a tool.")),
        (
            "/new forwarded offer: Two trainers.",
            New(how=How.FORWARDED, kind="offer", text="Two trainers."),
        ),
        ("/new request for training", New(kind="request", text="request for training")),
        ("/new meeting with Chad in May", New(text="meeting with Chad in May")),
        ("/new Chad asks:\nhelp", New(text="Chad asks:\nhelp")),
    ],
)
def test_it_says_how_what_and_the_words(text: str, said: New) -> None:
    assert new_in(text) == said


@pytest.mark.parametrize("text", ["new", "/newer text", "hello /new", "", "/help"])
def test_other_texts_are_none(text: str) -> None:
    assert new_in(text) is None
