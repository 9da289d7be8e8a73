from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import choice
from bot.callbacks import LONGEST_BYTES, Press, Verb, pack, parse
from bot.keyboards import (
    areas_keyboard,
    card_keyboard,
    kinds_keyboard,
    letter_keyboard,
    pages_keyboard,
    reasons_keyboard,
)
from bot.labels import area_ids
from tests.chat_values import a_draft

ARGUMENTS = st.none() | st.from_regex(r"[A-Za-z0-9._-]{1,24}", fullmatch=True)


@given(
    verb=st.sampled_from(Verb),
    draft=st.integers(0, 2**53),
    revision=st.integers(0, 99_999),
    argument=ARGUMENTS,
)
def test_a_press_comes_back_as_it_was_and_fits(
    verb: Verb, draft: int, revision: int, argument: str | None
) -> None:
    press = Press(verb=verb, draft=draft, revision=revision, argument=argument)

    data = pack(press)

    assert parse(data) == press
    assert len(data.encode()) <= LONGEST_BYTES


@given(st.text())
def test_any_data_is_a_press_or_nothing(data: str) -> None:
    press = parse(data)

    assert press is None or pack(press)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "confirm",
        "2:confirm:1:1",
        "1:destroy:1:1",
        "1:confirm:-1:1",
        "1:confirm:1",
        "1:confirm:1:1:",
    ],
)
def test_data_of_another_shape_is_nothing(data: str) -> None:
    assert parse(data) is None


def test_a_button_that_cannot_come_back_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        pack(Press(verb=Verb.LETTER, argument="two words"))


def test_every_button_of_a_large_draft_number_fits() -> None:
    draft = a_draft(id=2**53, revision=99_999)

    keyboards = [
        card_keyboard(draft, full=True),
        reasons_keyboard(draft),
        kinds_keyboard(draft),
        areas_keyboard(draft, frozenset(area_ids())),
        letter_keyboard("0123456789abcdef" * 2, [draft], may_draft=True, full=True),
        pages_keyboard(Verb.QUEUE, 15, 60),
    ]

    sizes = [
        len(str(button.callback_data).encode())
        for keyboard in keyboards
        if keyboard
        for row in keyboard.inline_keyboard
        for button in row
    ]
    assert max(sizes) <= LONGEST_BYTES


@given(st.sets(st.sampled_from(area_ids())))
def test_a_choice_of_areas_comes_back_as_it_was(areas: set[str]) -> None:
    assert set(choice.unpack(choice.pack(areas)) or ()) == areas


def test_a_choice_from_another_list_of_areas_is_nothing() -> None:
    bits = choice.pack({"coi"}).partition(".")[0]

    assert choice.unpack(f"{bits}.0000") is None
    assert choice.unpack(None) is None
