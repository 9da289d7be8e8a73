"""What lists tell officers to type is understood in the language in which they are told."""

from __future__ import annotations

import pytest

from bot import names
from bot.office_words import say, speak
from bot.words import LANGUAGES

TOLD = ("example_codes", "example_names", "example_status")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", TOLD)
def test_every_word_of_an_example_is_understood(language: str, told: str) -> None:
    speak(language)
    example = say(f"queue.{told}").replace("\u200e", "").removeprefix("/queue").strip()

    found = list(names.named(example))

    assert found
    assert all(one.what for one in found), example
