"""A sender is told by officers alone that an offer has come; its card says where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.model import OutboxKind
from tests.after_deciding import below, confirmed, newer, rejected, rows, typed
from tests.factories import a_content, an_arrival
from tests.office import ALICE_ID, BOB_ID, SENDER_ID, an_office
from tests.questions import body, by_chat, mails
from tests.reading_page import in_a_loop
from tests.talking import answer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.session import Database
    from tests.office import TestOffice

BUTTON = "📨 An offer has come"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def buttons(card: Message) -> list[str]:
    return [one["text"] for one in card.buttons]


async def told(office: TestOffice, card: Message) -> None:
    """Release one, and let its minute pass."""
    shown = await below(office, card, BUTTON, "not sent yet")
    await office.press(BOB_ID, shown, "Send")
    office.later(seconds=61)


async def registered_offer(office: TestOffice, **content: object) -> Message:
    """The card of a registered offer of Switzerland to Chad."""
    before = len(office.shown())
    said = {"kind": "offer", "states": ("CH",), "beneficiaries": ("TD",)} | content
    office.letter(a_content(**said), arrival=an_arrival(2))
    await office.sandbox.until(lambda: len(office.shown()) > before)
    card = office.shown()[-1]
    await office.press(ALICE_ID, card, "Confirm")
    await office.see("OFF-2026-0001", card)
    return card


@in_a_loop
async def test_the_letter_says_that_an_offer_has_come_and_nothing_of_it(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office, language="fr")

        await told(office, card)

        await office.sandbox.until(lambda: len(mails(tmp_path)) == 1, seconds=10)
        [mail] = mails(tmp_path)
        assert mail["Subject"] == "Une offre d’aide est arrivée [ACSG-2026-0001]"
        assert "votre demande REQ-2026-0001" in body(mail)
        assert "Le secrétariat prendra contact avec vous" in body(mail)
        await office.see("word that an offer has come released by Bob", card)


@in_a_loop
async def test_nothing_goes_by_itself_nor_within_the_minute(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)
        shown = await below(office, card, BUTTON, "not sent yet")
        assert rows(office, OutboxKind.OFFER) == []

        await office.press(BOB_ID, shown, "Send")

        [row] = rows(office, OutboxKind.OFFER)
        assert row.attempts == 0
        assert mails(tmp_path) == []


@in_a_loop
async def test_each_release_is_one_more_offer(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)
        await told(office, card)
        await office.sandbox.until(lambda: len(mails(tmp_path)) == 1, seconds=10)

        await told(office, card)

        await office.sandbox.until(lambda: len(mails(tmp_path)) == 2, seconds=10)
        await office.see("2 so far", card)


@in_a_loop
async def test_two_who_press_send_tell_of_one_offer(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)
        first = await below(office, card, BUTTON, "not sent yet")
        second = await below(office, card, BUTTON, "not sent yet")
        await office.press(ALICE_ID, first, "Send")

        query = await office.press(BOB_ID, second, "Send")

        assert "Alice has sent one before" in (query.answer or "")
        assert len(rows(office, OutboxKind.OFFER)) == 1


@in_a_loop
async def test_an_officer_may_say_more_in_their_own_words(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)
        shown = await below(office, card, BUTTON, "not sent yet")
        words = "Two trainers for {register} could come in May."
        again = await typed(office, shown, "Edit", words, "Two trainers for REQ-2026-0001")

        await office.press(ALICE_ID, again, "Send")

        office.later(seconds=61)
        await office.sandbox.until(lambda: len(mails(tmp_path)) == 1, seconds=10)
        assert "Two trainers for REQ-2026-0001 could come in May." in body(mails(tmp_path)[0])


@in_a_loop
async def test_status_says_on_which_day_once_the_letter_has_left(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office, by_chat(), language="ar")
        shown = await below(office, card, BUTTON, "not sent yet")
        await office.press(BOB_ID, shown, "Send")
        before = await answer(office, "/status")
        assert "ورد عرض بتاريخ" not in before.text

        office.later(seconds=61)
        await office.sandbox.until(
            lambda: any(
                "عرضت جهةٌ المساعدة" in one.text
                for one in office.sandbox.messages(SENDER_ID, by_bot=True)
            ),
            seconds=10,
        )

        assert "ورد عرض بتاريخ" in (await answer(office, "/status")).text


@in_a_loop
async def test_the_history_names_the_letter_that_was_released(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)
        await told(office, card)
        before = office.shown()[-1].id

        await office.send_press(ALICE_ID, card, "1:history:1:1")

        await newer(office, before, "released to the sender: word that an offer has come")


@in_a_loop
async def test_a_rejected_request_has_no_such_button(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await rejected(office, "Sender in doubt")

        query = await office.send_press(ALICE_ID, card, "1:release:1:1:offer.0")

        assert BUTTON not in buttons(card)
        assert "Nothing was sent" in (query.answer or "")


@in_a_loop
async def test_what_nobody_sent_has_no_such_button(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office, an_arrival(channel="office", sender=""))

        assert BUTTON not in buttons(card)


@in_a_loop
async def test_the_card_of_an_offer_names_requests_that_it_may_answer(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await confirmed(office)

        card = await registered_offer(office)

        await office.see("🧩 May answer: ACSG-2026-0001-1 (Chad, Country information)", card)
        assert BUTTON not in buttons(card)


@in_a_loop
async def test_an_open_offer_names_none(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        await confirmed(office)
        office.letter(a_content(kind="offer", beneficiaries=("TD",)), arrival=an_arrival(2))

        await office.see("ACSG-2026-0002-1")

        assert "May answer" not in office.shown()[-1].text


@in_a_loop
async def test_a_confidential_request_is_named_by_its_reference_alone(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await confirmed(office, confidential=True)

        card = await registered_offer(office)

        await office.see("🧩 May answer: ACSG-2026-0001-1", card)
        assert "ACSG-2026-0001-1 (" not in card.text


@in_a_loop
async def test_a_minimal_chat_has_references_alone(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path, chat_content="minimal") as office:
        await confirmed(office)

        card = await registered_offer(office)

        await office.see("🧩 May answer: ACSG-2026-0001-1", card)
        assert "Chad" not in card.text
