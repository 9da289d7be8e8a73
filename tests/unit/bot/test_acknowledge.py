from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest

from bot.acknowledge import Answer, answer_to, may_answer
from bot.answer_mail import mail_of
from bot.delivery_errors import NotDeliveredError
from bot.greeting import LANGUAGES
from bot.locales import long_date
from ingest.own_ids import OwnId, read_own
from store.model import InboxMessage, ReadMessage, StoredProblem
from tests.chat_values import ZURICH, a_message
from tests.factories import NOW, a_read_message

KEY = bytes(32)
OWN = frozenset({"requests@acsg.example"})
CASE = (("individual_case", 0.95, "sure"),)
ACCEPTED = re.compile(
    r"accept(ed|ée?|ad[ao])|approv|approuv|aprob|aprov|принят[оаы]? к|одобрен|قُ?بِ?لت|موافق",
    re.IGNORECASE,
)
REGISTERED = {
    "en": "registered",
    "fr": "enregistré",
    "es": "registrado",
    "ar": "سُجّلت",
    "pt": "registada",
    "ru": "зарегистрировано",
}

PASSWORD = {
    "en": "without a password",
    "fr": "sans mot de passe",
    "es": "sin contraseña",
    "ar": "من دون كلمة مرور",
    "pt": "sem palavra-passe",
    "ru": "без пароля",
}
SEALED = {
    "en": "without encryption",
    "fr": "sans chiffrement",
    "es": "sin cifrar",
    "ar": "من دون تشفير",
    "pt": "sem cifragem",
    "ru": "без шифрования",
}


def an_answer(read: ReadMessage | None = None, *, by_mail: bool = True) -> Answer:
    return answer_to(
        a_message(),
        read or a_read_message(),
        contact="help@acsg.example",
        zone=ZURICH,
        by_mail=by_mail,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kinds", [(("request", 0.9, "sure"),), CASE], ids=["letter", "case"])
def test_an_answer_has_reference_date_and_a_way_to_a_person(
    language: str, kinds: tuple[tuple[str, float, str], ...]
) -> None:
    answer = an_answer(a_read_message(language=language, kinds=kinds))

    assert [part.language for part in answer.parts] == [language]
    assert answer.subject.endswith("[ACSG-2026-0042]")
    assert "ACSG-2026-0042" in answer.text
    assert long_date(NOW.date(), language) in answer.text
    assert "help@acsg.example" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_says_registered_and_never_accepted(language: str) -> None:
    answer = an_answer(a_read_message(language=language))

    assert REGISTERED[language] in answer.text
    assert not ACCEPTED.search(answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_could_not_be_read_are_named(language: str) -> None:
    problems = (
        StoredProblem(code="damaged", name="lettre.pdf", detail="x"),
        StoredProblem(code="ocr_uncertain", name="scan.pdf", detail="x"),
        StoredProblem(code="text_cut", name=None, detail="x"),
    )

    text = an_answer(a_read_message(language=language, problems=problems)).text

    assert "• \u2066lettre.pdf\u2069" in text
    assert "scan.pdf" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [("lettre.pdf",), ("lettre.pdf", "budget.xlsx")])
def test_an_open_copy_of_files_with_a_password_is_asked_for(
    language: str, names: tuple[str, ...]
) -> None:
    problems = tuple(StoredProblem(code="encrypted", name=name, detail="x") for name in names)

    text = an_answer(a_read_message(language=language, problems=problems)).text

    assert PASSWORD[language] in text
    assert all(f"• \u2066{name}\u2069" in text for name in names)
    assert PASSWORD[language] not in an_answer(a_read_message(language=language)).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "file"), [("encrypted_message", "smime.p7m"), ("rights_protected", "message.rpmsg")]
)
def test_a_sealed_message_is_asked_for_again_without_naming_the_seal(
    language: str, code: str, file: str
) -> None:
    problems = (
        StoredProblem(code=code, name=None, detail="x"),
        StoredProblem(code="not_readable_type", name=file, detail="x"),
    )

    text = an_answer(a_read_message(language=language, problems=problems)).text

    assert SEALED[language] in text
    assert file not in text
    assert SEALED[language] not in an_answer(a_read_message(language=language)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_persons_plea_is_answered_with_a_way_to_help(language: str) -> None:
    answer = an_answer(a_read_message(language=language, kinds=CASE))

    assert "https://help.unhcr.org" in answer.text
    assert 'href="https://help.unhcr.org"' in answer.html


def test_a_plea_that_is_not_sure_gets_the_ordinary_answer() -> None:
    likely = (("individual_case", 0.6, "likely"),)

    answer = an_answer(a_read_message(kinds=likely))

    assert "help.unhcr.org" not in answer.text


@pytest.mark.parametrize("language", ["zh", "und", "fa"])
def test_other_languages_get_english_with_french_below(language: str) -> None:
    answer = an_answer(a_read_message(language=language))

    assert [part.language for part in answer.parts] == ["en", "fr"]
    assert answer.subject.startswith("We have received")


def test_a_letter_that_was_not_read_is_answered_too() -> None:
    answer = answer_to(
        a_message(), None, contact="x@y.example", zone=ZURICH, by_mail=False, language_code="pt-BR"
    )

    assert [part.language for part in answer.parts] == ["pt"]


def test_arabic_is_written_from_right_to_left() -> None:
    page = an_answer(a_read_message(language="ar")).html

    assert '<html lang="ar" dir="rtl">' in page
    assert "<bdi>ACSG-2026-0042</bdi>" in page
    assert "2 آذار/مارس 2026" in page


def test_a_file_name_is_escaped_in_the_page() -> None:
    problem = StoredProblem(code="damaged", name="<img src=x>.pdf", detail="x")

    page = an_answer(a_read_message(problems=(problem,))).html

    assert "<img" not in page
    assert "&lt;img" in page


def test_the_mail_has_the_headers_that_keep_programs_quiet() -> None:
    read = a_read_message(references=("<0@example.org>",), language="fr")
    mail = mail_of(
        an_answer(read),
        a_message(),
        read,
        sender="requests@acsg.example",
        to="ministry@example.org",
        written_at=NOW,
        key=KEY,
    )
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)

    assert parsed["Auto-Submitted"] == "auto-replied"
    assert parsed["Precedence"] == "bulk"
    assert parsed["Content-Language"] == "fr"
    assert parsed["In-Reply-To"] == "<1@example.org>"
    assert parsed["References"] == "<0@example.org> <1@example.org>"
    assert read_own(KEY, parsed["Message-ID"]) == OwnId(
        ref="ACSG-2026-0042", what="acknowledgement"
    )
    assert parsed["Message-ID"].endswith("@acsg.example>")
    assert parsed["Subject"] == "Nous avons bien reçu votre message [ACSG-2026-0042]"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_answer_is_the_same_mail() -> None:
    first, second = (
        mail_of(
            an_answer(),
            a_message(),
            None,
            sender="a@b.example",
            to="c@d.example",
            written_at=NOW,
            key=KEY,
        )
        for _ in range(2)
    )

    assert first.as_bytes() == second.as_bytes()


@pytest.mark.parametrize("address", ["no at sign", "a@b@c", "x@y.example\r\nBcc: z@y.example", ""])
def test_an_address_that_cannot_stand_in_a_header_is_given_up(address: str) -> None:
    with pytest.raises(NotDeliveredError) as caught:
        mail_of(
            an_answer(),
            a_message(),
            None,
            sender="a@b.example",
            to=address,
            written_at=NOW,
            key=KEY,
        )

    assert caught.value.permanent


@pytest.mark.parametrize(
    ("message", "read", "to", "allowed"),
    [
        (a_message(), a_read_message(), "ministry@example.org", True),
        (a_message(), None, "ministry@example.org", True),
        (a_message(sender=""), a_read_message(), "ministry@example.org", False),
        (a_message(sender="<>"), a_read_message(), "ministry@example.org", False),
        (a_message(), a_read_message(automatic=True), "ministry@example.org", False),
        (a_message(), a_read_message(bounce=True), "ministry@example.org", False),
        (a_message(), a_read_message(unanswerable="list"), "ministry@example.org", True),
        (a_message(), a_read_message(unanswerable="via_list"), "ministry@example.org", False),
        (a_message(), a_read_message(unanswerable="via_list"), "awa@example.org", True),
        (a_message(), a_read_message(), "requests+x@ACSG.example", False),
        (a_message(), a_read_message(), "no-reply@example.org", False),
        (a_message(), a_read_message(), "list-request@example.org", False),
        (a_message(), a_read_message(), "", False),
    ],
)
def test_who_may_be_answered(
    message: InboxMessage,
    read: ReadMessage | None,
    to: str,
    allowed: bool,  # noqa: FBT001
) -> None:
    assert may_answer(message, read, to, OWN) is allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_to_an_earlier_letter_is_answered_under_its_reference(language: str) -> None:
    answer = answer_to(
        a_message(ref="ACSG-2026-0050"),
        a_read_message(language=language),
        contact="x@y.example",
        zone=ZURICH,
        by_mail=True,
        case="ACSG-2026-0042",
    )

    assert "ACSG-2026-0042" in answer.subject
    assert "ACSG-2026-0042" in answer.text
    assert "ACSG-2026-0050" not in answer.text
    assert REGISTERED[language] not in answer.text
    assert not ACCEPTED.search(answer.text)
