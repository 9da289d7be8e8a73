"""Whether a letter in an old thread is about something new."""

from __future__ import annotations

import pytest

from ingest.topic import LONG, Letter, new_topic
from tests.chat_values import a_draft
from tests.factories import a_content


@pytest.mark.parametrize("band", ["likely", "unsure"])
def test_a_short_answer_that_only_looks_like_another_kind_belongs_to_the_draft(band: str) -> None:
    looks = a_content(kind="good_practice", band=band, confidence=0.79)

    letter = Letter(contents=(looks,), length=90, is_answer=True)

    assert new_topic(a_draft(), letter) is None


@pytest.mark.parametrize(
    "letter",
    [
        Letter(contents=(a_content(kind="offer"),), length=90, is_answer=True),
        Letter(contents=(a_content(kind="offer", band="likely"),), length=90),
        Letter(contents=(a_content(kind="offer", band="likely"),), length=LONG + 1, is_answer=True),
    ],
    ids=["surely of another kind", "nobody asked", "a long answer"],
)
def test_another_kind_stands_for_itself(letter: Letter) -> None:
    assert new_topic(a_draft(), letter) == "another_kind"
