"""Their own letters: listed, added to, corrected, and withdrawn by officers alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from ingest import chat
from store import batches, inbox, wishes
from tests.factories import a_content
from tests.office import ALICE_ID, SENDER_ID, an_office
from tests.questions import by_chat
from tests.talking import answer, mailed_code, press

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def test_status_shows_ones_own_letters_only(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            office.letter(a_content())

            listed = await answer(office, "/status")

            assert "ACSG-2026-0001" in listed.text
            assert "ACSG-2026-0002" not in listed.text
            assert "طلب دعم" in listed.text

    asyncio.run(scene())


def test_whoever_has_linked_an_address_is_not_offered_to_link_one(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            offered = await answer(office, "/status")
            await answer(office, "/link")
            await answer(office, "sana@interior.gov.example")
            await answer(office, await mailed_code(office, tmp_path))

            linked = await answer(office, "/status")

            verbs = [
                [one["callback_data"].startswith("v:pairing") for one in page.buttons]
                for page in (offered, linked)
            ]
            assert [any(one) for one in verbs] == [True, False]

    asyncio.run(scene())


def test_a_letter_of_somebody_else_cannot_be_pressed_at(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content())
            listed = await answer(office, "/status")

            await office.send_press(SENDER_ID, listed, "v:status:wished:ACSG-2026-0001")

            with database.reading() as session:
                (message,) = inbox.listed(session)
                assert wishes.of_message(session, message.id) is None

    asyncio.run(scene())


def test_what_is_added_carries_an_answer_to_the_letter_and_the_next_does_not(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            listed = await answer(office, "/status")
            one = await press(office, listed, "one:")
            await press(office, one, "add:")

            for text in ("We also need three interpreters.", "Another matter altogether."):
                before = len(office.attempts)
                office.sandbox.say(SENDER_ID, SENDER_ID, text)
                await office.sandbox.until(lambda: len(office.attempts) > before, seconds=20)  # noqa: B023 - awaited at once

            with database.reading() as session:
                added, next_one = (
                    chat.parse(inbox.raw(session, one), lambda _: b"") for one, _ in office.attempts
                )
            assert added.subject == "Addition to ACSG-2026-0001"
            assert "ACSG-2026-0001" in (added.in_reply_to or "")
            assert (next_one.subject, next_one.in_reply_to) == (None, None)

    asyncio.run(scene())


def test_a_wish_to_withdraw_is_asked_twice_and_told_to_officers_who_decide(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter(a_content(), arrival=by_chat())
            await office.see("ACSG-2026-0001-1")
            card = office.shown()[-1]
            listed = await answer(office, "/status")
            one = await press(office, listed, "one:")
            sure = await press(office, one, "sure:")
            assert "the sender wants" not in card.text

            await press(office, sure, "wished:")

            await office.see("the sender wants to withdraw it (by chat, not linked", card)
            await office.see("❗ ACSG-2026-0001: the sender wants to withdraw it")
            assert office.draft().status == "draft"

    asyncio.run(scene())


@pytest.mark.parametrize("word", ["Confirm", "Reject"])
def test_a_wish_to_withdraw_stands_on_a_decided_card_and_officers_are_told(
    database: Database, tmp_path: Path, word: str
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            office.letter(a_content(), arrival=by_chat())
            await office.see("ACSG-2026-0001-1")
            card = office.shown()[-1]
            await office.press(ALICE_ID, card, word)
            if word == "Reject":
                await office.button(card, "Already registered")
                await office.press(ALICE_ID, card, "Already registered")
            await office.sandbox.until(lambda: office.draft().status in {"confirmed", "rejected"})
            before = office.draft().status

            listed = await answer(office, "/status")
            sure = await press(office, await press(office, listed, "one:"), "sure:")
            await press(office, sure, "wished:")

            await office.see("❗ the sender wants to withdraw it (by chat, not linked", card)
            await office.see("❗ ACSG-2026-0001: the sender wants to withdraw it")
            assert office.draft().status == before

    asyncio.run(scene())


def test_a_wish_to_withdraw_a_letter_that_has_no_card_yet_is_told_to_officers(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            for number in range(1, batches.MOST_UNSEEN + 1):
                office.announce(a_content(), number=number)
            office.announce(a_content(), arrival=by_chat())
            await office.see("📥 ")
            ref = f"ACSG-2026-{batches.MOST_UNSEEN + 1:04}"

            listed = await answer(office, "/status")
            await office.send_press(SENDER_ID, listed, f"v:status:wished:{ref}")

            await office.see(f"❗ {ref}: the sender wants to withdraw it")

    asyncio.run(scene())
