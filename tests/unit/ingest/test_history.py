"""Bars, initials, plain blocks, ends of forwards: forms that history takes beside the usual."""

from __future__ import annotations

import pytest

from ingest.markup import render
from ingest.quoting import split

OWN = "We will send the list of cases next week, together with the plan of the office."
ATTRIBUTION = "On Tue, 3 Mar 2026 at 10:21, Jo Berg <jo@x.example> wrote:"
HEADER = (
    "From: Jo Berg <jo@x.example>\nSent: Tuesday, 3 March 2026 10:21\nTo: Office\nSubject: Support"
)
FORWARD = "-------- Пересылаемое сообщение --------"


def origins(text: str, subject: str | None = None) -> list[str]:
    return [str(run.origin) for run in split(text, method="text", subject=subject)]


@pytest.mark.parametrize("line", ["Jo wrote:", "Jo a écrit :", "Jo пишет:", "Jo (3.3.2026):"])
def test_a_line_that_names_only_who_wrote_is_history_above_a_quote(line: str) -> None:
    assert origins(f"{OWN}\n\n{line}\n> When?\n> How?\n") == ["body", "quoted"]


def test_history_behind_bars_is_quoted() -> None:
    assert origins(f"| Jo wrote:\n| When?\n| How?\n\n{OWN}\n") == ["quoted", "body"]


def test_a_table_drawn_with_bars_is_no_history() -> None:
    assert origins(f"{OWN}\n\n| Dari | 3 |\n| Urdu | 2 |\n") == ["body"]


def test_initials_before_the_quote_mark_make_it_no_less_a_quote() -> None:
    assert origins("Вы писали 3 марта 2026 г., 10:21:\n\nАК> Когда?\nАК> Где?\n\nВ мае.\n") == [
        "quoted",
        "body",
    ]


def test_one_line_that_says_more_than_a_number_is_no_quote() -> None:
    assert origins(f"{OWN}\n\n> 50 cases are pending.\n") == ["body"]


def test_numbered_questions_among_quotes_are_quoted() -> None:
    assert origins(f"{ATTRIBUTION}\n>1. When?\n> and where?\n>2. How?\n\n{OWN}\n") == [
        "quoted",
        "body",
    ]


def test_what_stands_below_the_end_of_a_forward_is_own_words() -> None:
    end = "-------- Конец пересылаемого сообщения --------"

    assert origins(f"{FORWARD}\nПросим помощи.\n{end}\n\n{OWN}\n") == ["forwarded", "body"]


def test_a_forward_headed_by_an_attribution_is_forwarded_whole() -> None:
    head = '03.03.2026, 10:21, "Jo Berg" <jo@x.example>:'

    assert origins(f"{OWN}\n\n{FORWARD}\n{head}\n\nПросим помощи.\n") == [
        "body",
        "forwarded",
    ]


@pytest.mark.parametrize(
    "cover",
    [
        "Please find below a letter of the ministry.",
        "Nous vous transmettons ci-dessous la lettre du ministère.",
        "Reenviamos a continuación la carta del ministerio.",
        "Encaminhamos abaixo a carta do ministério.",
        "Пересылаем письмо министерства.",
        "نحيل إليكم كتاب الوزارة.",
    ],
)
def test_words_that_pass_a_letter_on_make_it_forwarded_without_such_a_subject(cover: str) -> None:
    text = f"{cover}\n\n{HEADER}\n\nWe need interpreters.\n"

    assert origins(text, "Letter of the ministry") == ["body", "forwarded"]
    assert origins(text, "RE: Letter") == ["body", "quoted"]


@pytest.mark.parametrize("subject", ["[Fwd: x]", "x (fwd)", "[list] Fwd: x", "Fwd[2]: x"])
def test_subjects_of_old_programs_pass_on_as_well(subject: str) -> None:
    assert origins(f"{OWN}\n\n{HEADER}\n\nLetter.\n", subject) == ["body", "forwarded"]


def test_a_header_that_begins_with_its_subject_is_one() -> None:
    block = "Subject: x\nDate: Tue, 3 Mar 2026 10:21\nFrom: Jo <jo@x.example>\nTo: Us"

    assert origins(f"{OWN}\n\n{block}\n\nWhen?\n", "Re: x") == ["body", "quoted"]


def test_a_name_block_below_the_history_is_a_signature_where_the_leave_waits_for_one() -> None:
    text = (
        f"{OWN}\n\nKind regards\n\n{HEADER}\n\nWhen will it be sent?\n\n"
        "Awa Diallo\nPermanent Mission\n"
    )

    assert origins(text, "RE: x") == ["body", "quoted", "signature"]


def test_the_name_of_who_wrote_the_history_stays_in_it() -> None:
    text = f"{OWN}\n\nKind regards\n\n{HEADER}\n\nWhen will it be sent?\n\nJo Berg\nSecretariat\n"

    assert origins(text, "RE: x") == ["body", "quoted"]


def test_small_print_at_the_very_end_is_no_history() -> None:
    text = (
        f"{OWN}\n\n{HEADER}\n\nWhen?\n\n"
        "This e-mail is confidential. Delete it if you are not the addressee.\n"
    )

    assert origins(text, "RE: x") == ["body", "quoted", "signature"]


def test_answers_in_a_page_that_quotes_in_plain_blocks_are_own_words() -> None:
    page = render(
        '<p>03.03.2026, 10:21, "Jo" &lt;jo@x.example&gt;:</p><blockquote><p>When?</p></blockquote>'
        f"<p>{OWN}</p>"
    )

    runs = split(page.text, method="html", cited=page.cited)

    assert [str(run.origin) for run in runs] == ["quoted", "body"]


def test_answers_between_plain_blocks_are_own_words_and_all_blocks_are_quoted() -> None:
    page = render(
        '<p>03.03.2026, 10:21, "Jo" &lt;jo@x.example&gt;:</p><blockquote><p>When?</p></blockquote>'
        f"<p>{OWN}</p><blockquote><p>And how?</p></blockquote><p>{OWN}</p>"
    )

    runs = split(page.text, method="html", cited=page.cited)

    assert [str(run.origin) for run in runs] == ["quoted", "body", "quoted", "body"]


def test_a_block_that_a_writer_sets_off_is_own_words() -> None:
    page = render(f"<p>The law says:</p><blockquote><p>Nobody is sent back.</p></blockquote>{OWN}")

    assert page.cited == ()
