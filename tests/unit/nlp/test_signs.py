"""Signs of need in six languages, on invented sentences; half of them were held back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.signs import SIGNS, signs_in

FOLDER = Path(__file__).parents[2] / "corpus" / "signs"
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru")
#: floors under what was measured
RECALL, PRECISION = 0.9, 0.9


class Measured(NamedTuple):
    recall: float
    precision: float
    missed: list[str]
    invented: list[str]


def measured(name: str, languages: tuple[str, ...] = LANGUAGES) -> Measured:
    texts = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    wanted = [(sign, text) for code in languages for sign, text in texts[code]["yes"]]
    quiet = [text for code in languages for text in texts[code]["no"]]
    found = [(text, signs_in([text])) for _, text in wanted]
    missed = [f"{sign}: {text}" for (sign, text), (_, said) in zip(wanted, found, strict=True)
              if sign not in said]  # fmt: skip
    said = sum(bool(signs) for _, signs in found)
    invented = [f"{signs}: {text}" for text in quiet if (signs := signs_in([text]))]
    precision = said / (said + len(invented)) if said else 0.0
    return Measured(1 - len(missed) / len(wanted), precision, missed, invented)


@pytest.mark.parametrize("name", ["tuned", "held"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_there_are_as_many_sentences_with_as_without_signs(name: str, code: str) -> None:
    texts = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))[code]

    assert (len(texts["yes"]), len(texts["no"])) == (6, 6)
    assert {sign for sign, _ in texts["yes"]} == set(SIGNS)


def test_all_that_it_was_tuned_on_is_found_and_nothing_else() -> None:
    found = measured("tuned")

    assert (found.missed, found.invented) == ([], [])


def test_of_sentences_that_were_held_back_most_are_found() -> None:
    found = measured("held")

    print(f"\nheld back: recall {found.recall:.3f}, precision {found.precision:.3f}", *found.missed)
    assert found.recall >= RECALL, found.missed
    assert found.precision >= PRECISION, found.invented


def test_a_word_of_denial_takes_the_sign_away_within_a_sentence() -> None:
    assert signs_in(["I am not detained."]) == ()
    assert signs_in(["I have no money. I am detained."]) == ("detention",)


def test_signs_come_in_the_order_in_which_officers_read_them() -> None:
    assert signs_in(["My daughter is with me.", "They will deport us."]) == ("removal", "children")


def test_what_a_government_writes_of_a_policy_has_signs_too_so_only_pleas_are_asked() -> None:
    assert signs_in(["The Ministry seeks alternatives to detention."]) == ("detention",)


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_gives_signs_or_none(texts: list[str]) -> None:
    assert set(signs_in(texts)) <= set(SIGNS)
