"""The acknowledgement with the blank form, and the form as a page."""

from __future__ import annotations

import io
from email import message_from_bytes, policy

import docx
import pytest

from bot.acknowledge import answer_to
from bot.answer_mail import mail_of
from bot.blank_form import drawn
from bot.form_answer import with_form
from bot.form_words import printed
from bot.words import LANGUAGES, words_in
from tests.chat_values import ZURICH, a_message
from tests.factories import NOW, a_read_message
from tests.forms import ADDRESS, form_in

KEY = b"k" * 32


def mailed(language: str) -> bytes:
    read = a_read_message(language=language)
    answer = answer_to(a_message(), read, contact="x@y.example", zone=ZURICH, by_mail=True)
    mail = mail_of(
        with_form(answer, ADDRESS), a_message(), read, sender=ADDRESS, to="a@b.example",
        written_at=NOW, key=KEY,
    )  # fmt: skip
    return mail.as_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_has_the_form_in_the_language_of_the_mail(language: str) -> None:
    mail = message_from_bytes(mailed(language), policy=policy.default)

    (file,) = mail.iter_attachments()
    assert file.get_filename() == f"acsg-form-{language}.docx"
    assert file.get_content() == drawn(form_in(language))
    body = mail.get_body(("plain",))
    assert body is not None
    assert words_in(language)("form.mail") in " ".join(body.get_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_the_form_stands_before_the_last_words(language: str) -> None:
    read = a_read_message(language=language)
    answer = answer_to(a_message(), read, contact="x@y.example", zone=ZURICH, by_mail=True)

    paragraphs = with_form(answer, ADDRESS).parts[0].paragraphs

    assert paragraphs[-4] == (words_in(language)("form.mail"),)
    assert "x@y.example" in paragraphs[-2][0]
    assert len(paragraphs[-1]) == 2


def test_a_mail_in_another_language_is_answered_with_two_forms() -> None:
    mail = message_from_bytes(mailed("de"), policy=policy.default)

    names = [one.get_filename() for one in mail.iter_attachments()]
    assert names == ["acsg-form-en.docx", "acsg-form-fr.docx"]


def test_the_same_answer_with_a_form_is_the_same_mail() -> None:
    assert mailed("ru") == mailed("ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_every_question_once_in_its_order(language: str) -> None:
    form = form_in(language)
    text = [one.text for one in docx.Document(io.BytesIO(drawn(form))).paragraphs]

    asked = [text.index(one.question) for one in form.steps]
    assert asked == sorted(asked)
    assert [text[at - 1] for at in asked] == [
        f"{n}. {one.heading}" for n, one in enumerate(form.steps, 1)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_on_paper_names_a_button(language: str) -> None:
    words = words_in(language)
    buttons = [words(f"guide.{one}") for one in ("next", "skip")]

    asked = " ".join(one.question for one in printed(words, ADDRESS).steps)

    assert not any(one in asked for one in buttons)


def test_arabic_runs_from_right_to_left() -> None:
    document = docx.Document(io.BytesIO(drawn(form_in("ar"))))

    assert all("w:bidi" in one._p.xml for one in document.paragraphs)
