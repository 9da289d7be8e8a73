"""Letters that come through lists and devices, and mail of programs: with the real reader."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from reportlab.pdfgen.canvas import Canvas

from nlp.analyse import load_reader
from store import aside_list, outbox
from store.model import OutboxKind
from tests.factories import an_arrival
from tests.hands import ReadingHands
from tests.odd_mails.corpus import ODD_MAILS
from tests.pdf_canvas import LETTER as ON_PAPER
from tests.threads import Desk

if TYPE_CHECKING:
    from nlp.analyse import Reader
    from store.session import Database

LETTER: Final = tomllib.loads(
    Path(__file__).parents[1].joinpath("corpus/likeness/letters.toml").read_text(encoding="utf-8")
)["fr"]["letter"]
NEWS: Final = """The Regional Migration Institute, newsletter of March

In this issue: our annual report is out, the spring course on statistics has begun, and the
library has new opening hours. Last month's seminar on labour mobility drew eighty visitors; a
recording is on our website. Save the date: the summer party is on 12 June.

You receive this newsletter because you subscribed to it. Leave it at any time.
"""
#: subject and words of vacation notes
AWAY: Final = {
    "en": (
        "Automatic reply: Your letter",
        (
            "I am out of the office until 12 May without access "
            "to mail. In urgent cases please write to my colleague at the asylum office."
        ),
    ),
    "fr": (
        "Réponse automatique : votre courrier",
        (
            "Je suis absent du bureau jusqu'au 12 mai. En "
            "cas d'urgence, veuillez vous adresser au service de l'asile."
        ),
    ),
    "es": (
        "Respuesta automática: su carta",
        (
            "Estaré fuera de la oficina hasta el 12 de mayo. Si "
            "es urgente, escriba a la oficina de asilo, que le dará apoyo."
        ),
    ),
    "ar": (
        "رد تلقائي: رسالتكم",
        ("أنا خارج المكتب حتى 12 مايو. في الحالات العاجلة يرجى الكتابة إلى مكتب اللجوء."),
    ),
    "pt": (
        "Resposta automática: a sua carta",
        (
            "Estou ausente do escritório até 12 de maio. Se for "
            "urgente, escreva por favor ao serviço de asilo."
        ),
    ),
    "ru": (
        "Автоматический ответ: Ваше письмо",
        (
            "Я в отпуске до 12 мая. В срочных случаях "
            "обращайтесь, пожалуйста, в отдел по вопросам убежища."
        ),
    ),
}

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the reader does not know which it has"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.fixture
def desk(database: Database, reader: Reader) -> Desk:
    return Desk(database, hands=ReadingHands(reader=reader))


def typed() -> bytes:
    """A letter as office programs print it."""
    out = io.BytesIO()
    canvas: Any = Canvas(out, invariant=1)
    for number, line in enumerate(ON_PAPER):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Came:
    """What a mail led to."""

    kinds: tuple[str, ...]
    notes: int
    answers: int
    #: kinds under which it stands in the list of what is set aside
    aside: tuple[str, ...]


NOTHING: Final = Came(kinds=(), notes=0, answers=0, aside=())


def came(
    desk: Desk,
    words: str,
    header: str = "Subject: Letter",
    *,
    sender: str = "refugees@interior.example",
    pdf: bytes | None = None,
) -> Came:
    mail = EmailMessage()
    mail["From"] = "Idriss Saleh <refugees@interior.example>"
    for line in header.splitlines():
        name, _, value = line.partition(": ")
        mail[name] = value
    mail.set_content(words)
    if pdf is not None:
        mail.add_attachment(pdf, "application", "pdf", filename="scan0001.pdf")
    return came_raw(desk, mail.as_bytes(), sender)


def came_raw(desk: Desk, raw: bytes, sender: str) -> Came:
    message_id = desk.process(an_arrival(raw=raw, sender=sender))
    with desk.db.reading() as session:
        rows = [row.kind for row in outbox.listed(session)]
        aside = aside_list.listed(session)
    return Came(
        kinds=tuple(one.content.kind for one in desk.drafts(message_id)),
        notes=rows.count(OutboxKind.NOTE),
        answers=rows.count(OutboxKind.ACKNOWLEDGEMENT),
        aside=tuple(one.kind for one in aside if one.message_id == message_id),
    )


DRAFTED: Final = Came(kinds=("request",), notes=0, answers=0, aside=())


def test_a_letter_through_the_offices_own_list_is_drafted(desk: Desk) -> None:
    header = "List-Id: Requests <requests.acsg.example>\nPrecedence: list"

    assert came(desk, LETTER, header, sender="requests-bounces@acsg.example") == DRAFTED


def test_a_letter_of_exchange_that_wants_no_automatic_answer_is_drafted(desk: Desk) -> None:
    assert came(desk, LETTER, "X-Auto-Response-Suppress: All") == DRAFTED


def test_a_letter_without_marks_is_drafted_and_answered(desk: Desk) -> None:
    expected = Came(kinds=("request",), notes=0, answers=1, aside=())

    assert came(desk, LETTER) == expected


def test_a_fax_from_nobody_is_drafted(desk: Desk) -> None:
    assert came(desk, "1 page received.", sender="", pdf=typed()) == DRAFTED


def test_a_file_with_an_empty_return_path_is_drafted(desk: Desk) -> None:
    assert came(desk, "See the letter.", "Return-Path: <>", pdf=typed()) == DRAFTED


def test_a_letter_that_a_scanner_sends_is_drafted(desk: Desk) -> None:
    header = "Subject: Scan from MFP-07\nAuto-Submitted: auto-generated"

    assert came(desk, "Please find attached.", header, pdf=typed()) == DRAFTED


def test_a_file_behind_a_vacation_subject_is_read(desk: Desk) -> None:
    header = "Subject: Out of office\nAuto-Submitted: auto-replied"

    assert came(desk, "See attached.", header, pdf=typed()) == DRAFTED


def test_what_nobody_sends_without_a_report_gives_a_note_and_is_set_aside(desk: Desk) -> None:
    expected = Came(kinds=(), notes=1, answers=0, aside=("other",))

    assert came(desk, NEWS, sender="") == expected


@pytest.mark.parametrize("language", AWAY)
@pytest.mark.parametrize("sender", ["", "refugees@interior.example"], ids=["nobody", "somebody"])
def test_a_vacation_note_is_nothing_to_anybody(desk: Desk, language: str, sender: str) -> None:
    subject, words = AWAY[language]

    assert came(desk, words, f"Subject: {subject}", sender=sender) == NOTHING


@pytest.mark.parametrize(
    "name",
    [
        "reports: a delivery report of Postfix",
        "reports: a delivery report of an Arabic Exchange",
        "reports: a delivery report of Gmail with its icon",
        "answers: a report of qmail",
        "answers: a receipt of Outlook",
        "answers: a complaint of RFC 5965",
    ],
)
def test_reports_and_receipts_are_nothing_to_anybody(desk: Desk, name: str) -> None:
    assert came_raw(desk, ODD_MAILS[name].raw, "") == NOTHING


@pytest.mark.parametrize(
    "header", ["Precedence: bulk", "List-Unsubscribe: <https://news.example/leave>"]
)
def test_a_newsletter_is_quiet_and_is_set_aside(desk: Desk, header: str) -> None:
    expected = Came(kinds=(), notes=0, answers=0, aside=("other",))

    assert came(desk, NEWS, header) == expected
