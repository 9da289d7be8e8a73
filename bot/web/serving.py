"""Serving the page, with what it needs of the program."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.chat import office_of
from bot.guarding import pictures_of
from bot.health import serve_page
from bot.translator import translator_of
from bot.web.door import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from bot.listen import Listen
    from bot.settings import Settings
    from store.session import Database


@asynccontextmanager
async def served_to_officers(
    settings: Settings, db: Database, listen: Listen, *, clock: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Serve it until the end.

    Raises:
        OSError: the port is taken.
        SettingsError: the translator cannot be used.

    """
    translator = translator_of(settings)
    pictures = pictures_of(settings, settings.data_dir / "scratch" / "page")
    page = Page(db, office_of(settings), clock=clock, pictures=pictures, translator=translator)
    try:
        runner = await serve_page(page.application(), listen)
        try:
            yield
        finally:
            await runner.cleanup()
    finally:
        pictures.close()
        if translator is not None:
            translator.close()
