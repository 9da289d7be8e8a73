"""Quotes that whoever asked does not read: a machine's words below them, marked as such."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.translator_settings import parse_translator
from store import officer_languages, outbox
from store.model import OutboxKind, OutboxStatus
from tests.factories import a_content, a_read_message, a_segment, an_evidence
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.translators import a_command, a_service

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

LETTER = "Le Tchad demande la formation de ses agents. We thank you."
ASKS = "demande la formation de ses agents"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def a_quote(words: str = ASKS, **changes: Any) -> Any:
    start = LETTER.index(words)
    return an_evidence(words, start=start, end=start + len(words), **changes)


async def a_card(office: TestOffice, **content: Any) -> Message:
    """The card of a letter in French, with one quote."""
    shown = {"evidence": {}, "themes": (), "criteria": (), "conditions": (a_quote(),)} | content
    read = a_read_message(
        language="fr", languages=("fr",), segments=(a_segment(LETTER, language="fr"),)
    )
    office.letter(a_content(**shown), read=read)
    await office.sandbox.until(office.shown)
    return office.shown()[-1]


async def evidence(office: TestOffice, card: Message, user: int = ALICE_ID) -> Message:
    """What Evidence brings, as its last message."""
    before = len(office.shown())
    await office.press(user, card, "Evidence")
    await office.sandbox.until(lambda: len(office.shown()) > before, seconds=60)
    await office.sandbox.until(lambda: not waiting(office), seconds=60)
    return office.shown()[-1]


def waiting(office: TestOffice) -> bool:
    with office.db.reading() as session:
        return any(
            one.status in {OutboxStatus.PENDING, OutboxStatus.SENDING}
            for one in outbox.listed(session)
        )


def names(database: Database, user: int, *codes: str) -> None:
    with database.begin() as session:
        for code in codes:
            officer_languages.turn(session, user, code)


def test_a_quote_is_followed_by_a_translation_that_says_what_it_is(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        translator = parse_translator(a_command(tmp_path))
        async with an_office(database, tmp_path, translator=translator) as office:
            found = await evidence(office, await a_card(office))

            assert f"“{ASKS}”" in found.text
            assert found.text.endswith(f"machine, unchecked: [fr to en] {ASKS}")
            assert [one["text"] for one in found.buttons] == ["🗣 Ask a reader"]

    asyncio.run(scene())


def test_who_presses_decides_and_the_language_named_first_is_that_of_the_translation(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        translator = parse_translator(a_command(tmp_path))
        async with an_office(database, tmp_path, translator=translator) as office:
            names(database, ALICE_ID, "ru", "ar")
            names(database, BOB_ID, "ar", "fr")
            card = await a_card(office)

            for_alice = await evidence(office, card, ALICE_ID)
            for_bob = await evidence(office, card, BOB_ID)

            assert "machine, unchecked: [fr to ru]" in for_alice.text
            assert "machine" not in for_bob.text
            assert for_bob.buttons == []

    asyncio.run(scene())


def test_a_service_of_ones_own_is_asked_for_the_quote_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with a_service() as service:
            translator = parse_translator(service.url)
            async with an_office(database, tmp_path, translator=translator) as office:
                card = await a_card(office)
                found = await evidence(office, card)
                await evidence(office, card)

                assert f"machine, unchecked: [fr to en] {ASKS}" in found.text
                assert [one["q"] for one in service.asked] == [ASKS]

    asyncio.run(scene())


def test_a_quote_in_a_language_that_is_read_is_left_alone(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with a_service() as service:
            translator = parse_translator(service.url)
            async with an_office(database, tmp_path, translator=translator) as office:
                content = a_content()
                office.letter(content)
                await office.sandbox.until(office.shown)
                found = await evidence(office, office.shown()[-1])

                assert "machine" not in found.text
                assert service.asked == []

    asyncio.run(scene())


def test_where_the_translator_fails_the_quote_stands_and_the_lack_is_told(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with a_service() as service:
            service.status = 500
            translator = parse_translator(service.url)
            async with an_office(database, tmp_path, translator=translator) as office:
                found = await evidence(office, await a_card(office))

                assert f"“{ASKS}”" in found.text
                assert found.text.endswith("no translation now")

    asyncio.run(scene())


def test_without_a_translator_evidence_is_as_it_was(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            found = await evidence(office, await a_card(office))

            assert "machine" not in found.text
            assert "translation" not in found.text

    asyncio.run(scene())


def test_what_the_machine_says_is_no_markup_and_never_too_long(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        program = "print('<b>&' * 9000)"
        translator = parse_translator(a_command(tmp_path, program))
        async with an_office(database, tmp_path, translator=translator) as office:
            found = await evidence(office, await a_card(office))

            assert "machine, unchecked: <b>&<b>&" in found.text
            assert found.text.endswith("…")
            assert len(found.text) < 4096

    asyncio.run(scene())


def test_no_word_goes_to_the_translator_where_words_stay_out_of_the_chat(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with a_service() as service:
            settings = {"translator": parse_translator(service.url)}
            async with an_office(database, tmp_path, **settings) as office:
                card = await a_card(office, confidential=True)
                draft = office.draft()

                query = await office.send_press(ALICE_ID, card, f"1:evidence:{draft.id}:1")

                assert "stay out" in (query.answer or "")
                with database.reading() as session:
                    kinds = {one.kind for one in outbox.listed(session)}
                assert OutboxKind.EVIDENCE not in kinds
                assert service.asked == []

    asyncio.run(scene())


def test_much_evidence_has_its_translations_in_the_file(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        translator = parse_translator(a_command(tmp_path))
        async with an_office(database, tmp_path, translator=translator) as office:
            many = tuple(
                an_evidence(f"{number} " + "mots " * 200, segment=0) for number in range(30)
            )
            found = await evidence(office, await a_card(office, conditions=many))

            assert found.file is not None
            text = found.file.content.decode()
            assert text.count("machine, unchecked: [fr to en]") + text.count(
                "no translation now"
            ) == len(many)
            assert "machine, unchecked: [fr to en] 0 mots" in text
            assert [one["text"] for one in found.buttons] == ["🗣 Ask a reader"]

    asyncio.run(scene())


def test_no_transaction_is_open_while_the_translator_works(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        with a_service() as service:
            translator = parse_translator(service.url)
            async with an_office(database, tmp_path, translator=translator) as office:
                card = await a_card(office)
                service.go.clear()
                await office.press(ALICE_ID, card, "Evidence")
                await office.sandbox.until(lambda: bool(service.asked))

                assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
                query = await office.press(BOB_ID, card, "Original")
                assert query.answer == "Sent below."
                service.go.set()
                await office.see("machine, unchecked: [fr to en]")

    asyncio.run(scene())
