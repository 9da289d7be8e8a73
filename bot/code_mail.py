"""The mail with a code, to the address that a chat account says is its own."""

from __future__ import annotations

import hashlib
import hmac
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from bot.answer_mail import LOOP
from bot.delivery_errors import NotDeliveredError
from bot.header_folding import mail_policy
from bot.words import words_in
from store import pairings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import OutboxRow

_NAME: Final = "Asylum Capacity Support Group"
_SIGNED: Final = 20


def code_mail(
    session: Session, row: OutboxRow, *, sender: str, key: bytes, now: datetime
) -> tuple[str, EmailMessage]:
    """The mail and its name; the same row gives the same mail.

    Raises:
        NotDeliveredError: for good, where the code counts no longer or the address is none.

    """
    code = pairings.code(session, row.payload["code"], now=now)
    if code is None or code.address != row.target:
        raise NotDeliveredError("code_expired", permanent=True)
    words = words_in(row.payload["language"])
    mail = EmailMessage(policy=mail_policy())
    try:
        mail["From"] = Address(display_name=_NAME, addr_spec=sender)
        mail["To"] = Address(addr_spec=row.target)
    except (ValueError, IndexError, AttributeError, MessageError) as error:
        raise NotDeliveredError("bad_address", permanent=True) from error
    mail["Subject"] = words("pairing.mail_subject")
    mail["Date"] = format_datetime(row.created_at)
    name = f"code-{row.payload['code']}"
    signed = hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:_SIGNED]
    mail["Message-ID"] = f"<acsg.{name}.{signed}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Loop"] = LOOP
    text = words("pairing.mail_text", code=code.digits)
    mail.set_content(text + "\n", charset="utf-8", cte="quoted-printable")
    # after the content, which takes such headers away
    mail["Content-Language"] = words.language
    return name, mail
