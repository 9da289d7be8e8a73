"""People of the office in its chat: /officers, /add, roles and removing, pressed over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from store import audit, officers
from store.model import OfficerRole
from store.tables_office import AuditRow
from tests.commands import said
from tests.factories import NOW
from tests.office import ALICE_ID, BOB_ID, MALLORY_ID, an_office
from tests.rehearsal import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.one_store(
    "the store is tested on both; the chat does not know which it has"
)


def role_of(database: Database, user: int) -> OfficerRole | None:
    with database.reading() as session:
        found = officers.find(session, user)
    return None if found is None else found.role


def refused(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.details["verb"] for one in session.query(AuditRow).filter_by(what="refused")]


def test_an_administrator_lets_a_reader_in_with_a_confirmation(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            answer = await said(office, f"/add {MALLORY_ID}")
            await office.press(ALICE_ID, answer, "Reader")
            await office.see(f"Make Account {MALLORY_ID} reader?", answer)
            assert role_of(database, MALLORY_ID) is None

            query = await office.press(ALICE_ID, answer, "Yes")

            assert query.answer == f"Account {MALLORY_ID} is reader now."
            assert role_of(database, MALLORY_ID) is OfficerRole.READER
            await office.see("3 people belong to the office", answer)

    asyncio.run(scene())


def test_an_officer_is_removed_and_can_press_nothing_any_more(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            card = await office.card()
            people = await said(office, "/officers")
            await office.press(ALICE_ID, people, str(BOB_ID))
            await office.button(people, "🗑 Remove")
            await office.press(ALICE_ID, people, "Remove")
            await office.button(people, "✅ Yes, remove")
            await office.press(ALICE_ID, people, "Yes")

            query = await office.press(BOB_ID, card, "Confirm")

            assert "Only officers" in (query.answer or "")
            assert role_of(database, BOB_ID) is None

    asyncio.run(scene())


def test_the_last_administrator_cannot_be_removed(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            answer = await said(office, f"/add {ALICE_ID}")
            await office.press(ALICE_ID, answer, "Remove")
            await office.button(answer, "✅ Yes, remove")

            query = await office.press(ALICE_ID, answer, "Yes")

            assert query.answer == "The only administrator stays one: name another first."
            assert role_of(database, ALICE_ID) is OfficerRole.ADMINISTRATOR
            assert refused(database) == ["role.none"]

    asyncio.run(scene())


def test_nobody_but_an_administrator_changes_people_and_the_try_is_kept(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            people = await said(office, "/officers")
            query = await office.press(BOB_ID, people, "Alice")
            told = await said(office, f"/add {BOB_ID}", BOB_ID)

            assert "Only an administrator" in (query.answer or "")
            assert "Only an administrator" in told.text
            assert refused(database) == ["role", "add"]

    asyncio.run(scene())


def test_a_button_of_somebody_elses_making_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            people = await said(office, "/officers")

            query = await office.send_press(ALICE_ID, people, "1:role:0:0:-1007.officer.yes")

            assert query.is_alert
            with database.reading() as session:
                assert len(officers.listed(session)) == 2

    asyncio.run(scene())


def test_a_reader_looks_at_who_is_there(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        with database.begin() as session:
            officers.add(session, MALLORY_ID, OfficerRole.READER, now=NOW)
        async with an_office(database, tmp_path) as office:
            people = await said(office, "/officers", MALLORY_ID)

            assert "reader: looks, never changes" in people.text

    asyncio.run(scene())


def test_a_reply_to_what_somebody_wrote_names_them(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        async with an_office(database, tmp_path) as office:
            wrote = office.sandbox.say(MALLORY_ID, OFFICE, "hello, I am the new colleague")

            office.sandbox.say(ALICE_ID, OFFICE, "/add", reply_to=wrote.id)

            await office.see(f"Account {MALLORY_ID}: which role?")

    asyncio.run(scene())


def test_what_a_reader_may_not_press_or_command_is_kept(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        with database.begin() as session:
            officers.add(session, MALLORY_ID, OfficerRole.READER, name="Mallory", now=NOW)
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            query = await office.press(MALLORY_ID, card, "Confirm")
            await said(office, f"/add {BOB_ID}", MALLORY_ID)

            assert "may look, not decide" in (query.answer or "")
            assert refused(database) == ["confirm", "add"]
            with database.reading() as session:
                trace = audit.of_draft(session, office.draft().id)[-1]
            assert (trace.who, trace.details["user"]) == ("Mallory", MALLORY_ID)

    asyncio.run(scene())


def test_a_reader_who_looks_leaves_no_refusal(database: Database, tmp_path: Path) -> None:
    async def scene() -> None:
        with database.begin() as session:
            officers.add(session, MALLORY_ID, OfficerRole.READER, now=NOW)
        async with an_office(database, tmp_path) as office:
            card = await office.card()

            await office.press(MALLORY_ID, card, "Evidence")

            assert refused(database) == []

    asyncio.run(scene())
