"""The same conversation in LMTP (RFC 2033), as a mail server hands over what it has taken in.

An answer for each recipient, and another greeting; all of them get the same, because a mail is
kept once for all.
"""

from __future__ import annotations

from ingest import replies
from ingest.smtp_connection import Connection


class LmtpConnection(Connection):
    """One peer's conversation in LMTP."""

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd names commands so
        """The greeting of this protocol."""
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802 - the same
        """No greeting here, so that a client of the other protocol finds out (RFC 2033, 4.1)."""
        del arg
        await self.push(replies.NO_SUCH_COMMAND)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802 - the same
        """No greeting here either."""
        await self.smtp_EHLO(arg)

    async def _answer(self, reply: str) -> None:
        recipients = len(self.envelope.rcpt_tos) if self.envelope is not None else 1
        self._set_rset_state()
        for _ in range(recipients):
            await self.push(reply)
