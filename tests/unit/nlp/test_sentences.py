from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading import Passage, Role
from nlp.sentences import LONGEST, cut


def own(text: str) -> Passage:
    return Passage(text=text, role=Role.OWN)


def texts_of(text: str) -> list[str]:
    return [sentence.text for sentence in cut([own(text)])[0]]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_every_sentence_is_an_exact_slice(text: str) -> None:
    sentences, _ = cut([own(text)])

    assert all(text[s.start : s.end] == s.text for s in sentences)
    assert all(s.text == s.text.strip() for s in sentences)


def test_wrapped_lines_of_a_letter_are_one_sentence() -> None:
    text = (
        "The Commission has four officers for all the provinces of the country, and\n"
        "none of them has ever been trained.\n\nWe ask for help."
    )

    assert len(texts_of(text)) == 2


def test_points_of_a_list_are_sentences_of_their_own() -> None:
    text = "We need:\n- two judges\n- a database\n3. interpreters"

    assert texts_of(text) == ["We need:", "- two judges", "- a database", "3. interpreters"]


@pytest.mark.parametrize(
    "text",
    [
        "Our focal point is Mr. Banda of the Commission.",
        "Le dossier n. 14 de M. Diallo est complet.",
        "El Lic. Pérez y la Sra. Ruiz firman.",
        "Об этом пишет г. Иванов в письме.",
        "كتب إلينا د. سالم من الوزارة.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert texts_of(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "(" * 1_000_000, "слово " * 170_000, "\u0628" * 1_000_000, ". " * 500_000],
    ids=["one word", "brackets", "no full stop", "Arabic letters", "full stops"],
)
def test_a_megabyte_without_sentences_is_cut_in_bounded_time(text: str) -> None:
    started = time.monotonic()

    sentences, _ = cut([own(text)])

    assert time.monotonic() - started < 30
    assert all(len(s.text) <= LONGEST for s in sentences)


def test_what_lies_beyond_the_limit_is_told() -> None:
    passages = [own("One. Two. Three."), own("Four. Five.")]

    sentences, unread = cut(passages, most=4)

    assert len(sentences) == 4
    assert unread == (1,)


def test_passages_after_the_limit_are_told_too() -> None:
    passages = [own("One. Two."), own("Three."), own("123")]

    _, unread = cut(passages, most=2)

    assert unread == (1,)
