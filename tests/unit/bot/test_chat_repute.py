"""What a card says of who wrote by chat."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.chat_repute import chat_repute
from store import directory, inbox, pairings
from store.organisation import NewOrganisation, OrganisationKind, Source
from tests.factories import NOW
from tests.office import SENDER_ID
from tests.questions import by_chat

if TYPE_CHECKING:
    from bot.repute import Repute
    from store.session import Database

UTC = ZoneInfo("UTC")

pytestmark = pytest.mark.one_store("the store is tested on both; words do not know which it is")


def repute(db: Database) -> Repute:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [by_chat()], now=NOW, year=2026)
        found = chat_repute(session, inbox.get(session, kept.id), UTC)
    assert found is not None
    return found


def pair(db: Database, address: str) -> None:
    with db.begin() as session:
        number = pairings.ask(session, SENDER_ID, address, now=NOW)
        assert number is not None
        code = pairings.code(session, number, now=NOW)
        assert code is not None
        pairings.enter(session, SENDER_ID, code.digits, now=NOW)


def test_an_account_that_is_not_linked_is_not_proven(database: Database) -> None:
    found = repute(database)

    assert (found.level, found.words) == ("unproven", "chat, not linked to an address: not proven")


def test_an_address_of_the_directory_is_named_with_its_organisation(database: Database) -> None:
    pair(database, "sana@interior.gov.example")
    new = NewOrganisation(
        name="Ministry of the Interior",
        state="TD",
        kind=OrganisationKind.AUTHORITY,
        domains=("interior.gov.example",),
    )
    with database.begin() as session:
        directory.add(session, new, source=Source.IMPORTED, by="Alice", now=NOW)

    found = repute(database)

    assert found.level == "proven"
    assert "linked to sana@interior.gov.example on" in found.words
    assert found.words.endswith("in the directory as Ministry of the Interior")


def test_an_address_that_nobody_knows_proves_no_authority(database: Database) -> None:
    pair(database, "sana@interior.gov.example")

    found = repute(database)

    assert found.level == "unproven"
    assert found.words.endswith("interior.gov.example is not in the directory")


def test_minimal_words_name_no_address(database: Database) -> None:
    pair(database, "sana@interior.gov.example")

    assert repute(database).minimal == "chat, linked to an address that is not in the directory"
