"""Posting a mail at the program's own mail door, as a stranger's mail server would."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from typing import TYPE_CHECKING, Final

from bot.header_folding import mail_policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.listen import Listen
    from bot.sandbox.call import Upload
    from bot.sandbox.chats import User

SECONDS: Final = 30
#: RFC 5322 2.1.1; a name that Python folds may lose a space
_LONGEST_LINE: Final = 998


def post(door: Listen, sender: str, recipient: str, raw: bytes) -> str:
    """Hand over a mail; the door's last word, code first, whichever it was."""
    try:
        with smtplib.SMTP(door.host, door.port, timeout=SECONDS) as client:
            client.ehlo()
            for code, text in (client.mail(sender), client.rcpt(recipient)):
                if code >= 400:  # noqa: PLR2004 - 4xx and 5xx are refusals
                    return _reply(code, text)
            return _reply(*client.data(raw))
    except smtplib.SMTPResponseException as refusal:
        return _reply(refusal.smtp_code, refusal.smtp_error)
    except (OSError, smtplib.SMTPException):
        return f"no answer: the mail door at {door} is closed"


def compose(
    *,
    sender: User,
    recipient: str,
    subject: str,
    text: str,
    files: Sequence[Upload] = (),
    now: datetime,
) -> bytes:
    """A mail as an ordinary program writes it."""
    mail = EmailMessage(policy=mail_policy().clone(max_line_length=_LONGEST_LINE))
    mail["From"] = formataddr((sender.name, sender.address))
    mail["To"] = recipient
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    mail.set_content(text)
    for file in files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream",
                            filename=file.name)  # fmt: skip
    return bytes(mail)


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"
