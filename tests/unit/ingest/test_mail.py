from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import mail
from ingest.inbound import InboundMessage, TextOrigin

HEADER = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
SCRAPS = [
    *(
        b"From: ",
        b"\r\n",
        b"\r\n\r\n",
        b"--x\r\n",
        b"--x--\r\n",
        b"=?utf-8?b?",
        b"?=",
        b"=?x?q?=ZZ?=",
    ),
    *(
        b"<a@b>",
        b"(",
        b"\x00",
        b"\xff\xfe",
        b"> ",
        b"<div><p>",
        b"Message-ID: <",
        b"Subject:\r\n \r\n",
    ),
    *(b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: message/rfc822\r\n"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/html; charset=\xff\r\n"),
    *(b"Content-Type: multipart/alternative; boundary=\r\n", b"Content-Type: ;;;=\r\n"),
    b"Content-Disposition: attachment; filename*0*=utf-8''%",
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n",
    b"References: <a> <b\r\n",
]


def a_mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "office@ministry.example"
    message["To"] = "requests@localhost"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    assert isinstance(mail.parse(raw), InboundMessage)


@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.binary(max_size=30)), max_size=30))
def test_any_scraps_of_mails_give_a_message(scraps: list[bytes]) -> None:
    raw = b"".join(scraps)

    assert mail.parse(raw).sha256 == hashlib.sha256(raw).hexdigest()


@given(st.text(max_size=300))
def test_any_text_can_be_stored_and_shown(text: str) -> None:
    message = mail.parse(HEADER + b"\r\n" + text.encode("utf-8", "surrogatepass"))

    for body in message.bodies:
        assert "\0" not in body.text
        assert body.text.encode("utf-8")


def test_a_mail_of_a_thousand_parts_is_read_up_to_the_limit_in_no_time() -> None:
    part = b"--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    raw = (
        HEADER + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * 1_000 + b"--x--\r\n"
    )

    started = time.perf_counter()
    message = mail.parse(raw)

    assert time.perf_counter() - started < 1.0
    assert len(message.bodies) == 200
    assert [problem.code for problem in message.problems] == ["too_many_parts"]


def test_parts_nested_a_thousand_deep_do_no_harm() -> None:
    raw = HEADER + b"".join(
        b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (level, level)
        for level in range(1_000)
    )

    assert mail.parse(raw).problems


def test_messages_inside_one_another_are_read_to_a_bounded_depth() -> None:
    message = a_mail()
    message.set_content("innermost")
    for _ in range(8):
        outer = a_mail()
        outer.set_content("outer")
        outer.add_attachment(message)
        message = outer

    parsed = mail.parse(message.as_bytes())

    assert [problem.code for problem in parsed.problems] == ["too_deep"]
    assert not any("innermost" in body.text for body in parsed.bodies)


def test_a_text_of_many_megabytes_is_cut_and_says_so() -> None:
    message = mail.parse(HEADER + b"\r\n" + b"word " * 1_000_000)

    assert sum(len(body.text) for body in message.bodies) == 2_000_000
    assert [problem.code for problem in message.problems] == ["text_cut"]


def test_an_empty_envelope_sender_alone_makes_no_bounce() -> None:
    message = mail.parse(HEADER + b"\r\nhello", envelope_sender="")

    assert (message.bounce, message.unanswerable) == (False, "nobody")


def test_a_file_without_an_envelope_may_be_answered() -> None:
    message = mail.parse(HEADER + b"\r\nhello")

    assert (message.bounce, message.unanswerable) == (False, None)


def test_nothing_at_all_is_an_empty_message() -> None:
    assert [problem.code for problem in mail.parse(b"").problems] == ["empty"]


@pytest.mark.parametrize(
    ("header", "automatic"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: auto-generated", False),
        ("Auto-Submitted: no", False),
        ("Precedence: auto_reply", True),
        ("Precedence: bulk", False),
        ("List-Id: <news.example.org>", False),
        ("X-Auto-Response-Suppress: All", False),
        ("Subject: Out of office: back on Monday", True),
        ("Subject: Respuesta automática: consulta", True),
        ("Subject: رد تلقائي: طلب", True),
        ("Subject: Resposta automática: pedido", True),
        ("Subject: Автоматический ответ: запрос", True),
        ("Subject: Our office is out of interpreters", False),
    ],
)
def test_the_answer_of_a_program_is_told_by_its_header(header: str, automatic: bool) -> None:  # noqa: FBT001
    raw = f"From: a@b.example\r\n{header}\r\n\r\nhello".encode()

    assert mail.parse(raw).automatic is automatic


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-generated", "program"),
        ("Auto-Submitted: auto-notified; owner-email=a@b.example", "program"),
        ("Auto-Submitted: no", None),
        ("X-Autoreply: yes", "program"),
        ("X-Loop: acsg-intake", "program"),
        ("Precedence: list", "list"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: junk", "bulk"),
        ("Precedence: first-class", None),
        ("List-Id: <news.example.org>", "list"),
        ("List-Post: NO", "list"),
        ("List-Post: <mailto:requests@acsg.example>", "list"),
        ("List-Unsubscribe: <mailto:leave@news.example>", "bulk"),
        ("Mailing-list: list requests@acsg.example", "list"),
        ("X-Auto-Response-Suppress: All", "unwanted"),
        ("X-Auto-Response-Suppress: DR, RN", None),
        ("Return-Path: <>", "nobody"),
        ("Return-Path: <a@b.example>", None),
        ("Subject: Out of office: back on Monday", "program"),
    ],
)
def test_why_no_program_may_answer_is_told_by_the_header(header: str, why: str | None) -> None:
    raw = f"From: a@b.example\r\n{header}\r\n\r\nhello".encode()

    assert mail.parse(raw).unanswerable == why


def test_a_tiny_inline_picture_is_passed_over_and_a_scan_is_kept() -> None:
    message = a_mail()
    message.set_content("see below")
    message.add_attachment(
        b"\x89PNG" + bytes(100), "image", "png", cid="<logo>", disposition="inline"
    )
    message.add_attachment(
        b"\xff\xd8" + bytes(90_000), "image", "jpeg", cid="<scan>", disposition="inline"
    )

    parsed = mail.parse(message.as_bytes())

    assert [one.name for one in parsed.attachments] == ["attachment-1.jpg"]


def test_files_inside_an_alternative_are_taken_whichever_text_is_chosen() -> None:
    message = a_mail()
    message.set_content("The letter is attached, with the plan and the budget of the project.")
    message.add_alternative("<p>The letter is attached.</p>", subtype="html")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"%PDF-1.4", "application", "pdf", filename="plan.pdf")

    parsed = mail.parse(message.as_bytes())

    assert [body.method for body in parsed.bodies] == ["text"]
    assert [one.name for one in parsed.attachments] == ["plan.pdf"]


def test_a_message_that_is_encoded_against_the_rules_is_read_all_the_same() -> None:
    inner = b"RnJvbTogZm9jYWxAbWluaXN0cnkuZXhhbXBsZQoKV2UgbmVlZCBpbnRlcnByZXRlcnMuCg=="
    raw = (
        HEADER
        + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + inner
    )

    parsed = mail.parse(raw)

    assert parsed.bodies[-1].origin is TextOrigin.FORWARDED
    assert "We need interpreters." in parsed.bodies[-1].text


def test_an_attached_text_stays_a_file() -> None:
    message = a_mail()
    message.set_content("see the note")
    message.add_attachment("a note", filename="note.txt")

    parsed = mail.parse(message.as_bytes())

    assert [one.name for one in parsed.attachments] == ["note.txt"]


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: Diallo, Awa <awa@x.example>", ("awa@x.example", "Diallo, Awa")),
        ('From: "Diallo, Awa" <awa@x.example>', ("awa@x.example", "Diallo, Awa")),
        ("From: awa@x.example (Awa)", ("awa@x.example", "Awa")),
        ("From: <awa@x.example>", ("awa@x.example", "")),
        ("From: =?utf-8?B?0JDQs9C10L3RgtGB0YLQstC+?= <a@x.example>", ("a@x.example", "Агентство")),
        ("From: nobody at all", None),
        ("X-Nothing: here", None),
    ],
)
def test_the_sender_is_read_however_it_is_written(
    header: str, sender: tuple[str, str] | None
) -> None:
    found = mail.parse(header.encode() + b"\r\n\r\nhello").sender

    assert (found and (found.address, found.name)) == sender


def test_a_date_of_another_zone_is_kept_in_utc() -> None:
    raw = HEADER + b"Date: Tue, 03 Mar 2026 23:30:00 -0500\r\n\r\nhello"

    assert mail.parse(raw).sent_at == datetime(2026, 3, 4, 4, 30, tzinfo=UTC)


def test_a_file_name_loses_its_folders_and_the_marks_that_deceive() -> None:
    message = a_mail()
    message.set_content("x")
    message.add_attachment(b"x", "application", "pdf", filename="..\\..\\letter\u202efdp.exe")

    assert mail.parse(message.as_bytes()).attachments[0].name == "letterfdp.exe"
