"""Vacation notes and mail of this program, told by header or subject in each language."""

from __future__ import annotations

import pytest

from ingest import mail
from tests.odd_mails.corpus import ODD_MAILS


def is_automatic(subject: str, *headers: str) -> bool:
    lines = ["From: a@example.org", f"Subject: {subject}", *headers, "", "Text."]
    return mail.parse("\r\n".join(lines).encode(), envelope_sender="a@example.org").automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your letter",
        "Out of office: Your letter",
        "I am out of the office",
        "OOO until Monday",
        "Réponse automatique : Votre lettre",
        "Absent du bureau Re: lettre",
        "Notification d'absence",
        "Respuesta automática: su carta",
        "Fuera de la oficina",
        "Estoy de vacaciones",
        "رد تلقائي: رسالتكم",
        "خارج المكتب",
        "في إجازة حتى الأحد",
        "Resposta automática: a sua carta",
        "Estou de férias",
        "Ausência temporária",
        "Автоматический ответ: Ваше письмо",
        "В отпуске до понедельника",
        "Меня нет на месте",
    ],
)
def test_a_vacation_note_is_known_by_its_subject(subject: str) -> None:
    assert is_automatic(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Request for support of our asylum office",
        "Absence de capacité de traitement des demandes",
        "Ausencia de intérpretes",
        "Ausência de intérpretes no procedimento de asilo",
        "Office out of funds",
        "Автоматизация учёта заявлений",
        "إجازة مشروع القانون",
        "Absence du bureau des réfugiés dans la région du Lac",
        "Ausencia de la oficina nacional de refugiados",
        "Ausência do quadro legal de asilo",
        "Ausência do escritório de refugiados na fronteira",
        "Re: Automatic translation of interviews",
    ],
)
def test_a_letter_that_speaks_of_such_things_is_no_vacation_note(subject: str) -> None:
    assert not is_automatic(subject)


def test_a_long_letter_whose_subject_looks_like_a_vacation_note_is_none() -> None:
    letter = mail.parse(b"From: a@example.org\r\nSubject: Out of office\r\n\r\n" + b"word " * 251)

    assert (letter.automatic, letter.unanswerable) == (False, None)


def test_a_vacation_note_with_a_file_is_read_and_not_answered() -> None:
    odd = ODD_MAILS["answers: an absence with a file beside it"]

    message = mail.parse(odd.raw)

    assert (message.automatic, message.unanswerable) == (False, "program")


def test_the_logo_in_a_report_is_no_file_beside_it() -> None:
    odd = ODD_MAILS["reports: a delivery report of Gmail with its icon"]

    assert mail.parse(odd.raw).bounce


def test_mail_of_a_copy_of_this_program_is_automatic() -> None:
    assert is_automatic("Letter", "X-Loop: acsg-intake")


def test_mail_that_somebody_else_marked_against_loops_is_not() -> None:
    assert not is_automatic("Letter", "X-Loop: desk@ministry.example")
