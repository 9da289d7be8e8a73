"""The page for officers over HTTP, beside a whole office; for tests."""

from __future__ import annotations

import asyncio
import functools
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from bot.listen import Listen
from bot.web.serving import served_to_officers
from tests.killing import free_port
from tests.office import ALICE_ID, TestOffice, an_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from bot.sandbox.chats import Message, Query
    from store.session import Database


@dataclass(slots=True)
class Clock:
    """The page's clock; tests put it forward."""

    now: datetime | None = None

    def __call__(self) -> datetime:
        return self.now or datetime.now(UTC)


@dataclass(slots=True)
class Opened:
    """What an officer was told: the code over the chat, the address below the card."""

    query: Query
    path: str
    code: str


@dataclass(slots=True)
class ReadingPage:
    """An office with its page, and a browser of nobody yet."""

    office: TestOffice
    browser: httpx.AsyncClient
    clock: Clock
    url: str

    def another_browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url)

    async def open(self, card: Message, user: int = ALICE_ID) -> Opened:
        before = len(self.office.shown())
        query = await self.office.press(user, card, "Open")
        await self.office.sandbox.until(lambda: len(self.office.shown()) > before)
        path = re.search(r"/open/\w+", self.office.shown()[-1].text)
        code = re.search(r"\w{4}-\w{4}", query.answer or "")
        assert path is not None
        assert code is not None
        return Opened(query, path[0], code[0])

    async def give(
        self,
        path: str,
        code: str,
        browser: httpx.AsyncClient | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Load the form and send it, as a browser does."""
        here = browser or self.browser
        form = await here.get(path)
        return await here.post(path, data={"token": token_in(form), "code": code}, headers=headers)

    async def enter(self, card: Message, user: int = ALICE_ID) -> httpx.Response:
        """Let the browser in; the draft that it shows then."""
        opened = await self.open(card, user)
        entered = await self.give(opened.path, opened.code)
        assert entered.status_code == 303
        return await self.browser.get(entered.headers["Location"])


def token_in(form: httpx.Response) -> str:
    found = re.search(r'name="token" value="(\w+)"', form.text)
    return found[1] if found else ""


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test that awaits."""

    @functools.wraps(test)
    def run(*args: Any, **given: Any) -> None:
        asyncio.run(test(*args, **given))

    return run


@asynccontextmanager
async def a_reading_page(db: Database, folder: Path, **settings: Any) -> AsyncIterator[ReadingPage]:
    listen = Listen("127.0.0.1", free_port())
    url, clock = f"http://{listen}", Clock()
    given = {"web_listen": listen, "chat_content": "minimal"} | settings
    async with (
        an_office(db, folder, **given) as office,
        served_to_officers(office.settings, db, listen, clock=clock),
        httpx.AsyncClient(base_url=url) as browser,
    ):
        yield ReadingPage(office, browser, clock, url)
