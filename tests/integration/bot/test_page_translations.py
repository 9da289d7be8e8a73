"""Translations on the page: for whoever presses, and of hidden letters on this machine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.translator import Translator
from bot.translator_settings import TranslatorService, parse_translator
from store import officer_languages
from tests.factories import a_content, a_read_message, a_segment, an_evidence
from tests.office import ALICE_ID
from tests.reading_page import a_reading_page, in_a_loop
from tests.translators import a_command, a_service

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from store.session import Database
    from tests.reading_page import ReadingPage

LETTER = "Le Tchad demande la formation de ses agents."
DRAFT = "/draft/ACSG-2026-0001-1"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the page does not know which it has"
)


async def shown(page: ReadingPage) -> httpx.Response:
    """The page of a letter in French, with one quote."""
    quote = an_evidence(LETTER, start=0, end=len(LETTER))
    content = a_content(evidence={}, themes=(), criteria=(), conditions=(quote,))
    segment = a_segment(LETTER, language="fr")
    page.office.letter(content, read=a_read_message(language="fr", segments=(segment,)))
    await page.office.sandbox.until(page.office.shown)
    return await page.enter(page.office.shown()[-1])


@in_a_loop
async def test_a_link_leads_to_the_quotes_with_a_machines_words(
    database: Database, tmp_path: Path
) -> None:
    program = "print('<b>Chad</b> asks')"
    translator = parse_translator(a_command(tmp_path, program))
    async with a_reading_page(database, tmp_path, translator=translator) as page:
        whole = await shown(page)
        assert f'<a href="{DRAFT}/translated#evidence">' in whole.text
        assert "machine, unchecked" not in whole.text

        answer = await page.browser.get(f"{DRAFT}/translated", timeout=30)

    assert "machine, unchecked:</span> <bdi>&lt;b&gt;Chad&lt;/b&gt; asks</bdi>" in answer.text
    assert "/translated" not in answer.text


@in_a_loop
async def test_who_reads_it_is_offered_no_translation(database: Database, tmp_path: Path) -> None:
    translator = parse_translator(a_command(tmp_path))
    async with a_reading_page(database, tmp_path, translator=translator) as page:
        with database.begin() as session:
            officer_languages.turn(session, ALICE_ID, "fr")

        assert "/translated" not in (await shown(page)).text


@in_a_loop
async def test_a_hidden_letter_goes_to_no_translator_elsewhere(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TranslatorService, "is_here", False)
    with a_service() as service:
        translator = parse_translator(service.url)
        async with a_reading_page(database, tmp_path, translator=translator) as page:
            assert "/translated" not in (await shown(page)).text
            answer = await page.browser.get(f"{DRAFT}/translated")

        assert "machine, unchecked" not in answer.text
        assert service.asked == []


@in_a_loop
async def test_a_service_on_this_machine_may_be_asked(database: Database, tmp_path: Path) -> None:
    with a_service() as service:
        translator = parse_translator(service.url)
        async with a_reading_page(database, tmp_path, translator=translator) as page:
            await shown(page)
            answer = await page.browser.get(f"{DRAFT}/translated", timeout=30)

    assert f"<bdi>[fr to en] {LETTER}</bdi>" in answer.text


@in_a_loop
async def test_where_it_fails_the_page_says_so(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Translator, "translated", lambda *_, **__: None)
    translator = parse_translator(a_command(tmp_path))
    async with a_reading_page(database, tmp_path, translator=translator) as page:
        await shown(page)
        answer = await page.browser.get(f"{DRAFT}/translated", timeout=30)

    assert "no translation now" in answer.text
    assert LETTER in answer.text
