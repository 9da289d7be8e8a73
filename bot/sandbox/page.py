"""The page where one browser plays the secretariat and a sender: routes and their checks.

Everything lies under the random token of the address; what it shows is in `view.py`, what people do
on it in `deeds.py`.
"""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.office_words import locale, names, say, spoken
from bot.render import render
from bot.sandbox import view
from bot.sandbox.call import read_call
from bot.sandbox.deeds import IMAGES, LONGEST_TEXT, deeds_of
from bot.sandbox.mails import Outgoing
from bot.sandbox.people import CAST
from bot.sandbox.refusal import Refusal
from bot.sandbox.samples import samples
from bot.shelf import templates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.listen import Listen
    from bot.sandbox.stage import Sandbox

    Handler = Callable[[web.Request], Awaitable[web.Response]]

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
LONGEST_POLL: Final = 20.0  #: seconds
#: of what the page says as things happen
_BLANKS: Final = ("name", "text", "count", "time", "address", "files")
STATIC: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What the page needs to know of the program around it."""

    #: where mail is posted; None when the door is closed
    mail_door: Listen | None
    #: ours, offered as recipients
    addresses: tuple[str, ...]
    #: where the program writes its answers by mail
    outgoing: Path


class Page:
    """The page of one sandbox."""

    def __init__(self, sandbox: Sandbox, options: PageOptions) -> None:
        self._sandbox = sandbox
        self._options = options
        self._outgoing = Outgoing(options.outgoing)
        self._deeds = deeds_of(sandbox, options.mail_door, options.addresses)

    @property
    def address(self) -> str:
        """Where a browser finds it, secret included."""
        return f"{self._sandbox.url}/s/{self._sandbox.page_token}/"

    def add_routes(self, app: web.Application, _sandbox: Sandbox) -> None:
        """Add what a browser asks for."""
        for method, path, handler in (
            ("GET", "/s/{token}/", self._show),
            ("GET", "/s/{token}/state", self._state),
            ("GET", "/s/{token}/file/{id}", self._download),
            ("GET", "/s/{token}/{name}", self._static),
            ("POST", "/s/{token}/do/{method}", self._do),
        ):
            app.router.add_route(method, path, self._guarded(handler))

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.Response:
            given = request.match_info["token"].encode()
            if not hmac.compare_digest(given, self._sandbox.page_token.encode()):
                raise web.HTTPNotFound
            response = await handler(request)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    async def _show(self, _request: web.Request) -> web.Response:
        text = render(
            "sandbox/page.html.j2",
            officers=CAST,
            addresses=self._options.addresses,
            samples=samples(self._sandbox),
            longest_text=LONGEST_TEXT,
            language=spoken(),
            direction=locale().text_direction,
            words=_words(),
        )
        return web.Response(text=text, content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        folder = templates() / "sandbox"
        path = folder / request.match_info["name"]
        if path.suffix not in STATIC or path not in set(folder.iterdir()):
            raise web.HTTPNotFound
        return web.Response(body=path.read_bytes(), content_type=STATIC[path.suffix],
                            charset="utf-8")  # fmt: skip

    async def _state(self, request: web.Request) -> web.Response:
        """What changed after `after`; waits for a change when there is none."""
        after = _number(request.query.get("after"), -1)
        seen = _number(request.query.get("mails"), 0)
        sandbox = self._sandbox
        end = asyncio.get_running_loop().time() + LONGEST_POLL
        while True:
            answers = await asyncio.to_thread(self._outgoing.mails)
            is_new = sandbox.chats.revision > after or len(answers) != seen
            left = end - asyncio.get_running_loop().time()
            if is_new or left <= 0:
                shown = view.whole(sandbox, answers, after) | {"answers": len(answers)}
                return web.json_response(shown)
            await sandbox.change(min(left, 1))

    async def _download(self, request: web.Request) -> web.Response:
        file = self._sandbox.chats.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        is_image = file.media_type in IMAGES
        # whatever it claims to be, a browser must neither run nor show it
        media_type = file.media_type if is_image else "application/octet-stream"
        response = web.Response(body=file.content, content_type=media_type)
        response.headers["Content-Disposition"] = "inline" if is_image else "attachment"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    async def _do(self, request: web.Request) -> web.Response:
        """One deed of a person; asked by our own page only, which names its origin."""
        deed = self._deeds.get(request.match_info["method"])
        if deed is None or "Origin" not in request.headers:
            raise web.HTTPForbidden
        try:
            return web.json_response(await deed(await read_call(request)))
        except Refusal as refusal:
            return web.json_response({"problem": refusal.sentence}, status=400)


def _words() -> dict[str, str]:
    """What the page's own program says, with its blanks left for it to fill."""
    blanks = {name: f"{{{name}}}" for name in _BLANKS}
    return {name: say(f"sandbox_says.{name}", **blanks) for name in names("sandbox_says")}


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else default
