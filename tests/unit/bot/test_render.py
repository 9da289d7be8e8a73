from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from bot import office_words, render, shelf
from bot.cards import Quote
from bot.foreign import headed, said
from bot.greeting import LANGUAGES
from bot.measure import ROOMS

if TYPE_CHECKING:
    from pathlib import Path


def test_templates_are_found_in_a_checkout() -> None:
    assert (shelf.templates() / "cards" / "card.html.j2").is_file()


def test_templates_are_found_inside_the_package_of_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "bot" / "templates"
    shutil.copytree(shelf.templates(), packed)
    monkeypatch.setattr(shelf, "_HERE", tmp_path / "bot")

    assert shelf.templates() == packed


@pytest.mark.parametrize("folder", ["acknowledgement", "individual"])
def test_every_language_has_its_words(folder: str) -> None:
    found = {path.name for path in (shelf.templates() / folder).glob("*.txt.j2")}

    assert found == {f"{language}.txt.j2" for language in LANGUAGES}


def test_markup_is_escaped() -> None:
    assert render.render("office/plain.html.j2", lines=["<b>"]) == "&lt;b&gt;"


def test_a_name_without_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render.render("office/plain.html.j2")


def test_a_sentence_that_may_show_a_criterion_stands_on_a_line_that_runs_as_it_does() -> None:
    sentence = Quote(text="نرجو دعمكم في معالجة 4000 ملف.", name="", page=None)

    markup = render.render(
        "office/criterion.html.j2", ref="ACSG-2026-0001-1", id="13a", named="own assessment",
        definition="", mark="✅", standing="evidenced", by_officer=False, lacking=[], quotes=[],
        candidates=[sentence], room=ROOMS[0],
    )  # fmt: skip

    assert "<b>1</b> · <i>message</i>\n\u200f\u2068“نرجو" in markup


def test_a_line_runs_as_the_office_reads_whatever_it_begins_with() -> None:
    office_words.speak("ar")

    assert render.render("office/plain.html.j2", lines=["Ana"]) == "\u200f\u2068Ana\u2069"
    assert headed("<b>ACSG-2026-0001-1</b> · طلب") == "<b>\u200fACSG-2026-0001-1</b> · طلب"


def test_what_is_copied_or_pressed_whole_gets_no_mark_of_direction() -> None:
    office_words.speak("ar")
    whole = "<code>acsg-intake export</code>\nhttps://intake.example/x"

    assert headed(whole) == whole


def test_lines_of_an_office_that_reads_english_get_no_marks() -> None:
    assert headed("<b>ACSG-2026-0001-1</b>") == "<b>ACSG-2026-0001-1</b>"
    assert said("Ana") == "Ana"
