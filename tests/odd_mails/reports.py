"""Delivery reports in the format of RFC 3464 and 6533, as many programs write them."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import OddMail, a_file, fields, multipart, part

#: of the mail of ours that the reports speak of
OURS: Final = "<q.1@localhost>"
RETURNED: Final = fields(
    "ours",
    From="requests@localhost",
    To="gone@ministry.example",
    Subject="Your letter ACSG-2026-0001",
    Message_ID=OURS,
)
_STATUS: Final = (
    "Reporting-MTA: dns; mx.ministry.example\r\n\r\n"
    "Final-Recipient: rfc822; gone@ministry.example\r\n"
    "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown user\r\n"
)
DAEMON: Final = "Mail Delivery System <mailer-daemon@ministry.example>"

#: program, subject, its words, what it sends back, how
_STANDARD: Final = (
    (
        "Postfix",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.",
        "message/rfc822",
    ),
    (
        "Sendmail",
        "Returned mail: see transcript for details",
        "The original message was received at",
        "message/rfc822",
    ),
    (
        "Exim",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically",
        "message/rfc822",
    ),
    (
        "a French Postfix",
        "Mail non délivré, retourné à l'expéditeur",
        "Ceci est le système de messagerie.",
        "message/rfc822",
    ),
    (
        "a Spanish Exchange",
        "No se puede entregar: Your letter",
        "No se pudo entregar el mensaje.",
        "message/rfc822",
    ),
    (
        "a Russian server",
        "Недоставленное сообщение",
        "Это почтовая система сервера mx.",
        "text/rfc822-headers",
    ),
    (
        "an Arabic Exchange",
        "تعذر التسليم: Your letter",
        "تعذر تسليم رسالتك إلى المستلم.",
        "message/rfc822",
    ),
    (
        "a Portuguese server",
        "Mensagem não entregue",
        "Este é o sistema de correio.",
        "text/rfc822-headers",
    ),
    (
        "a server that sends headers alone",
        "Delivery Status Notification (Failure)",
        "Delivery has failed.",
        "text/rfc822-headers",
    ),
    (
        "a server of RFC 6533",
        "Delivery Status Notification",
        "Delivery has failed.",
        "message/global-headers",
    ),
)


def report(
    name: str, subject: str, words: str, back: str, status: str = _STATUS, **more: str | None
) -> bytes:
    """A multipart/report of RFC 3464."""
    status_type = (
        "message/global-delivery-status" if "global" in back else "message/delivery-status"
    )
    header: dict[str, Any] = {
        "From": DAEMON,
        "Subject": subject.encode(),
        "Content_Type": 'multipart/report; report-type=delivery-status; boundary="x"',
        **more,
    }
    body = part(words, "text/plain; charset=utf-8")
    returned = part(RETURNED + b"\r\nThank you for your letter.\r\n", back)
    return multipart(name, body, part(status, status_type), returned, **header)


def _standard(program: str, subject: str, words: str, back: str) -> OddMail:
    return OddMail(
        name=f"a delivery report of {program}",
        raw=report(program, subject, words, back),
        subject=subject,
        sender="mailer-daemon@ministry.example",
        words=words,
        bounce=True,
        original_message_id=OURS,
    )


MAILS: Final = (
    *(_standard(*one) for one in _STANDARD),
    OddMail(
        name="a delay that is reported",
        raw=report(
            "delay",
            "Delayed Mail",
            "Your message is delayed.",
            "message/rfc822",
            _STATUS.replace("failed", "delayed"),
        ),
        subject="Delayed Mail",
        sender="mailer-daemon@ministry.example",
        words="Your message is delayed.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a report without a report type",
        raw=report(
            "no-type",
            "Failure",
            "It failed.",
            "message/rfc822",
            Content_Type='multipart/report; boundary="x"',
        ),
        subject="Failure",
        sender="mailer-daemon@ministry.example",
        words="It failed.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a report that calls itself mixed",
        raw=report(
            "mixed",
            "Failure",
            "It failed.",
            "message/rfc822",
            Content_Type='multipart/mixed; boundary="x"',
        ),
        subject="Failure",
        sender="mailer-daemon@ministry.example",
        words="It failed.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a report from a person's address",
        raw=report(
            "person",
            "Undeliverable: Your letter",
            "It failed.",
            "message/rfc822",
            From="Awa <awa@ministry.example>",
        ),
        subject="Undeliverable: Your letter",
        words="It failed.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a report with nothing sent back",
        raw=multipart(
            "nothing",
            part("It failed."),
            part(_STATUS, "message/delivery-status"),
            From=DAEMON,
            Content_Type='multipart/report; report-type=delivery-status; boundary="x"',
        ),
        sender="mailer-daemon@ministry.example",
        words="It failed.",
        bounce=True,
    ),
    OddMail(
        name="a report that names the mail in its status",
        raw=multipart(
            "status-id",
            part("It failed."),
            part(
                "Reporting-MTA: dns; mx\r\nX-Original-Message-ID: " + OURS + "\r\n\r\n" + _STATUS,
                "message/delivery-status",
            ),
            From=DAEMON,
            Content_Type='multipart/report; report-type=delivery-status; boundary="x"',
        ),
        sender="mailer-daemon@ministry.example",
        words="It failed.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a delivery report of Gmail with its icon",
        raw=multipart(
            "gmail",
            part("Address not found."),
            a_file(
                'attachment; filename="icon.png"', "image/png", b"\x89PNG\r\n\x1a\n" + bytes(9_000)
            ),
            part(_STATUS, "message/delivery-status"),
            part(RETURNED, "message/rfc822"),
            From=DAEMON,
            Content_Type='multipart/report; report-type=delivery-status; boundary="x"',
        ),
        sender="mailer-daemon@ministry.example",
        words="Address not found.",
        files=(("icon.png", "image/png"),),
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="an automatic report of Exchange as a page",
        raw=multipart(
            "exchange",
            part("<p>Delivery has failed to these recipients.</p>", "text/html"),
            part(_STATUS, "message/delivery-status"),
            part(RETURNED, "message/rfc822"),
            From="Microsoft Outlook <postmaster@ministry.example>",
            Subject="Undeliverable: Your letter",
            Auto_Submitted="auto-replied",
            Content_Type='multipart/report; report-type=delivery-status; boundary="x"',
        ),
        subject="Undeliverable: Your letter",
        sender="postmaster@ministry.example",
        words="Delivery has failed",
        bounce=True,
        automatic=True,
        original_message_id=OURS,
    ),
)
