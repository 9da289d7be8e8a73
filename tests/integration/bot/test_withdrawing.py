"""An officer follows the wish to withdraw what is registered; the record stays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from store import wishes
from store.model import DraftStatus, OfficerRole, OutboxKind
from store.tables_office import OfficerRow
from store.wishes import Proven
from tests.after_deciding import below, confirmed, newer, rows
from tests.aside_office import a_note
from tests.factories import an_arrival
from tests.office import ALICE_ID, BOB_ID, an_office
from tests.questions import body, by_chat, mails
from tests.reading_page import in_a_loop
from tests.rehearsal import OFFICE
from tests.talking import answer, press

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox.chats import Message
    from store.model import Arrival
    from store.session import Database
    from tests.office import TestOffice

BUTTON = "🚪 Withdraw from the register"
YES = "🚪 Yes, withdraw REQ-2026-0001"
GONE = "REQ-2026-0001 withdrawn from the register, as its sender wished · Bob"

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def buttons(card: Message) -> list[str]:
    return [one["text"] for one in card.buttons]


async def wished(office: TestOffice, arrival: Arrival | None = None, **about: str) -> Message:
    """The card of a registered request whose sender wants to withdraw it."""
    card = await confirmed(office, arrival, **about)
    with office.db.begin() as session:
        wishes.record(session, office.draft().message_id, Proven.PAIRED, now=office.now())
    await office.button(card, BUTTON)
    return card


async def withdrawn(office: TestOffice, arrival: Arrival | None = None, **about: str) -> Message:
    card = await wished(office, arrival, **about)
    await office.press(BOB_ID, card, BUTTON)
    await office.button(card, YES)
    await office.press(BOB_ID, card, YES)
    await office.see(GONE, card)
    return card


@in_a_loop
async def test_without_a_wish_there_is_no_button_and_a_press_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)

        query = await office.send_press(ALICE_ID, card, "1:withdrawn:1:1")

        assert BUTTON not in buttons(card)
        assert "Nothing was changed" in (query.answer or "")
        assert office.draft().status is DraftStatus.CONFIRMED


@in_a_loop
async def test_it_is_asked_once_more_and_nothing_happens_before(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await wished(office)

        query = await office.press(BOB_ID, card, BUTTON)

        assert "Withdraw REQ-2026-0001 from the register" in (query.answer or "")
        await office.button(card, YES)
        assert office.draft().status is DraftStatus.CONFIRMED
        await office.press(BOB_ID, card, "Back")
        await office.button(card, BUTTON)


@in_a_loop
async def test_what_is_withdrawn_keeps_its_reference_and_names_who_did_it(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await withdrawn(office)

        draft = office.draft()
        assert (draft.status, draft.register_ref) == (DraftStatus.WITHDRAWN, "REQ-2026-0001")
        assert "the sender wants to withdraw it" not in card.text
        assert not {"⚖️ Meets criteria?", "🤝 Consent", BUTTON} & set(buttons(card))


@in_a_loop
async def test_it_is_undone_within_the_minute(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await withdrawn(office)
        await office.button(card, "✉️ Tell the sender")

        query = await office.press(BOB_ID, card, "Undo")

        assert query.answer == "ACSG-2026-0001-1: undone; it stands in the register again."
        await office.button(card, BUTTON)
        draft = office.draft()
        assert (draft.status, draft.register_ref) == (DraftStatus.CONFIRMED, "REQ-2026-0001")
        assert draft.decided_by == "Alice"


@in_a_loop
async def test_the_sender_is_told_when_an_officer_releases_it(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await withdrawn(office, language="es")
        shown = await below(office, card, "Tell the sender", "not sent yet")
        assert rows(office, OutboxKind.WITHDRAWN) == []

        await office.press(BOB_ID, shown, "Send")

        office.later(seconds=61)
        await office.sandbox.until(lambda: len(mails(tmp_path)) == 1, seconds=10)
        text = body(mails(tmp_path)[0])
        assert "su solicitud REQ-2026-0001 se ha retirado del registro" in text
        await office.see("word that it is withdrawn released by Bob", card)


@in_a_loop
async def test_the_letter_does_not_leave_where_the_withdrawal_was_undone(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await withdrawn(office)
        shown = await below(office, card, "Tell the sender", "not sent yet")
        await office.press(BOB_ID, shown, "Send")

        await office.press(BOB_ID, card, "Undo")

        office.later(seconds=61)
        await office.button(card, BUTTON)
        assert [one.status for one in rows(office, OutboxKind.WITHDRAWN)] == ["cancelled"]
        assert mails(tmp_path) == []


@in_a_loop
async def test_a_second_officer_is_told_that_it_is_withdrawn(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        card = await withdrawn(office)

        query = await office.send_press(ALICE_ID, card, "1:withdrawn:1:1")

        assert "Already withdrawn by Bob" in (query.answer or "")


@in_a_loop
async def test_a_reader_withdraws_nothing(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await wished(office)
        with database.begin() as session:
            session.execute(update(OfficerRow).values(role=OfficerRole.READER))

        query = await office.send_press(BOB_ID, card, "1:withdrawn:1:1")

        assert "may look, not decide" in (query.answer or "")
        assert office.draft().status is DraftStatus.CONFIRMED


@in_a_loop
async def test_without_a_wish_it_is_not_even_asked(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        card = await confirmed(office)

        query = await office.send_press(BOB_ID, card, "1:withdraw:1:1")

        assert "no wish to withdraw it" in (query.answer or "")


@in_a_loop
async def test_status_says_to_the_sender_that_it_is_withdrawn(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await withdrawn(office, by_chat(), language="ar")

        listed = await answer(office, "/status")
        one = await press(office, listed, "one:")

        assert "سُحبت بناءً على رغبتكم" in listed.text
        assert not any(":sure:" in key["callback_data"] for key in one.buttons)


@in_a_loop
async def test_it_is_found_by_its_reference_and_as_withdrawn(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await withdrawn(office)
        for words in ("REQ-2026-0001", "withdrawn"):
            before = office.shown()[-1].id

            office.sandbox.say(ALICE_ID, OFFICE, f"/find {words}")

            listed = await newer(office, before, "REQ-2026-0001 (ACSG-2026-0001-1)")
            assert "withdrawn" in listed.text


@in_a_loop
async def test_show_and_history_say_so(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        await withdrawn(office)
        before = office.shown()[-1].id

        office.sandbox.say(ALICE_ID, OFFICE, "/show REQ-2026-0001")
        await newer(office, before, GONE)
        office.sandbox.say(ALICE_ID, OFFICE, "/history ACSG-2026-0001-1")

        await newer(office, before, "withdrawn from the register, as its sender wished")


@in_a_loop
async def test_who_asks_about_it_is_not_told_that_it_was_not_registered(
    database: Database, tmp_path: Path
) -> None:
    async with an_office(database, tmp_path) as office:
        await withdrawn(office)
        note = await a_note(
            office, "enquiry", text="What became of ACSG-2026-0001?", arrival=an_arrival(2)
        )

        await office.press(ALICE_ID, note, "Answer")

        await office.see("About your letter ACSG-2026-0001: it was withdrawn, as you wished", note)


@in_a_loop
async def test_statistics_name_it(database: Database, tmp_path: Path) -> None:
    async with an_office(database, tmp_path) as office:
        await withdrawn(office)
        before = office.shown()[-1].id

        office.sandbox.say(ALICE_ID, OFFICE, "/stats")

        await office.sandbox.until(lambda: office.shown()[-1].id > before, seconds=20)
        assert "Withdrawn from the register: 1" in office.shown()[-1].text
