"""What programs say of our mails without a format, and receipts, complaints and absences."""

from __future__ import annotations

from typing import Any, Final

from tests.odd_mails.mail import LETTER_FILE, WORDS, OddMail, a_file, a_mail, multipart, part
from tests.odd_mails.reports import DAEMON, OURS, RETURNED

_BELOW: Final = RETURNED.decode() + "\r\nThank you for your letter.\r\n"


def _plain(
    name: str, body: str, expected: dict[str, Any] | None = None, **more: str | None
) -> OddMail:
    header: dict[str, str | bytes | None] = {"From": DAEMON, "Subject": "failure notice", **more}
    usual: dict[str, Any] = {
        "subject": header["Subject"],
        "sender": "mailer-daemon@ministry.example",
        "words": body[:12],
        "bounce": True,
        "original_message_id": OURS,
    }
    return OddMail(name=name, raw=a_mail(name, body, **header), **(usual | (expected or {})))


def receipt(name: str, words: str, disposition: str, *, original: str | None = OURS) -> OddMail:
    """A receipt of RFC 8098."""
    said = f"Reporting-UA: mail.ministry.example; {name}\r\n"
    said += "Final-Recipient: rfc822;gone@ministry.example\r\n"
    said += f"Original-Message-ID: {original}\r\n" if original else ""
    raw = multipart(
        name,
        part(words, "text/plain; charset=utf-8"),
        part(said + f"Disposition: {disposition}\r\n", "message/disposition-notification"),
        Subject="Read: Your letter",
        Content_Type='multipart/report; report-type=disposition-notification; boundary="x"',
    )
    return OddMail(
        name=f"a receipt of {name}",
        raw=raw,
        subject="Read: Your letter",
        words=words,
        automatic=True,
        original_message_id=original,
    )


MAILS: Final = (
    _plain(
        "a report of qmail",
        "Hi. This is the qmail-send program.\r\n\r\n<gone@ministry.example>:\r\nNo such user."
        f"\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n{_BELOW}",
    ),
    _plain(
        "a report of old Exim",
        "This message was created automatically by mail delivery software.\r\n\r\n"
        f"------ This is a copy of the message, including all the headers. ------\r\n\r\n{_BELOW}",
        Subject="Mail delivery failed",
        X_Failed_Recipients="gone@ministry.example",
    ),
    _plain(
        "a report of Yahoo",
        "Sorry, we were unable to deliver your message.\r\n\r\n"
        f"--- Original message follows.\r\n\r\n{_BELOW}",
    ),
    _plain(
        "a report of old Exchange",
        f"Your message did not reach some recipients.\r\n\r\n Message-ID: {OURS}\r\n",
        {"sender": "postmaster@ministry.example"},
        Subject="Undeliverable: Your letter",
        From="System Administrator <postmaster@ministry.example>",
    ),
    _plain(
        "a report that says nothing of the mail",
        "The user is unknown.",
        {"original_message_id": None},
    ),
    _plain(
        "a report of Lotus",
        f"Your message could not be delivered.\r\n\r\nMessage-Id: {OURS}",
        {"sender": "postmaster@ministry.example"},
        Subject="DELIVERY FAILURE: User not listed",
        From="Postmaster <postmaster@ministry.example>",
    ),
    OddMail(
        name="a person who asks about a failure",
        raw=a_mail("asks", f"{WORDS} Message-ID: {OURS}", Subject="Undeliverable: Your letter"),
        subject="Undeliverable: Your letter",
    ),
    receipt(
        "Outlook", "Your message was read on Tuesday.", "manual-action/MDN-sent-manually; displayed"
    ),
    receipt(
        "Thunderbird",
        "Ceci est un accusé de réception.",
        "manual-action/MDN-sent-automatically; displayed",
    ),
    receipt(
        "Apple Mail",
        "إشعار بالقراءة لرسالتك.",
        "automatic-action/MDN-sent-automatically; displayed",
    ),
    receipt(
        "a program that deletes unread", "Not read.", "manual-action/MDN-sent-manually; deleted"
    ),
    receipt(
        "a program that names no mail",
        "Прочитано во вторник.",
        "manual-action/MDN-sent-manually; displayed",
        original=None,
    ),
    OddMail(
        name="a complaint of RFC 5965",
        raw=multipart(
            "arf",
            part("This is an email abuse report."),
            part(
                "Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n",
                "message/feedback-report",
            ),
            part(RETURNED, "message/rfc822"),
            Content_Type='multipart/report; report-type=feedback-report; boundary="x"',
        ),
        words="This is an email abuse report.",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="an absence",
        raw=a_mail("absence", "I am away.", Auto_Submitted="auto-replied"),
        words="I am away.",
        automatic=True,
    ),
    OddMail(
        name="an absence by its subject",
        raw=a_mail("absence-fr", "Absent.", Subject="Réponse automatique : dossier".encode()),
        subject="Réponse automatique : dossier",
        words="Absent.",
        automatic=True,
    ),
    OddMail(
        name="an absence of old programs",
        raw=a_mail("absence-old", "I am away.", Precedence="auto_reply", X_Autoreply="yes"),
        words="I am away.",
        automatic=True,
    ),
    OddMail(
        name="a mail of a list",
        raw=a_mail("list", List_Id="<news.example.org>", Precedence="list"),
        unanswerable="list",
    ),
    OddMail(
        name="a newsletter that can be left",
        raw=a_mail("news", List_Id="<news.example.org>", List_Unsubscribe="<https://a.example>"),
        unanswerable="bulk",
    ),
    OddMail(
        name="a letter through a group address that can be left",
        raw=a_mail(
            "group",
            List_Post="<https://g.example>, <mailto:requests@acsg.example>",
            List_Unsubscribe="<mailto:leave@acsg.example>",
        ),
        unanswerable="list",
    ),
    OddMail(
        name="a letter with its list's address in From",
        raw=a_mail(
            "munged",
            From="'Awa Diallo' via Requests <Requests@acsg.example>",
            Reply_To="awa@ministry.example",
            List_Post="<mailto:requests@acsg.example?subject=x>",
        ),
        sender="Requests@acsg.example",
        unanswerable="via_list",
    ),
    OddMail(
        name="a letter whose mail system wants no automatic answers",
        raw=a_mail("suppress", X_Auto_Response_Suppress="DR, RN, NRN, OOF, AutoReply"),
        unanswerable="unwanted",
    ),
    OddMail(
        name="a letter that a scanner sent",
        raw=multipart("scanner", part(WORDS), a_file(), Auto_Submitted="auto-generated"),
        files=LETTER_FILE,
        unanswerable="program",
    ),
    OddMail(
        name="an absence with a file beside it",
        raw=multipart("absence-file", part(WORDS), a_file(), Auto_Submitted="auto-replied"),
        files=LETTER_FILE,
        unanswerable="program",
    ),
    OddMail(
        name="a report with a file that is not of the mail that it returns",
        raw=multipart(
            "report-file", part(WORDS), a_file(), part(RETURNED, "message/rfc822"), From=DAEMON
        ),
        sender="mailer-daemon@ministry.example",
        files=LETTER_FILE,
        unanswerable="program",
        original_message_id=OURS,
    ),
    OddMail(
        name="a report of nobody in the words of its program",
        raw=b"Return-Path: <>\r\n"
        + a_mail(
            "words",
            f"This is the mail system at host mx.\r\n\r\nMessage-ID: {OURS}\r\n",
            Subject="Your letter",
        ),
        subject="Your letter",
        words="This is the mail",
        bounce=True,
        original_message_id=OURS,
    ),
    OddMail(
        name="a letter of nobody that speaks of delay",
        raw=b"Return-Path: <>\r\n" + a_mail("delay", WORDS, Subject=b"Retard dans les demandes"),
        subject="Retard dans les demandes",
        unanswerable="nobody",
    ),
    OddMail(
        name="a letter that was sent by nobody",
        raw=b"Return-Path: <>\r\n" + a_mail("nobody"),
        unanswerable="nobody",
    ),
)
