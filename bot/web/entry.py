"""In with a code that the chat has shown, and out again. Looking at the form uses nothing up."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.office_words import say
from bot.web.frame import framed
from bot.web.visit import TOKEN, Origin, address_of, proof_of, require_own
from store import drafts, page_codes, page_sessions, page_tries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiohttp.web import Request

    from store.session import Database

_log = structlog.get_logger()


class _Refused(Enum):
    WRONG = auto()
    PAUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered:
    token: str
    ref: str


class Entry:
    """The form for a code, and what follows from it."""

    def __init__(self, db: Database, origin: Origin, *, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._origin = origin
        self._clock = clock

    async def form(self, _request: Request) -> web.Response:
        """The form; whoever follows the address before the officer does changes nothing."""
        return self._form()

    async def enter(self, request: Request) -> web.Response:
        """A code was given."""
        given = await request.post()
        require_own(request, str(given.get(TOKEN, "")), self._origin.form(request))
        code, handle = str(given.get("code", "")), request.match_info["handle"]
        entered = await asyncio.to_thread(self._try, handle, code, address_of(request))
        if entered is _Refused.PAUSED:
            return self._form(say("web_door.paused"), status=429)
        if isinstance(entered, _Refused):
            return self._form(say("web_door.wrong"), status=403)
        response = web.Response(status=303, headers={"Location": f"/draft/{entered.ref}"})
        self._origin.let_in(response, entered.token)
        return response

    async def leave(self, request: Request) -> web.Response:
        """The officer leaves."""
        given, token = await request.post(), self._origin.session(request)
        require_own(request, str(given.get(TOKEN, "")), token)
        await asyncio.to_thread(self._end, token)
        title, words = say("web_door.left"), say("web_door.may_close")
        text = framed("web/told.html.j2", title=title, words=words, leave="")
        response = web.Response(text=text, content_type="text/html")
        self._origin.let_out(response)
        return response

    def _form(self, trouble: str = "", *, status: int = 200) -> web.Response:
        secret = secrets.token_urlsafe(32)
        text = framed("web/form.html.j2", trouble=trouble, token=proof_of(secret), leave="")
        response = web.Response(text=text, content_type="text/html", status=status)
        self._origin.new_form(response, secret)
        return response

    def _try(self, handle: str, code: str, address: str) -> _Entered | _Refused:
        now = self._clock()
        with self._db.begin() as session:
            officer_id = page_codes.officer_of(session, handle)
            if page_tries.is_paused(session, address=address, officer_id=officer_id, now=now):
                _log.warning("page_paused", officer=officer_id)
                return _Refused.PAUSED
            let_in = page_codes.give(session, handle, code, address=address, now=now)
            if let_in is None:
                _log.warning("page_code_wrong", officer=officer_id)
                return _Refused.WRONG
            token = page_sessions.begin(session, let_in.officer, let_in.draft_id, now=now)
            _log.info("page_entered", officer=let_in.officer.id, draft=let_in.draft_id)
            return _Entered(token=token, ref=drafts.get(session, let_in.draft_id).ref)

    def _end(self, token: str) -> None:
        with self._db.begin() as session:
            page_sessions.end(session, token)
