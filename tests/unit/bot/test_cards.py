from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards import card_of
from bot.corrections import with_kind
from bot.keyboards import card_keyboard
from bot.labels import ids
from bot.layout import laid_out
from bot.measure import fits, visible
from bot.notes import note_markup, note_of
from bot.repute import Repute
from bot.sandbox import entities
from nlp.criteria import criteria
from store.model import Content, Criterion, DraftStatus, Evidence, Theme
from tests.chat_values import (
    ZURICH,
    a_card,
    a_draft,
    a_message,
    a_problem,
    a_rich_content,
    quoted,
)
from tests.factories import NOW, a_content, a_read_message

GOLDEN = Path(__file__).with_name("golden")

LETTERS = {
    "en": (
        "We would be grateful for support in clearing 4,000 pending cases by June 2027.",
        "letter of 2 March.pdf",
        "Office of the Commissioner for Refugees, Ministry of Home Affairs",
        ("KE",),
    ),
    "fr": (
        "Nous nous engageons à résorber l’arriéré « au plus tôt » & sollicitons un appui.",
        "requête n° 12.pdf",
        "Commission nationale d’accueil et de réinsertion des réfugiés et des rapatriés",
        ("TD", "NE"),
    ),
    "ar": (
        "نرجو دعمكم في معالجة 4000 ملف متراكم لدى اللجنة (Bureau RSD) قبل نهاية 2027.",
        "كتاب رقم 5512 (نسخة).pdf",
        "اللجنة الوطنية لشؤون اللاجئين وعديمي الجنسية بوزارة الداخلية والجماعات المحلية",
        ("MR",),
    ),
    "ru": (
        "Просим оказать содействие в обучении сотрудников, проводящих собеседования с заявителями.",
        "письмо № 17.pdf",
        "Управление по вопросам гражданства и миграции Министерства внутренних дел",
        ("KG",),
    ),
}


def letter(language: str) -> Content:
    words, name, organisation, states = LETTERS[language]
    return a_rich_content(words, name, organisation=organisation, states=states)


def check(name: str, markup: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.html"
    if request.config.getoption("--update-golden"):
        path.write_text(markup + "\n", encoding="utf-8")
    assert markup + "\n" == path.read_text(encoding="utf-8")
    entities.parse(markup)


@pytest.mark.parametrize("language", LETTERS)
def test_a_card_looks_as_agreed(language: str, request: pytest.FixtureRequest) -> None:
    draft = a_draft(content=letter(language), language=language)
    read = a_read_message(subject=LETTERS[language][1], problems=(a_problem(),), language=language)

    markup = laid_out(a_card(draft, read), full=True)

    check(f"card-{language}", markup, request)


def test_a_minimal_card_looks_as_agreed(request: pytest.FixtureRequest) -> None:
    markup = laid_out(a_card(a_draft(content=letter("fr"))), full=False)

    check("card-minimal", markup, request)


@pytest.mark.parametrize("full", [True, False])
def test_a_card_with_a_line_on_its_sender_looks_as_agreed(
    full: bool,  # noqa: FBT001 - a column
    request: pytest.FixtureRequest,
) -> None:
    repute = Repute(
        level="suspicious",
        mark="🔴",
        words="look-alike domain of interior.example: Cyrillic letters, new domain, DKIM passed",
        minimal="sender suspicious",
        codes=(),
    )
    card = replace(a_card(a_draft(content=letter("fr"))), repute=repute)

    check(f"card-sender-{'full' if full else 'minimal'}", laid_out(card, full=full), request)


@pytest.mark.parametrize("status", [DraftStatus.CONFIRMED, DraftStatus.REJECTED])
def test_a_decided_card_looks_as_agreed(
    status: DraftStatus, request: pytest.FixtureRequest
) -> None:
    is_confirmed = status is DraftStatus.CONFIRMED
    draft = a_draft(
        status=status,
        content=letter("ar"),
        decided_by="Alice",
        decided_at=NOW,
        register_ref="REQ-2026-0017" if is_confirmed else None,
        reason=None if is_confirmed else "The letter is spam.",
    )

    markup = laid_out(a_card(draft), full=True)

    check(f"card-{status}", markup, request)


def test_a_note_looks_as_agreed(request: pytest.FixtureRequest) -> None:
    read = a_read_message(kinds=(("enquiry", 0.7, "likely"),), problems=(a_problem(None),))
    note = note_of(a_message(), read, now=NOW + timedelta(minutes=5), zone=ZURICH)

    check("note", note_markup(note, full=True), request)


def test_the_note_on_one_persons_case_says_nothing_of_it() -> None:
    read = a_read_message(kinds=(("individual_case", 0.9, "sure"),), subject="Help me please")
    note = note_of(a_message(), read, now=NOW, zone=ZURICH)

    markup = note_markup(note, full=True)

    assert "Help me" not in markup
    assert "ministry@example.org" not in markup
    assert "Chad" not in markup


def test_arabic_between_latin_words_keeps_to_itself() -> None:
    markup = laid_out(a_card(a_draft(content=letter("ar"))), full=True)

    assert "<i>\u2068كتاب رقم 5512 (نسخة).pdf\u2069, p. 2</i>" in markup


def test_the_strongest_quote_of_an_area_is_shown() -> None:
    weak, strong = quoted("weak words"), quoted("strong words", "letter.pdf", 3)
    theme = Theme(id="coi", confidence=0.9, evidence=(weak, strong))
    draft = a_draft(content=a_content(themes=(theme,)))
    object.__setattr__(weak, "confidence", 0.2)

    markup = laid_out(a_card(draft), full=True)

    assert "<i>letter.pdf, p. 3</i>\n“strong words”" in markup
    assert "weak words" not in markup


def test_parts_of_an_evidenced_criterion_that_nobody_showed_are_missing() -> None:
    criterion = Criterion(
        id="15ii", status="evidenced", confidence=0.8, parts={"gap": (quoted("the gap"),)}
    )

    card = a_card(a_draft(content=a_content(criteria=(criterion,))))

    words = [part.words for part in card.missing if part.id == "15ii"]
    assert words == ["concrete gap and objectives: nobody else can fill it, objectives, milestones"]


@pytest.mark.parametrize("kind", ["offer", "good_practice"])
def test_what_belongs_to_requests_is_not_shown_of_other_kinds(kind: str) -> None:
    content = with_kind(letter("en"), kind)

    markup = laid_out(a_card(a_draft(content=replace(content, states=()))), full=True)

    assert not any(word in markup for word in ("Criteria", "15i", "Not said", "must not be asked"))
    assert "Backlog" in markup


@pytest.mark.parametrize(("kind", "is_there"), [("request", True), ("offer", False)])
def test_only_requests_have_a_button_for_what_is_missing(kind: str, *, is_there: bool) -> None:
    keyboard = card_keyboard(a_draft(content=with_kind(letter("en"), kind)), full=True)

    assert keyboard is not None
    words = [button.text for row in keyboard.inline_keyboard for button in row]
    assert ("❓ Missing" in words) is is_there


def test_a_minimal_card_of_an_offer_has_no_empty_line() -> None:
    content = with_kind(letter("en"), "offer")

    markup = laid_out(a_card(a_draft(content=content)), full=False)

    assert "" not in markup.split("\n")


def test_a_kind_that_an_officer_corrected_says_so_and_not_how_sure_it_is() -> None:
    content = with_kind(letter("en"), "offer")

    markup = laid_out(a_card(a_draft(content=content)), full=True)

    assert "· Offer · 👤 by an officer\n" in markup


def test_a_request_that_was_corrected_back_has_its_criteria_again() -> None:
    content = with_kind(with_kind(letter("en"), "offer"), "request")

    card = a_card(a_draft(content=content))

    assert len(card.criteria) == len(letter("en").criteria)


def test_a_criterion_that_lacks_a_part_has_a_mark_of_its_own() -> None:
    gap: dict[str, tuple[Evidence, ...]] = {"gap": (quoted("the gap"),)}
    given = (
        Criterion(id="15i", status="evidenced", confidence=0.8, evidence=(quoted("a plan"),)),
        Criterion(id="15ii", status="evidenced", confidence=0.8, parts=gap),
        Criterion(id="15iii", status="optional", confidence=0.8, parts=gap),
    )

    card = a_card(a_draft(content=a_content(criteria=given)))

    assert [one.mark for one in card.criteria] == ["✅", "🔶", "➖"]


def test_what_is_optional_or_does_not_apply_is_never_missing() -> None:
    given = tuple(
        Criterion(id=one, status=status, confidence=0.9)
        for one, status in (("15iv", "optional"), ("15v", "optional"), ("15vi", "not_applicable"))
    )

    card = a_card(a_draft(content=a_content(criteria=given)))

    assert [part.id for part in card.missing if part.id] == []


def test_every_part_of_every_criterion_has_words() -> None:
    assert set(criteria().parts) <= set(ids("parts"))
    assert criteria().ids == ids("criteria")


def test_a_long_letter_still_fits_with_its_marks() -> None:
    draft = a_draft(content=a_rich_content("слово & " * 2000, "имя " * 100))

    markup = laid_out(a_card(draft), full=True)

    assert fits(markup)
    assert "✅\N{NO-BREAK SPACE}15vii" in markup
    assert visible(markup) > 1000


def test_a_repeat_says_so() -> None:
    card = card_of(a_draft(), a_message(), None, now=NOW, zone=ZURICH, possible_repeat=True)

    assert laid_out(card, full=True).startswith("<i>Possibly a repeat")
