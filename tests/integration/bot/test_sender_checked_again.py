"""The chat shows what DNS said of a sender when it was asked again, and nothing else follows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import asked_again, inbox, outbox, proofs
from store.model import DraftStatus, OutboxKind, OutboxStatus
from store.proof import Checker, Proof, not_checked
from tests.more import more, words
from tests.office import ALICE_ID, an_office

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.office import TestOffice

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


DOMAIN = "refugees.gouv.td"
PROVEN = Proof(by=Checker.OWN, domain=DOMAIN, dmarc="pass", policy="reject", aligned=("dkim",))
FORGED = Proof(by=Checker.OWN, domain=DOMAIN, spf="fail", dmarc="fail", policy="reject")


def dns_is_away(office: TestOffice) -> str:
    """Let the one letter have come without an answer of DNS, and its card say so; its id."""
    with office.db.begin() as session:
        [message] = inbox.listed(session)
        proofs.keep(
            session, message.id, not_checked("no_dns", DOMAIN, is_open=True), now=office.now()
        )
    return message.id


def dns_says(office: TestOffice, message_id: str, found: Proof) -> None:
    with office.db.begin() as session:
        before = proofs.settle(session, message_id, found, now=office.now())
        assert before is not None
        asked_again.tell(session, message_id, before, found, now=office.now())


def sent(office: TestOffice) -> list[OutboxKind]:
    with office.db.reading() as session:
        return [row.kind for row in outbox.listed(session)]


def is_sent(office: TestOffice) -> bool:
    with office.db.reading() as session:
        return all(row.status is OutboxStatus.SENT for row in outbox.listed(session))


def test_the_card_is_edited_and_nothing_else_is_sent(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            letter = dns_is_away(office)

            dns_says(office, letter, PROVEN)

            await office.sandbox.until(lambda: "🟢" in office.shown()[0].text)
            assert "DKIM passed" in office.shown()[0].text
            assert [one.id for one in office.shown()] == [card.id]
            assert sent(office) == [OutboxKind.CARD, OutboxKind.CARD_EDIT]
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_a_letter_that_turns_out_forged_is_marked_and_not_decided(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            await office.card()
            letter = dns_is_away(office)

            dns_says(office, letter, FORGED)

            await office.sandbox.until(lambda: "🔴" in office.shown()[0].text)
            assert f"{DOMAIN} says: forged" in office.shown()[0].text
            assert (office.draft().status, office.draft().revision) == (DraftStatus.DRAFT, 1)

    asyncio.run(scene())


def test_a_minimal_chat_sees_the_mark_alone(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path, chat_content="minimal") as office:
            await office.card()
            letter = dns_is_away(office)

            dns_says(office, letter, PROVEN)

            await office.sandbox.until(lambda: "sender proven" in office.shown()[0].text)
            assert DOMAIN not in office.shown()[0].text

    asyncio.run(scene())


def test_a_note_is_edited_too(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            office.letter()
            await office.sandbox.until(lambda: is_sent(office))
            letter = dns_is_away(office)

            dns_says(office, letter, PROVEN)

            await office.sandbox.until(lambda: "DKIM passed" in office.shown()[0].text)
            assert sent(office) == [OutboxKind.NOTE, OutboxKind.NOTE_EDIT]

    asyncio.run(scene())


def test_a_decision_of_a_minute_ago_can_still_be_undone(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            letter = dns_is_away(office)
            await office.press(ALICE_ID, card, "Confirm")
            await office.sandbox.until(lambda: any("Undo" in one for one in words(card)))

            dns_says(office, letter, PROVEN)

            await office.press(ALICE_ID, card, "Undo")
            await office.see("DKIM passed", card)
            assert office.draft().status is DraftStatus.DRAFT

    asyncio.run(scene())


def test_the_history_says_it(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            letter = dns_is_away(office)
            dns_says(office, letter, PROVEN)

            await more(office, card, "History")

            await office.see("asked again who sent the letter: it comes from the domain that it na")

    asyncio.run(scene())
