"""Frequent words that tell the four languages of one script apart."""

from __future__ import annotations

from nlp.language_words import LANGUAGES, counted, weights, words_of

EN, FR, ES, PT = range(len(LANGUAGES))


def test_a_word_speaks_for_the_language_that_it_is_most_used_in() -> None:
    assert weights()["nous"].argmax() == FR
    assert weights()["não"].argmax() == PT


def test_a_word_of_two_languages_says_little_between_them() -> None:
    assert abs(weights()["para"][ES] - weights()["para"][PT]) < 1


def test_a_word_is_known_without_its_accents() -> None:
    assert weights()["refugies"].argmax() == FR


def test_one_word_is_never_the_last_word() -> None:
    assert min(row.min() for row in weights().values()) >= -4


def test_an_apostrophe_of_print_is_one_of_the_keyboard() -> None:
    assert words_of("L’État, c'est") == ["l'état", "c'est"]


def test_words_that_stand_once_are_not_counted() -> None:
    rows = counted([("en", "the judge and the clerk"), ("ru", "слово слово")])

    assert [row[0] for row in rows] == ["the"]
