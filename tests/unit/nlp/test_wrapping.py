"""What goes on in the next line of a set page, and what stays a line of its own."""

from __future__ import annotations

import itertools
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.reading import Passage, Role
from nlp.sentences import cut

PROSE = (
    "La Commission nationale a conduit en mars une revue de ses procédures, avec l'appui du "
    "Groupe pour la formation et de deux juges de la Cour. Elle montre que les entretiens "
    "durent trop peu, que les comptes rendus manquent et que nul interprète n'a été formé."
)
ARABIC = (
    "عكفت لجنة داخلية من فبراير إلى جوان على مراجعة قرارات صدرت في ثلاث سنوات وتبين لها أن ستة "
    "قرارات من كل عشرة لا تذكر سبب الرفض. وحصرت اللجنة كذلك ما هو متوفر من ملحقين قانونيين وقاعة "
    "جلسات مجهزة وأرشيف مرقم وتعاون جيد مع مجلس الدولة."
)


def set_in_column(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width, break_long_words=False))


def attached(*paragraphs: str) -> list[str]:
    text = "\n\n".join(paragraphs)
    return [
        " ".join(s.text.split())
        for s in cut([Passage(text=text, role=Role.ATTACHED, is_set=True)])[0]
    ]


@pytest.mark.parametrize("width", [30, 38, 46, 60, 92])
@pytest.mark.parametrize("text", [PROSE, ARABIC], ids=["French", "Arabic"])
def test_a_paragraph_in_a_column_of_any_width_is_its_sentences(text: str, width: int) -> None:
    if text == ARABIC and width > 60:
        pytest.skip("three lines of letters without case are no column")

    assert attached(set_in_column(text, width)) == attached(text)


def test_a_line_goes_on_before_a_capital_where_the_column_ends() -> None:
    sentences = attached(set_in_column(PROSE, 38))

    assert "avec l'appui du Groupe pour la formation" in sentences[0]


def test_the_lines_of_an_address_above_a_column_stay_lines() -> None:
    address = "Ministère de l'Intérieur\nDirection des réfugiés\nBP 1284, Nouakchott"

    found = attached(address, set_in_column(PROSE, 42))

    assert found[:3] == address.split("\n")


def test_the_lines_of_an_arabic_letterhead_above_a_column_stay_lines() -> None:
    head = "الجمهورية الإسلامية الموريتانية\nوزارة الداخلية\nنواكشوط، في 11 فبراير 2025"

    found = attached(head, set_in_column(ARABIC, 46))

    assert found[:3] == head.split("\n")


def test_the_lines_of_a_signature_under_a_column_stay_lines() -> None:
    signature = "Souleymane Garba\nSecrétaire permanent\nCommission nationale"

    assert attached(set_in_column(PROSE, 42), signature)[-3:] == signature.split("\n")


def test_points_of_a_list_in_a_column_stay_points() -> None:
    points = [
        "- deux juges pour la Cour du Nord et de l'Est",
        "- une base de données pour les dossiers",
        "- vingt interprètes de la langue",
    ]

    assert attached(set_in_column(PROSE, 42), "\n".join(points))[-3:] == points


def test_what_is_told_behind_its_name_begins_anew() -> None:
    told = [
        "Adresse de la Commission à Nouakchott BP",
        "Téléphone: 22 12 84 00",
        "Courriel: a@b.example",
    ]

    assert attached(set_in_column(PROSE, 42), "\n".join(told))[-3:] == told


def test_a_list_after_a_colon_in_a_short_line_stays_a_list() -> None:
    lines = ["Il nous faut:", "deux juges", "une base de données"]

    assert attached(set_in_column(PROSE, 42), "\n".join(lines))[-3:] == lines


def test_a_line_of_capitals_is_as_wide_as_a_longer_one_of_small_letters() -> None:
    capitals = "SEM OUTRO ASSUNTO DE MOMENTO,\nQUEIRAM ACEITAR OS PROTESTOS DE\nELEVADA ESTIMA."

    assert attached(set_in_column(PROSE, 40), capitals)[-1] == " ".join(capitals.split())


def test_an_abbreviation_at_the_end_of_a_full_line_ends_no_sentence() -> None:
    text = (
        set_in_column(PROSE, 42)
        + "\n\nLe dossier complet a été remis hier à M.\nDiallo de la Commission."
    )

    assert attached(text)[-1] == "Le dossier complet a été remis hier à M. Diallo de la Commission."


def test_each_row_of_a_table_is_a_block_of_its_own() -> None:
    rows = [
        "Activity | Period | Amount in euros",
        "Training of twenty interpreters in the northern districts | January 2027 | 48 500",
        "Registration forms, printed in three languages | April 2027 | 7 250",
    ]

    assert attached("\n".join(rows)) == rows
    assert attached(set_in_column(PROSE, 60), "\n".join(rows))[-3:] == rows


def test_short_lines_of_a_chat_stay_lines() -> None:
    lines = ["Hello", "We need two trainers for COI", "Can the Group help", "Thank you"]
    passage = Passage(text="\n".join(lines), role=Role.OWN)

    assert [one.text for one in cut([passage])[0]] == lines


_LINES = st.lists(
    st.text(st.sampled_from("abc Abc, |.:-\u0643\u0644 15\u2022"), max_size=70), max_size=40
)


@given(_LINES)
@settings(deadline=None)
def test_every_sentence_of_a_set_page_is_an_exact_slice(lines: list[str]) -> None:
    text = "\n".join(lines)

    sentences, _ = cut([Passage(text=text, role=Role.ATTACHED, is_set=True)])

    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in sentences)
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))


@given(_LINES)
@settings(deadline=None)
def test_no_letter_of_a_set_page_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)

    sentences, _ = cut([Passage(text=text, role=Role.ATTACHED, is_set=True)])

    told = "".join(s.text for s in sentences)
    assert [c for c in told if c.isalpha()] == [c for c in text if c.isalpha()]
