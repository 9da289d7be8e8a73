"""What officers type behind /queue and /find, and what a button carries of it."""

from __future__ import annotations

import pytest

from bot.callbacks import Press, Verb, pack
from bot.find_board import wanted_by
from bot.officer_names import NOBODY, code_of
from bot.queue_filter import QueueFilter, View, typed, unpack
from store.finding import Term


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("fr request TD", QueueFilter(language="fr", kind="request", state="TD")),
        ("French requests chad", QueueFilter(language="fr", kind="request", state="TD")),
        ("العربية تشاد", QueueFilter(language="ar", state="TD")),
        ("demandes Tchad", QueueFilter(kind="request", state="TD")),
        ("предложения Чад", QueueFilter(kind="offer", state="TD")),
        ("Côte d'Ivoire, waiting", QueueFilter(state="CI", status="waiting")),
        ("es", QueueFilter(language="es")),
        ("ES", QueueFilter(state="ES")),
        ("", QueueFilter()),
    ],
)
def test_a_filter_is_typed_in_any_order_and_language(words: str, chosen: QueueFilter) -> None:
    assert typed(words, {}) == (chosen, [])


PEOPLE = {"a": "Ana Silva", "b": "Ana Chadwick", "c": "Ana", "d": "South Sudan Desk", "e": "Chad"}


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("Silva fr", QueueFilter(officer="a", language="fr")),
        ("ana chadwick, requests", QueueFilter(officer="b", kind="request")),
        ("Ana", QueueFilter(officer="c")),
        ("south sudan desk", QueueFilter(officer="d")),
        ("South Sudan", QueueFilter(state="SS")),
        ("Chad", QueueFilter(state="TD")),
        ("nobody offers", QueueFilter(officer=NOBODY, kind="offer")),
        ("not assigned", QueueFilter(officer=NOBODY)),
    ],
)
def test_an_officer_is_named_as_colleagues_name_them(words: str, chosen: QueueFilter) -> None:
    assert typed(words, PEOPLE) == (chosen, [])


def test_a_name_that_two_officers_share_chooses_nobody() -> None:
    people = {"a": "Ana Silva", "b": "Ana Lopes"}

    assert typed("ana", people) == (QueueFilter(), ["ana"])


def test_a_button_of_before_there_were_officers_in_it_still_works() -> None:
    assert unpack("15.k.request.TD.fr.waiting") == View(
        chosen=QueueFilter(kind="request", state="TD", language="fr", status="waiting"),
        offset=15, menu="kind",
    )  # fmt: skip


def test_words_that_choose_nothing_are_told() -> None:
    assert typed("request quickly registered", {}) == (
        QueueFilter(kind="request"), ["quickly", "registered"],
    )  # fmt: skip


def test_the_longest_filter_comes_back_from_a_button() -> None:
    chosen = QueueFilter(
        kind="individual_case", state="TD", language="und", status="waiting",
        officer=code_of(2**52 - 1),
    )  # fmt: skip
    view = View(chosen=chosen, offset=99_999, menu="status")

    assert pack(Press(verb=Verb.QUEUE, argument=view.pack()))
    assert unpack(view.pack()) == view


@pytest.mark.parametrize("argument", ["", "x", "1.q....", "0.k.request.TD.fr.everything"])
def test_an_argument_of_another_version_is_the_whole_queue(argument: str) -> None:
    assert unpack(argument) == View()


def test_a_number_alone_is_a_page_of_the_whole_queue() -> None:
    assert unpack("15") == View(offset=15)


def test_a_state_is_found_by_its_code_or_by_the_word_itself() -> None:
    wanted = wanted_by("Tchad formation")

    assert wanted is not None
    assert wanted.terms == (
        Term(codes=("state.TD",), words=("tchad",)), Term(words=("formation",)),
    )  # fmt: skip


def test_a_short_word_of_running_text_is_no_state() -> None:
    wanted = wanted_by("plan de formation")

    assert wanted is not None
    assert Term(words=("de",)) in wanted.terms


@pytest.mark.parametrize("words", ["", "  ", "...", "?!"])
def test_nothing_is_looked_for_where_there_are_no_words(words: str) -> None:
    assert wanted_by(words) is None
