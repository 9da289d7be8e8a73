"""The catalogues of words: whole in each language, with its plural forms, and isolated."""

from __future__ import annotations

import string
from typing import Any

import pytest
from babel import Locale

from bot.words import LANGUAGES, catalogue, words_in

#: the same word in both languages, looked at
SAME = {("fr", "common.pages"), ("es", "common.cancel")}
OTHERS = [language for language in LANGUAGES if language != "en"]


def flat(language: str) -> dict[str, Any]:
    return {
        f"{section}.{name}": words
        for section, named in catalogue(language).items()
        for name, words in named.items()
    }


def sentences(words: str | dict[str, str]) -> list[str]:
    return list(words.values()) if isinstance(words, dict) else [words]


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_is_in_every_language(language: str) -> None:
    assert set(flat(language)) == set(flat("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_untranslated(language: str) -> None:
    english, other = flat("en"), flat(language)
    same = {
        (language, key)
        for key, words in other.items()
        if set(sentences(words)) & set(sentences(english[key]))
    }

    assert same <= SAME


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_those_of_the_english_words(language: str) -> None:
    for key, words in flat(language).items():
        wanted = {name for one in sentences(flat("en")[key]) for name in placeholders(one)}
        for one in sentences(words):
            assert placeholders(one) - {"count"} == wanted - {"count"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_the_language_is_there(language: str) -> None:
    forms = {*Locale(language).plural_form.tags, "other"}
    for key, words in flat(language).items():
        if isinstance(words, dict):
            assert set(words) == forms, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_can_be_filled(language: str) -> None:
    for key, found in flat(language).items():
        names = {name for one in sentences(found) for name in placeholders(one)}
        given = dict.fromkeys(names, 3) | {"count": 3}

        assert "{" not in words_in(language)(key, **given)


def test_a_number_in_arabic_is_isolated() -> None:
    assert words_in("ar")("common.pages", count=3) == "\u20683\u2069 صفحات"


def test_russian_counts_in_its_own_way() -> None:
    words = words_in("ru")

    assert [words("common.pages", count=count) for count in (1, 3, 5, 21)] == [
        "1 страница",
        "3 страницы",
        "5 страниц",
        "21 страница",
    ]


def test_a_language_without_a_catalogue_is_answered_in_english() -> None:
    assert words_in("de-CH").language == "en"
