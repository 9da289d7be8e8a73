"""What the mail door says to greetings and recipients, and to trouble of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from ingest import replies, xforward

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from ingest.smtp import Door

_log = structlog.get_logger()


def is_believed(door: Door, session: Session) -> bool:
    """Whether the peer is one of our own mail servers."""
    return door.options.peers.are_believed(str(session.peer[0]) if session.peer else None)


class Hooks:
    """What aiosmtpd asks at each command."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_EHLO(  # noqa: N802 - aiosmtpd names hooks so
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """Announce what else there is; that commands need not wait for answers (RFC 2920)."""
        del server, envelope
        session.host_name = name
        more = ["250-PIPELINING"]
        if is_believed(self._door, session):
            more.append(f"250-XFORWARD {' '.join(xforward.NAMES)}")
        if self._door.options.account is None:
            lines = [line for line in lines if not line.startswith("250-AUTH")]
        return [*lines[:-1], *more, *lines[-1:]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names hooks so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse here what is not ours; never later."""
        del server, session, options
        if not self._door.is_ours(address):
            return replies.UNKNOWN_RECIPIENT
        if len(envelope.rcpt_tos) >= self._door.options.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        envelope.rcpt_tos.append(address)
        return replies.RECIPIENT_OK

    async def handle_exception(self, error: Exception) -> str:
        """Say 451 where aiosmtpd would say 500 with the exception's text."""
        _log.error("smtp_trouble", trouble=type(error).__name__)
        return replies.TROUBLE
