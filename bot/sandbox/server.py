"""The Bot API over HTTP, answered from the sandbox's state; methods live in `methods.py`.

Loopback only. The page of a browser is added by `page.py`.
"""

from __future__ import annotations

import asyncio
import hmac
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.listen import Listen
from bot.sandbox import shapes
from bot.sandbox.call import read_call
from bot.sandbox.doorkeeper import doorkeeper
from bot.sandbox.faults import Cut
from bot.sandbox.methods import METHODS
from bot.sandbox.refusal import Refusal, conflict, unauthorized

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.sandbox.call import Call
    from bot.sandbox.faults import Fault
    from bot.sandbox.stage import Sandbox

LARGEST_REQUEST: Final = 60_000_000  #: bytes
LONGEST_POLL: Final = 50  #: seconds
MOST_UPDATES: Final = 100
ANY_PORT: Final = Listen("127.0.0.1", 0)


@asynccontextmanager
async def served(
    sandbox: Sandbox,
    listen: Listen = ANY_PORT,
    *add: Callable[[web.Application, Sandbox], None],
) -> AsyncIterator[Sandbox]:
    """Serve a sandbox; `sandbox.url` tells where.

    Args:
        sandbox: What to serve.
        listen: Loopback only; port 0 takes any free one.
        add: Adds further routes, such as the page.

    Raises:
        OSError: The address cannot be listened on.
        ValueError: It is not loopback.

    """
    if not listen.is_loopback:
        raise ValueError("the sandbox listens on loopback only")
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[doorkeeper])
    BotApi(sandbox).add_routes(app)
    for one in add:
        one(app, sandbox)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
        sandbox.url = f"http://{Listen(listen.host, runner.addresses[0][1])}"
        yield sandbox
    finally:
        await runner.cleanup()


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._poll: asyncio.Event | None = None

    def add_routes(self, app: web.Application) -> None:
        """Add what a bot calls."""
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        app.router.add_get("/file/bot{token}/{folder}/{id}", self.download)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Carry out one method, or the fault that waits for it."""
        try:
            self._check(request)
            call = await read_call(request)
            return _answer({"ok": True, "result": await self._faulty(call)})
        except Refusal as refusal:
            return _refusal(refusal)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file."""
        try:
            self._check(request)
        except Refusal as refusal:
            return _refusal(refusal)
        file = self._sandbox.chats.files.get(request.match_info["id"])
        if file is None or self._sandbox.faults.is_down:
            return _refusal(Refusal(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _check(self, request: web.Request) -> None:
        given = request.match_info["token"].encode()
        # a browser says where a page came from; no bot does
        if "Origin" in request.headers or not hmac.compare_digest(
            given, self._sandbox.bot_token.encode()
        ):
            raise unauthorized()

    async def _faulty(self, call: Call) -> Any:
        self._sandbox.calls.append(call.method)
        fault: Fault | None = self._sandbox.faults.take(call.method)
        if fault is not None and not fault.is_after:
            raise fault.trouble
        result = await self._result(call)
        if fault is not None:
            raise fault.trouble
        return result

    async def _result(self, call: Call) -> Any:
        name = call.method.lower()
        if name == "getupdates":
            return await self._updates(call)
        method = METHODS.get(name)
        if method is None:
            raise Refusal(404, "Not Found")
        return method(self._sandbox.chats, call)

    async def _updates(self, call: Call) -> list[Any]:
        """Long poll; a second poller ends the first one's wait with 409, as Telegram does."""
        if self._poll is not None:
            self._poll.set()
            self._sandbox.wake()
        ours = self._poll = asyncio.Event()
        chats = self._sandbox.chats
        chats.confirm_updates(call.number("offset", 0))
        end = asyncio.get_running_loop().time() + min(call.number("timeout", 0), LONGEST_POLL)
        try:
            while not chats.updates and (left := end - asyncio.get_running_loop().time()) > 0:
                await self._sandbox.change(min(left, 1))
                if ours.is_set():
                    raise conflict()
                if self._sandbox.faults.is_down:
                    raise Cut
        finally:
            if self._poll is ours:
                self._poll = None
        limit = min(call.number("limit", MOST_UPDATES), MOST_UPDATES)
        return [shapes.update(update) for update in list(chats.updates)[:limit]]


def _refusal(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {
        "ok": False, "error_code": refusal.code, "description": refusal.description,
    }  # fmt: skip
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    if refusal.migrate_to is not None:
        body["parameters"] = {"migrate_to_chat_id": refusal.migrate_to}
    return _answer(body, refusal.code)


def _answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status)
