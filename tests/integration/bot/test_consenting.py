"""Officers record the consent of a State: by whom, in which message, how far; default no."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from store import consents
from store.consents import Form, Said, Towards
from store.model import Theme
from tests.after_deciding import below, confirmed, typed
from tests.factories import an_evidence
from tests.office import ALICE_ID, BOB_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.consents import Consent
    from store.session import Database
    from tests.office import TestOffice

SAYS_YES: dict[str, Any] = {
    "consent": True,
    "evidence": {"consent": (an_evidence("requests training"),)},
    "themes": (Theme(id="coi", confidence=0.8), Theme(id="rsd", confidence=0.8)),
}

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


async def opened(office: TestOffice, card: Message) -> Message:
    return await below(office, card, "Consent", "· consent of the State")


async def scope(office: TestOffice, view: Message, word: str) -> None:
    await office.press(ALICE_ID, view, word)
    await office.button(view, "States only: summary")


def recorded(db: Database) -> list[Consent]:
    with db.reading() as session:
        return consents.of_draft(session, 1)


def test_what_the_letter_says_is_no_consent_before_an_officer_records_it(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, **SAYS_YES)

            assert "no consent recorded" in card.text
            with database.reading() as session:
                assert not consents.is_open(session, 1)

    asyncio.run(scene())


def test_as_the_letter_says_keeps_its_sentence_sender_and_scope(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, **SAYS_YES)
            view = await opened(office, card)
            await scope(office, view, "As the letter says: given")

            await office.press(ALICE_ID, view, "States only: summary")

            await office.see("🤝 consent given (Alice", card)
            [one] = recorded(database)
            assert one.said is Said.GIVEN
            assert (one.scope.towards, one.scope.form) == (Towards.STATES, Form.SUMMARY)
            assert one.scope.areas == ()
            assert one.ground.quote == "requests training"
            assert one.ground.said_by == "Ministry (ministry@example.org), Republic of Chad"
            assert one.ground.proven == "email"

    asyncio.run(scene())


def test_a_consent_can_be_for_some_areas_only(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office, **SAYS_YES)
            view = await opened(office, card)
            await scope(office, view, "🤝 Given")
            await office.press(ALICE_ID, view, "Only some areas")
            await office.button(view, "✅ Country information")
            await office.press(ALICE_ID, view, "Country information")
            await office.button(view, "Country information")
            await office.press(ALICE_ID, view, "Done")
            await office.button(view, "any State or partner: the letter")

            await office.press(ALICE_ID, view, "any State or partner: the letter")

            await office.see("Status determination", card)
            [one] = recorded(database)
            assert one.scope.areas == ("rsd",)
            assert one.ground.quote is None

    asyncio.run(scene())


def test_those_who_may_be_approached_are_named_in_words(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await opened(office, card)
            await scope(office, view, "🤝 Given")

            await typed(office, view, "those named: summary", "France and Niger", "consent given")

            await office.see("France and Niger; summary; all areas", card)
            [one] = recorded(database)
            assert (one.scope.towards, one.scope.words) == (Towards.NAMED, "France and Niger")

    asyncio.run(scene())


def test_a_consent_can_be_withdrawn_and_what_was_given_stays_on_record(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await opened(office, card)
            assert not any("Withdrawn" in one["text"] for one in view.buttons)
            await scope(office, view, "🤝 Given")
            await office.press(ALICE_ID, view, "any State or partner: summary")
            await office.button(view, "↩️ Withdrawn")

            await office.press(ALICE_ID, view, "Withdrawn")

            await office.see("⛔ consent withdrawn (Alice", card)
            assert [one.said for one in recorded(database)] == [Said.GIVEN, Said.WITHDRAWN]
            with database.reading() as session:
                assert not consents.is_open(session, 1)

    asyncio.run(scene())


def test_who_said_it_and_in_what_function_can_be_put_right(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await opened(office, card)
            await office.press(ALICE_ID, view, "Refused")
            await office.see("consent refused", view)

            await typed(office, view, "Who said it", "Ms Amina, Director of Asylum", "by Ms Amina")

            assert [one.ground.said_by for one in recorded(database)][-1] == (
                "Ms Amina, Director of Asylum"
            )
            assert {one.said for one in recorded(database)} == {Said.REFUSED}

    asyncio.run(scene())


def test_a_message_of_another_case_is_no_ground(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            view = await opened(office, card)
            await office.press(ALICE_ID, view, "Refused")
            await office.see("consent refused", view)

            await typed(
                office, view, "In which message", "ACSG-2026-0009", "No message of this case"
            )

            assert len(recorded(database)) == 1

    asyncio.run(scene())


def test_two_who_record_at_once_do_not_both_win(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await confirmed(office)
            first, second = await opened(office, card), await opened(office, card)
            await office.press(ALICE_ID, first, "Refused")

            query = await office.press(BOB_ID, second, "Refused")

            assert "Nothing was recorded" in (query.answer or "")
            assert len(recorded(database)) == 1

    asyncio.run(scene())


def test_a_minimal_chat_shows_nothing_that_the_letter_says(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            card = await confirmed(office, **SAYS_YES)

            view = await opened(office, card)

            assert not [word for word in ("training", "letter says") if word in view.text]
            assert not any("As the letter" in one["text"] for one in view.buttons)

    asyncio.run(scene())
