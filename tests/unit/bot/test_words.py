"""The catalogues of words: whole in each language, with its plural forms, and isolated."""

from __future__ import annotations

import string
from typing import Any

import pytest
from babel import Locale
from markupsafe import Markup

from bot.office_words import SHELF
from bot.words import LANGUAGES, Words, catalogue, words_in

SENDERS = "words"
#: the same word in both languages, looked at
SAME: dict[str, dict[str, str]] = {
    SENDERS: {"fr": "common.pages", "es": "common.cancel"},
    SHELF: {
        "fr": """
    moments.minutes
    moments.hours
    keyboards.original
    field_buttons.organisation
    field_buttons.facts.contact
    field_buttons.urgent
    judgement.by
    people.named
    handed.to
    signs.violence
    parts.coordination
    fields.organisation
    fields.urgent
    fields.conditions
    fields.contact
    fields.facts.contact
    lists.comma
    countries.PS
    countries.XK
    countries.TR
    card.conditions
    card.contact
    card.decided
    card.chat
    flags.urgent
    places.message
    places.page
    places.page_of
    sender.named
    standing.consent
    evidence_file.message
    evidence_file.page_of
    mail_kinds.question
    typed_values.named_code
    alarms.holds
    digest.between_kinds
    batch.between_kinds
    bringing_pieces.message
    sheets.document
    sheets.named
    sheets.between
    web.page
    web.listed
    web.conditions
    web.pages
    web.between
    web.message
    web.at_page
    web.page_under
    web_rows.organisation
    web_rows.contact
    web_origins.body
    web_origins.signature
    web_origins.at_page
    letter_shown.sent
    sandbox.chat
    sandbox.ok
        """,
        "es": """
            moments.minutes
            moments.hours
            keyboards.original
            aside_keyboards.no
            field_says.no
            history_words.no
            values.no
            forms.material
            values.material
            countries.XK
            countries.TR
            card.chat
            sandbox.chat
            web.size_mb
            web.size_bytes
        """,
        "pt": """
            moments.minutes
            moments.hours
            places.page
            places.page_of
            sheets.named
            web.size_mb
            web.size_bytes
            letter_shown.sent
            keyboards.original
            forms.material
            values.material
            countries.XK
            countries.TR
            card.chat
            sandbox.chat
            sandbox.ok
        """,
    },
}
OTHERS = [language for language in LANGUAGES if language != "en"]

each_shelf = pytest.mark.parametrize("shelf", [SENDERS, SHELF])


def flat(language: str, shelf: str) -> dict[str, Any]:
    return {
        f"{section}.{name}": words
        for section, named in catalogue(language, shelf).items()
        for name, words in named.items()
    }


def sentences(words: str | dict[str, str]) -> list[str]:
    return list(words.values()) if isinstance(words, dict) else [words]


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@each_shelf
@pytest.mark.parametrize("language", OTHERS)
def test_every_key_is_in_every_language(language: str, shelf: str) -> None:
    assert set(flat(language, shelf)) == set(flat("en", shelf))


@each_shelf
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_untranslated(language: str, shelf: str) -> None:
    english, other = flat("en", shelf), flat(language, shelf)
    same = {
        key
        for key, words in other.items()
        if set(sentences(words)) & {one for one in sentences(english[key]) if has_words(one)}
    }

    assert same <= set(SAME[shelf].get(language, "").split())


def has_words(sentence: str) -> bool:
    """Whether there is something to translate; marks and placeholders alone are the same."""
    text = "".join(text for text, *_ in string.Formatter().parse(sentence))
    return any(letter.isalpha() for letter in text)


@each_shelf
@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_those_of_the_english_words(language: str, shelf: str) -> None:
    english = flat("en", shelf)
    for key, words in flat(language, shelf).items():
        wanted = {name for one in sentences(english[key]) for name in placeholders(one)}
        for one in sentences(words):
            assert placeholders(one) - {"count"} == wanted - {"count"}, key


@each_shelf
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_the_language_is_there(language: str, shelf: str) -> None:
    forms = {*Locale(language).plural_form.tags, "other"}
    for key, words in flat(language, shelf).items():
        if isinstance(words, dict):
            assert set(words) == forms, key


@each_shelf
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_can_be_filled(language: str, shelf: str) -> None:
    for key, found in flat(language, shelf).items():
        names = {name for one in sentences(found) for name in placeholders(one)}
        given = dict.fromkeys(names, 3) | {"count": 3}

        assert "{" not in Words(language, shelf)(key, **given)


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


def test_what_is_given_to_markup_is_escaped_once() -> None:
    filled = words_in("ar").markup("common.pages", count=3)

    assert filled == "\u20683\u2069 صفحات"
    assert isinstance(filled, Markup)


def test_markup_that_is_given_to_markup_stays() -> None:
    words = words_in("en")

    assert "<b>A&amp;B</b>" in words.markup("guide.later", command=Markup("<b>A&amp;B</b>"), days=3)
    assert "&lt;b&gt;" in words.markup("guide.later", command="<b>", days=3)
