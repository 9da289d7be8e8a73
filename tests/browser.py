"""Headless Chromium for tests of pages; skips with a clear word where it is absent."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

from tests.conftest import missing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import ConsoleMessage, Page

CHROMIUM = Path("/usr/bin/chromium")
#: quiet: nothing of it may look for anything outside this machine
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def need_chromium() -> None:
    if not CHROMIUM.exists():
        missing("no Chromium here: the page is not tested in a browser (Debian: chromium)")


@asynccontextmanager
async def a_tab(
    address: str,
    *,
    width: int = 1280,
    height: int = 800,
    dark: bool = False,
    may_lose_server: bool = False,
) -> AsyncIterator[Page]:
    """The page at an address; its own errors fail the test, but for a server that is away."""
    need_chromium()
    wrong: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda m: (
                wrong.append(m.text) if _is_wrong(m, may_lose_server=may_lose_server) else None
            ),
        )
        page.set_default_timeout(10_000)
        try:
            await page.goto(address)
            yield page
        finally:
            await browser.close()
    assert wrong == []


def _is_wrong(message: ConsoleMessage, *, may_lose_server: bool) -> bool:
    return message.type == "error" and not (may_lose_server and "net::ERR_" in message.text)
