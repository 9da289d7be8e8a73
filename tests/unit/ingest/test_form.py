"""Filled forms: each answer goes to its question, whatever program the form came through."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from bot.form_words import all_printed
from bot.words import LANGUAGES
from ingest.form import divided
from ingest.form_match import bare
from ingest.guided_steps import STEPS
from ingest.inbound import Attachment
from ingest.segment import Document, Page, Word
from tests.forms import (
    ADDRESS,
    ANSWERS,
    answers_of,
    as_pdf,
    filled,
    form_in,
    lines_of,
    marks,
    saved,
    unmarked,
    write,
)

#: as the methods of segments say it
CHOSEN = {"form.technical+financial", "urgency.urgent", "consent.no"}


def told(found: dict[str, str]) -> dict[str, str]:
    """Answers in words, with white space as it may be."""
    return {code: " ".join(text.split()) for code, text in found.items() if "." not in code}


def letters(found: dict[str, str]) -> dict[str, str]:
    """Without spaces and vowel marks, which a font without Arabic ligatures loses."""
    return {code: bare(text)[0] for code, text in found.items()}


def lines_in(language: str, *changes: tuple[str, str]) -> list[str]:
    """The lines of a filled form, some of them changed or, where empty, gone."""
    lines = lines_of(filled(language))
    for before, after in changes:
        lines = [after if line == before else line for line in lines]
    return [line for line in lines if line]


def document_of(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_in_a_word_file_go_to_their_questions(language: str) -> None:
    found, others, problems = answers_of("form.docx", filled(language))

    assert told(found) == ANSWERS[language]
    assert set(found) - set(ANSWERS[language]) == CHOSEN
    assert (others, problems) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbered_headings_say_the_same_where_another_program_took_the_marks(language: str) -> None:
    assert answers_of("a.docx", unmarked(filled(language))) == answers_of("a", filled(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_of_the_form_is_read_alike(language: str) -> None:
    found, _, _ = answers_of("form.pdf", as_pdf(language, lines_of(filled(language))))

    assert letters(told(found)) == letters(ANSWERS[language])
    assert set(found) - set(ANSWERS[language]) == CHOSEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_holds_no_answer_and_says_so(language: str) -> None:
    assert answers_of("form.docx", filled(language, {}, {})) == ({}, [], ["form_blank"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_has_a_number_and_a_heading_of_its_own(language: str) -> None:
    headings = [one.heading for one in form_in(language).steps]

    assert len(set(headings)) == len(STEPS)
    assert [f"{n}. {one}" for n, one in enumerate(headings, 1)] == [
        line for line in lines_of(filled(language, {})) if line.split(". ")[-1] in headings
    ]


def test_marks_that_only_their_title_names_count() -> None:
    document = docx.Document(io.BytesIO(filled("en")))
    for _, control in marks(document):
        properties = control.find(qn("w:sdtPr"))
        properties.remove(properties.find(qn("w:tag")))

    found, _, _ = answers_of("form.docx", without_headings(saved(document)))

    assert told(found) == ANSWERS["en"]


def without_headings(content: bytes, *others: str) -> bytes:
    document = docx.Document(io.BytesIO(content))
    form = form_in("en")
    gone = {f"{n}. {one.heading}" for n, one in enumerate(form.steps, 1)} | set(others)
    for paragraph in document.paragraphs:
        if paragraph.text in gone:
            element: Any = paragraph._p
            element.getparent().remove(element)
    return saved(document)


def test_answers_are_found_by_their_marks_where_headings_and_questions_were_deleted() -> None:
    questions = [one.question for one in form_in("en").steps]

    found, others, _ = answers_of("form.docx", without_headings(filled("en"), *questions))

    assert told(found) == ANSWERS["en"]
    assert set(found) - set(ANSWERS["en"]) == CHOSEN
    assert others == []


def test_what_took_the_place_of_a_heading_is_read_as_an_ordinary_letter() -> None:
    document = docx.Document(io.BytesIO(filled("en")))
    for paragraph in document.paragraphs:
        if paragraph.text == "4. Our own commitment":
            paragraph.runs[0].text = "The Council of Ministers decided to pay for six posts."

    found, others, _ = answers_of("form.docx", saved(document))

    assert told(found) == ANSWERS["en"]
    assert others == ["The Council of Ministers decided to pay for six posts."]


def test_a_question_stands_for_its_heading_where_that_was_deleted() -> None:
    lines = lines_in("en", ("5. National plan", ""), ("9. Indicators and reports", ""))

    found, _, _ = answers_of("form.docx", document_of(*lines))

    assert told(found) == {**ANSWERS["en"]}


def test_an_answer_may_stand_on_the_line_of_its_heading() -> None:
    plan = ANSWERS["en"]["plan"]
    lines = lines_in("en", ("5. National plan", f"5. National plan: {plan}"), (plan, ""))

    found, _, _ = answers_of("form.docx", document_of(*lines))

    assert found["plan"] == plan


def test_a_list_in_an_answer_is_no_heading_though_it_begins_like_one() -> None:
    need = "We need:\n1. National plan experts for two months\n2. Urgency training"

    found, _, _ = answers_of("form.docx", unmarked(filled("en", {**ANSWERS["en"], "need": need})))

    assert found["need"] == need
    assert found["plan"] == ANSWERS["en"]["plan"]


def test_several_paragraphs_and_what_is_written_below_them_are_one_answer() -> None:
    given = {**ANSWERS["en"], "need": "Two trainers.\nAnd a room."}
    document = docx.Document(io.BytesIO(filled("en", given)))
    heading = next(one for one in document.paragraphs if one.text.startswith("3. "))
    heading.insert_paragraph_before("And a car.")

    found, _, _ = answers_of("form.docx", saved(document))

    assert found["need"].split("\n") == ["Two trainers.", "And a room.", "And a car."]


def test_who_signs_is_no_answer_and_is_kept() -> None:
    document = docx.Document(io.BytesIO(filled("en")))
    line = next(one for one in document.paragraphs if one.text.startswith("Name, function"))
    line.runs[0].text = "Name, function and signature: Ada Sample, Director"

    found, others, _ = answers_of("form.docx", saved(document))

    assert told(found) == ANSWERS["en"]
    assert others == [": Ada Sample, Director"]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("[x] Technical support [ ] Material support [ ] Financial support", "form.technical"),
        ("X Technical support   ☐ Material support   ☒ Financial support",
         "form.technical+financial"),
        ("Technical support", "form.technical"),
        ("☐ Technical support", None),
        ("☐ Technical support ☐ Material support ☐ Financial support", None),
        ("Technical support Material support Financial support", None),
        ("cars and computers", "form"),
    ],
)  # fmt: skip
def test_what_is_ticked_is_what_is_plainly_ticked(line: str, codes: str | None) -> None:
    boxes = next(one for one in lines_of(filled("en", {}, {})) if "Technical" in one)
    lines = [line if one == boxes else one for one in lines_of(filled("en", {}, {}))]

    found, _, _ = answers_of("form.docx", document_of(*lines))

    assert list(found) == ([codes] if codes else [])


@pytest.mark.parametrize(
    ("language", "said", "code"),
    [("en", "Yes", "consent.yes"), ("fr", "Non.", "consent.no"), ("ru", "Да", "consent.yes"),
     ("ar", "لا", "consent.no"), ("en", "perhaps", "consent")],
)  # fmt: skip
def test_a_bare_yes_or_no_is_a_choice(language: str, said: str, code: str) -> None:
    consent = form_in(language).steps[11]
    lines = lines_of(filled(language, {}, {}))
    at = lines.index(consent.question) + 1

    found, _, _ = answers_of("a.docx", document_of(*lines[:at], said, *lines[at + 1 :]))

    assert list(found) == [code]


def test_two_ticks_where_one_is_asked_for_choose_nothing_and_are_kept() -> None:
    found, _, _ = answers_of("a.docx", filled("en", {}, {"consent": ("yes", "no")}))

    assert list(found) == ["consent"]
    assert found["consent"].count("☒") == 2


def test_nothing_is_lost_of_an_answer_without_end() -> None:
    long = "\n".join(f"We need {number} trainers." for number in range(2000))

    found, _, _ = answers_of("form.docx", unmarked(filled("en", {"conditions": long}, {})))

    assert found["conditions"].split("\n") == long.split("\n")


def test_words_of_a_page_stay_at_their_places_under_each_answer() -> None:
    text = "\n".join(lines_of(filled("en")))
    words = tuple(
        Word(start=one.start(), end=one.end(), box=(0.1, one.start() / len(text), 0.2, 1.0))
        for one in re.finditer(r"\S+", text)
    )
    page = Page(number=1, method="ocr", text=text, words=words)
    document = Document(media_type="image/png", pages=(page,), nested=(), problems=())
    file = Attachment(name="scan.png", media_type="image/png", content=b"")

    [(_, read)] = divided([(file, document)], all_printed(ADDRESS))

    answers = [one for one in read.pages if one.method.startswith("form.")]
    assert {one.number for one in answers} == {1}
    for one in answers:
        found = [one.text[word.start : word.end] for word in one.words]
        assert " ".join(found) == " ".join(one.text.split())
        assert [text[round(word.box[1] * len(text)) :][: len(said)] for word, said in
                zip(one.words, found, strict=True)] == found  # fmt: skip


def test_a_letter_with_numbered_paragraphs_is_no_form() -> None:
    lines = ("Dear colleagues,", "1. Who is asking", "We are a ministry.", "2. Urgency", "None.")

    assert answers_of("letter.docx", document_of(*lines)) == ({}, ["\n\n".join(lines)], [])


def test_the_letter_that_a_dialogue_gives_to_be_signed_is_no_form() -> None:
    lines = ["Request for support to the national asylum system", "Reference: ACSG-2026-0042"]
    for step in form_in("en").steps[:5]:
        lines += [step.heading, f"An answer to {step.code}."]

    found, _, _ = answers_of("letter.docx", document_of(*lines))

    assert found == {}


def test_a_mark_of_another_name_is_none_of_ours() -> None:
    document = docx.Document(io.BytesIO(filled("en", {}, {})))
    for code, control in marks(document):
        if code == "who":
            write(control, "Republic of Kenya")
            control.find(qn("w:sdtPr")).find(qn("w:tag")).set(qn("w:val"), "acsg.form.elsewhere")
            control.find(qn("w:sdtPr")).find(qn("w:alias")).set(qn("w:val"), "Other")

    found, _, _ = answers_of("form.docx", saved(document))

    assert found == {"who": "Republic of Kenya"}
