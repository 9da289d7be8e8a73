"""Mails as the page shows them: those that a sender wrote, and the program's answers on disk.

Answers are read from the folder where the program writes its outgoing mail; nothing is sent here.
"""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail."""

    id: str
    from_address: str
    to_address: str
    subject: str
    text: str
    files: tuple[str, ...] = ()
    sent_at: datetime
    #: what the mail door said; None for an answer
    reply: str | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the door did not take it."""
        return self.reply is not None and not self.reply.startswith("250")


def read_mail(raw: bytes, mail_id: str, sent_at: datetime, reply: str | None = None) -> Mail:
    """A mail from its bytes."""
    message = email.message_from_bytes(raw, policy=policy.default)
    return Mail(
        id=mail_id,
        from_address=_address(message, "From"),
        to_address=_address(message, "To"),
        subject=str(message.get("Subject", "")),
        text=_text(message),
        files=tuple(part.get_filename() or part.get_content_type() for part in _files(message)),
        sent_at=sent_at,
        reply=reply,
    )


class Outgoing:
    """The folder of the program's answers; each file is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Mail] = {}

    def mails(self) -> list[Mail]:
        """All answers, oldest first."""
        for path in sorted(self._folder.glob("*.eml")):
            if path.name not in self._known:
                sent_at = _modified(path)
                self._known[path.name] = read_mail(path.read_bytes(), path.name, sent_at)
        return sorted(self._known.values(), key=lambda mail: mail.sent_at)


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _address(message: EmailMessage, header: str) -> str:
    found = message.get(header)
    addresses = getattr(found, "addresses", ())
    return addresses[0].addr_spec if addresses else ""


def _text(message: EmailMessage) -> str:
    body: Any = message.get_body(("plain", "html"))
    return "" if body is None else str(body.get_content()).strip()


def _files(message: EmailMessage) -> list[EmailMessage]:
    return list(message.iter_attachments())
