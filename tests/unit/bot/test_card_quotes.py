"""How the words that show what a card says stand on it: folded, told once, in their direction."""

from __future__ import annotations

from bot.foreign import quoted, turned
from bot.layout import laid_out
from store.model import Criterion, Theme
from tests.chat_values import a_card, a_draft
from tests.chat_values import quoted as a_quote
from tests.factories import a_content

WORDS = a_quote("نرجو دعمكم في معالجة 4000 ملف متراكم (Bureau RSD).", "letter.pdf", 2)
CONTENT = a_content(
    organisation="اللجنة الوطنية لشؤون اللاجئين",
    themes=tuple(Theme(id=one, confidence=0.9, evidence=(WORDS,)) for one in ("backlog", "rsd")),
    criteria=(
        Criterion(id="13a", status="evidenced", confidence=0.8, evidence=(WORDS,)),
        Criterion(id="13b", status="not_evidenced", confidence=0.0),
    ),
)


def test_an_arabic_quote_has_a_line_that_runs_from_right_to_left() -> None:
    markup = laid_out(a_card(a_draft(content=CONTENT)), full=True)

    assert "\n\u200f\u2068“نرجو دعمكم" in markup


def test_a_line_that_begins_with_an_arabic_name_runs_as_the_card_does() -> None:
    markup = laid_out(a_card(a_draft(content=CONTENT)), full=True)

    assert "\n\u200e\u2068اللجنة الوطنية" in markup


def test_a_latin_sentence_that_holds_an_arabic_name_runs_from_left_to_right() -> None:
    said = turned(quoted("The authority (المديرية العامة للجوء) asks for support."))

    assert said.startswith("\u200e\u2068“The")


def test_words_that_show_several_areas_are_told_once() -> None:
    words = a_quote("thirty interpreters and two experts")
    themes = tuple(Theme(id=one, confidence=0.9, evidence=(words,)) for one in ("rsd", "training"))

    markup = laid_out(a_card(a_draft(content=a_content(themes=themes))), full=True)

    assert markup.count("thirty interpreters") == 1
    assert "<b>Status determination</b>, <b>Training and staff</b> · <i>message</i>" in markup


def test_the_quotes_of_areas_are_folded_below_their_names() -> None:
    markup = laid_out(a_card(a_draft(content=CONTENT)), full=True)

    assert "<b>Areas</b> Backlog, Status determination\n<blockquote expandable>" in markup


def test_conditions_are_folded_and_name_their_file_once() -> None:
    said = ("within existing budgets", "two at a time")
    conditions = tuple(a_quote(one, "offer.pdf", 2) for one in said)

    markup = laid_out(a_card(a_draft(content=a_content(conditions=conditions))), full=True)

    assert (
        "<b>Conditions</b>\n<blockquote expandable><i>offer.pdf, p. 2</i>\n"
        "“within existing budgets”\n“two at a time”</blockquote>" in markup
    )


def test_a_mark_never_stands_on_another_line_than_its_criterion() -> None:
    markup = laid_out(a_card(a_draft(content=CONTENT)), full=True)

    assert "✅\N{NO-BREAK SPACE}13a  ◻️\N{NO-BREAK SPACE}13b" in markup
