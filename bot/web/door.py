"""The page's door: routes, what every answer carries, and who is let through."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog
from aiohttp import web

from bot.office_words import has, say
from bot.shelf import templates
from bot.web.entry import Entry
from bot.web.frame import framed
from bot.web.reading import Reading
from bot.web.visit import Origin
from store import page_sessions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from aiohttp.web import Request, StreamResponse

    from bot.pictures import Pictures
    from bot.scene import Office
    from bot.translator import Translator
    from store.model import Officer
    from store.session import Database

    Handler = Callable[[Request], Awaitable[StreamResponse]]
    Guarded = Callable[[Request, Officer], Awaitable[StreamResponse]]

_log = structlog.get_logger()

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
#: a year: whoever reached it by https never falls back
_SECURE: Final = {"Strict-Transport-Security": "max-age=31536000"}
_LONGEST_FORM: Final = 16_384


class Page:
    """The page for officers."""

    def __init__(
        self,
        db: Database,
        office: Office,
        *,
        clock: Callable[[], datetime],
        pictures: Pictures,
        translator: Translator | None = None,
    ) -> None:
        """Connect its parts; `office.page` is how browsers reach it."""
        self._db = db
        self._clock = clock
        self._origin = Origin(url=office.page)
        self._entry = Entry(db, self._origin, clock=clock)
        self._reading = Reading(
            db, office, self._origin, clock=clock, pictures=pictures, translator=translator
        )

    def application(self) -> web.Application:
        """What is to be served."""
        app = web.Application(middlewares=[self._carrying], client_max_size=_LONGEST_FORM)
        read = self._reading
        app.add_routes(
            [
                web.get("/style.css", _style),
                web.get("/favicon.ico", _no_icon),
                web.get("/open/{handle}", self._entry.form),
                web.post("/open/{handle}", self._entry.enter),
                web.post("/leave", self._entry.leave),
                web.get("/", self._for_officers(read.listed)),
                web.get("/draft/{ref}", self._for_officers(read.draft)),
                web.get("/draft/{ref}/translated", self._for_officers(read.translated)),
                web.get("/draft/{ref}/picture/{number}", self._for_officers(read.picture)),
                web.get("/draft/{ref}/file/{letter}/{number}", self._for_officers(read.file)),
            ]
        )
        return app

    def _for_officers(self, handler: Guarded) -> Handler:
        async def guarded(request: Request) -> StreamResponse:
            token = self._origin.session(request)
            officer = await asyncio.to_thread(self._known, token) if token else None
            if officer is None:
                title = say("web_door.from_the_chat")
                response = told(title, say("web_door.press_open"), 401)
                self._origin.let_out(response)
                return response
            return await handler(request, officer)

        return guarded

    def _known(self, token: str) -> Officer | None:
        with self._db.begin() as session:
            return page_sessions.officer_of(session, token, now=self._clock())

    @web.middleware
    async def _carrying(self, request: Request, handler: Handler) -> StreamResponse:
        """Refuse other names of this host, answer in words, and add what every answer carries."""
        response: StreamResponse
        try:
            if request.host.lower() != self._origin.host:
                response = _sorry(421)
            else:
                response = await handler(request)
        except web.HTTPRedirection as error:
            response = error
        except web.HTTPException as error:
            response = _sorry(error.status)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not be shown
            _log.error("page_failed", trouble=type(error).__name__)
            response = _sorry(500)
        response.headers.update(HEADERS)
        if self._origin.is_secure:
            response.headers.update(_SECURE)
        response.headers["Server"] = "acsg-intake"
        return response


def told(title: str, words: str, status: int) -> web.Response:
    """A page that says one thing."""
    text = framed("web/told.html.j2", title=title, words=words, leave="")
    return web.Response(text=text, content_type="text/html", status=status)


def _sorry(status: int) -> web.Response:
    why = str(status) if has("web_door", str(status)) else "other"
    return told(say("web_door.failed"), say(f"web_door.{why}"), status)


async def _no_icon(_request: Request) -> web.Response:
    return web.Response(status=204)


async def _style(_request: Request) -> web.Response:
    text = (templates() / "web" / "style.css").read_text(encoding="utf-8")
    return web.Response(text=text, content_type="text/css")
