"""What an officer reads on the page: open drafts, one draft whole, pictures of pages, files."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.evidence_rows import page_row, sheets_of_draft
from bot.labels import label
from bot.locales import country
from bot.moments import age
from bot.office_words import say
from bot.pictures import NotDrawnError
from bot.web.dossier import dossier
from bot.web.files import taken
from bot.web.frame import framed
from bot.web.translations import said, translations_of
from bot.web.visit import proof_of
from store import audit, drafts, inbox
from store.model import OPEN_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aiohttp.web import Request
    from sqlalchemy.orm import Session

    from bot.evidence_rows import PageRow
    from bot.pictures import Pictures
    from bot.scene import Office
    from bot.translator import Translator
    from bot.web.visit import Origin
    from store.model import Draft, Officer
    from store.session import Database

_log = structlog.get_logger()


class Reading:
    """What officers look at; all of it is behind the door."""

    def __init__(
        self,
        db: Database,
        office: Office,
        origin: Origin,
        *,
        clock: Callable[[], datetime],
        pictures: Pictures,
        translator: Translator | None = None,
    ) -> None:
        self._db = db
        self._office = office
        self._origin = origin
        self._clock = clock
        self._pictures = pictures
        self._translator = translator

    async def listed(self, request: Request, officer: Officer) -> web.Response:
        """Open drafts, oldest first."""
        lines = await asyncio.to_thread(self._lines)
        return self._page("web/list.html.j2", request, officer, lines=lines)

    async def draft(self, request: Request, officer: Officer) -> web.Response:
        """One draft whole."""
        return _html(await asyncio.to_thread(self._looked, request, officer))

    async def translated(self, request: Request, officer: Officer) -> web.Response:
        """The same, with what a machine says below quotes that the officer does not read."""
        return _html(await asyncio.to_thread(self._looked, request, officer, translate=True))

    def _looked(self, request: Request, officer: Officer, *, translate: bool = False) -> str:
        translator = self._translator
        with self._db.begin() as session:
            draft = _draft(session, request)
            self._note(session, "page_read", draft, officer)
            found = dossier(session, draft, self._office, now=self._clock())
            wanted = translations_of(session, draft, officer, self._office, translator)
        words = said(draft, wanted, translator) if translate else {}
        offers = bool(wanted.foreign) and not translate
        return self._text(
            "web/draft.html.j2", request, officer, it=found, said=words, offers=offers
        )

    async def picture(self, request: Request, _officer: Officer) -> web.Response:
        """A page with the evidence marked on it."""
        try:
            content = await asyncio.to_thread(self._drawn, request)
        except NotDrawnError:
            raise web.HTTPNotFound from None
        return web.Response(body=content, content_type="image/jpeg")

    async def file(self, request: Request, officer: Officer) -> web.Response:
        """A file of a letter, to be kept and not to be opened in the browser."""

        def found() -> tuple[str, bytes] | None:
            with self._db.begin() as session:
                draft = _draft(session, request)
                ids = [draft.message_id, *(one.message for one in draft.content.sources)]
                at = _number(request, "letter", len(ids))
                file = taken(session, inbox.get(session, ids[at]), _number(request, "number"))
                self._note(session, "page_file_taken", draft, officer)
                return file

        file = await asyncio.to_thread(found)
        if file is None:
            raise web.HTTPNotFound
        name, content = file
        # whatever it claims to be, a browser must neither run nor show it
        response = web.Response(body=content, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, '')}"
        return response

    def _note(self, session: Session, what: str, draft: Draft, officer: Officer) -> None:
        """Who looked at which letter; of the letter, as nothing of the draft has changed."""
        audit.record(
            session,
            what=what,
            who=officer,
            message_id=draft.message_id,
            details={"draft": draft.id},
            now=self._clock(),
        )

    def _drawn(self, request: Request) -> bytes:
        row = self._sheet(request)
        return row.draw(self._pictures)

    def _sheet(self, request: Request) -> PageRow:
        """What is drawn once the records are closed."""
        with self._db.reading() as session:
            draft = _draft(session, request)
            sheets = sheets_of_draft(session, draft)
            return page_row(session, draft, sheets[_number(request, "number", len(sheets))])

    def _lines(self) -> list[dict[str, str]]:
        with self._db.reading() as session:
            found = (drafts.listed(session, status=status) for status in OPEN_STATUSES)
            waiting = sorted(chain.from_iterable(found), key=lambda draft: draft.id)
            return [self._line(one) for one in waiting]

    def _line(self, draft: Draft) -> dict[str, str]:
        return {
            "ref": draft.ref,
            "kind": label("kinds", draft.content.kind),
            "states": say("web.between").join(country(code) for code in draft.content.states),
            "age": age(draft.created_at, self._clock()),
            "status": label("statuses", draft.status),
        }

    def _text(self, name: str, request: Request, officer: Officer, **context: Any) -> str:
        leave = proof_of(self._origin.session(request))
        return framed(name, officer=officer.name, leave=leave, **context)

    def _page(self, name: str, request: Request, officer: Officer, **context: Any) -> web.Response:
        return _html(self._text(name, request, officer, **context))


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _draft(session: Session, request: Request) -> Draft:
    draft = drafts.by_ref(session, request.match_info["ref"].upper())
    if draft is None:
        raise web.HTTPNotFound
    return draft


def _number(request: Request, name: str, below: int = 1_000) -> int:
    text = request.match_info[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) < below):  # noqa: PLR2004 - digits of a small number
        raise web.HTTPNotFound
    return int(text)
