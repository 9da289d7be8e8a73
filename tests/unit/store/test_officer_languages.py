"""What people of the secretariat read, as they say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from store import officer_languages
from store.tables_finding import OfficerLanguageRow
from tests.factories import ALICE, BOB

if TYPE_CHECKING:
    from store.session import Database


def test_languages_stand_in_the_order_in_which_they_were_named(database: Database) -> None:
    with database.begin() as session:
        officer_languages.turn(session, BOB.id, "en")
        for code in ("ru", "fr", "ar", "fr", "fr"):
            officer_languages.turn(session, ALICE.id, code)

        assert officer_languages.named(session, ALICE.id) == ("ru", "ar", "fr")


def test_what_was_named_before_the_order_was_kept_stands_first(database: Database) -> None:
    with database.begin() as session:
        officer_languages.turn(session, ALICE.id, "ru")
        session.execute(update(OfficerLanguageRow).values(place=None))
        for code in ("fr", "ar"):
            officer_languages.turn(session, ALICE.id, code)

        assert officer_languages.named(session, ALICE.id) == ("ru", "fr", "ar")
