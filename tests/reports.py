"""Delivery reports as mail servers write them, about a mail of ours; all invented."""

from __future__ import annotations

OURS = "<letter.acknowledgement@acsg.example>"
RETURNED = (
    "Received: from intake by relay.example; Mon, 2 Mar 2026 09:00:00 +0000\r\n"
    "From: Asylum Capacity Support Group <requests@acsg.example>\r\n"
    "To: ministry@example.org\r\n"
    "Subject: We have received your letter [ACSG-2026-0001]\r\n"
    f"Message-ID: {OURS}\r\n"
)
HEAD = (
    "From: Mail Delivery System <MAILER-DAEMON@relay.example>\r\n"
    "To: requests@acsg.example\r\n"
    "Subject: {subject}\r\n"
    "Auto-Submitted: auto-replied\r\n"
    "Message-ID: <report-1@relay.example>\r\n"
    "MIME-Version: 1.0\r\n"
)


def standard(
    action: str = "failed",
    status: str = "5.1.1",
    *,
    subject: str = "Undelivered Mail Returned to Sender",
    returned: str = RETURNED,
    media_type: str = "text/rfc822-headers",
) -> bytes:
    """A report by RFC 3464."""
    return (
        HEAD.format(subject=subject)
        + 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        + "--b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host relay.\r\n\r\n"
        + "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + "Reporting-MTA: dns; relay.example\r\n\r\n"
        + "Final-Recipient: rfc822; ministry@example.org\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n"
        + "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        + f"--b\r\nContent-Type: {media_type}\r\n\r\n{returned}\r\n"
        + "--b--\r\n"
    ).encode()


def in_words(said: str, *, subject: str, sender: str = "MAILER-DAEMON@relay.example") -> bytes:
    """A report of a program that knows no standard, with the mail below it."""
    head = HEAD.format(subject=subject).replace("MAILER-DAEMON@relay.example", sender)
    return f"{head}Content-Type: text/plain\r\n\r\n{said}\r\n\r\n{RETURNED}\r\n".encode()


QMAIL = in_words(
    "Hi. This is the qmail-send program at relay.example.\r\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
    "<ministry@example.org>:\r\n"
    "192.0.2.7 does not like recipient.\r\n"
    "Remote host said: 550 5.1.1 <ministry@example.org>: Recipient address rejected\r\n\r\n"
    "--- Below this line is a copy of the message.",
    subject="failure notice",
)
EXIM = in_words(
    "This message was created automatically by mail delivery software.\r\n\r\n"
    "A message that you sent could not be delivered to one or more of its recipients.\r\n\r\n"
    "  ministry@example.org\r\n"
    "    SMTP error from remote mail server after RCPT TO: 550 No such mailbox",
    subject="Mail delivery failed: returning message to sender",
)
SENDMAIL_LATE = in_words(
    "   **********************************************\r\n"
    "   **      THIS IS A WARNING MESSAGE ONLY      **\r\n"
    "   **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\r\n"
    "   **********************************************\r\n\r\n"
    "Warning: could not send message for past 4 hours\r\n"
    "451 4.4.1 reply: read error from mx.example.org.",
    subject="Warning: could not send message for past 4 hours",
)
FRENCH = in_words(
    "Votre message n'a pas pu être remis au destinataire : boîte pleine (5.2.2).",
    subject="Non remis : We have received your letter",
    sender="postmaster@example.org",
)
VACATION = (
    "From: Ministry <ministry@example.org>\r\nTo: requests@acsg.example\r\n"
    "Subject: Automatic reply: We have received your letter [ACSG-2026-0001]\r\n"
    "Auto-Submitted: auto-replied\r\n"
    f"In-Reply-To: {OURS}\r\n\r\nI am away until 550 people have written.\r\n"
).encode()
