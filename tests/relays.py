"""A mail relay for tests, and what came through it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP

from bot.listen import Listen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from email.message import EmailMessage


class Mailbox:
    """Takes mail; refuses the first ones with the codes it was given."""

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.codes:
            return self.codes.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 ok"


@asynccontextmanager
async def a_relay(mailbox: Mailbox, port: int = 0) -> AsyncIterator[Listen]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox), "127.0.0.1", port)
    try:
        yield Listen("127.0.0.1", server.sockets[0].getsockname()[1])
    finally:
        server.close()
