"""The chat server brings updates to us, where the office prefers that to asking for them.

Each is safe in the database before it is answered (`chat_door`); whatever else is answered makes
the server bring it again. The secret is new with every start, and never leaves the two of us.
"""

from __future__ import annotations

import hmac
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Update

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from telegram import Bot

    from bot.chat_door import DurableQueue
    from bot.listen import Listen

_log = structlog.get_logger()

SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_LARGEST_BYTES: Final = 1_000_000
_MOST_CONNECTIONS: Final = 8


@asynccontextmanager
async def hooked(
    bot: Bot, door: DurableQueue, *, url: str, listen: Listen, updates: Sequence[str]
) -> AsyncIterator[None]:
    """Listen, and let the chat server know where; afterwards it keeps what it has for us.

    Args:
        bot: tells the server.
        door: takes updates.
        url: where the server reaches us; its path is the one that is answered.
        listen: behind whatever takes the TLS off.
        updates: kinds that are wanted.

    Raises:
        OSError: the address cannot be listened on.
        TelegramError: the server does not take the address.

    """
    secret = secrets.token_urlsafe(32)
    application = web.Application(client_max_size=_LARGEST_BYTES)
    application.router.add_post(urlsplit(url).path or "/", Hook(bot, door, secret).take)
    runner = web.AppRunner(application, access_log=None, handler_cancellation=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
        await bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=updates,
            max_connections=_MOST_CONNECTIONS,
        )
        _log.info("webhook_open", port=listen.port)
        yield
    finally:
        await runner.cleanup()


class Hook:
    """Answers the chat server's posts."""

    def __init__(self, bot: Bot, door: DurableQueue, secret: str) -> None:
        self._bot = bot
        self._door = door
        self._secret = secret

    async def take(self, request: web.Request) -> web.Response:
        """Keep an update, then say so."""
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            _log.warning("webhook_refused", secret_given=bool(given))
            return web.Response(status=403)
        update = self._update(await _json(request))
        if update is None:
            _log.warning("webhook_not_understood", size=request.content_length)
            return web.Response(status=400)
        await self._door.put(update)
        return web.Response()

    def _update(self, stored: Any) -> Update | None:
        if not isinstance(stored, dict) or type(stored.get("update_id")) is not int:
            return None
        try:
            return Update.de_json(stored, self._bot)
        except (TypeError, ValueError, KeyError, AttributeError):
            return None


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        return None
