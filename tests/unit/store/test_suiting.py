"""Registered requests that an offer may answer, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import decisions, drafts, findables, inbox, suiting
from store.model import Theme
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Content, Draft
    from store.session import Database


def themes(*areas: str) -> tuple[Theme, ...]:
    return tuple(Theme(id=one, confidence=0.8) for one in areas)


def an_offer(*, areas: tuple[str, ...] = ("coi",), **changes: object) -> Content:
    content = {"states": ("CH",), "beneficiaries": ("TD",), "themes": themes(*areas)}
    return a_content(kind="offer", **(content | changes))


def registered(session: Session, number: int, *contents: Content, days: int = 0) -> list[Draft]:
    at = NOW + timedelta(days=days)
    (kept,) = inbox.accept(session, [an_arrival(number)], now=at, year=2026)
    made = drafts.save_reading(session, kept.id, 1, a_read_message(), contents, now=at)
    for one in made:
        decisions.confirm(session, one.id, one.revision, ALICE, now=at)
    return [drafts.get(session, one.id) for one in made]


def found(db: Database, offer: Draft, limit: int = 3) -> list[str]:
    """What is found by whoever only reads, as the sending of a card does."""
    with db.begin() as session:
        findables.catch_up(session)
    with db.reading() as session:
        return [one.ref for one in suiting.requests(session, offer, limit=limit)]


def test_a_request_of_the_same_state_and_area_is_found(database: Database) -> None:
    with database.begin() as session:
        registered(session, 1, a_content())
        (offer,) = registered(session, 2, an_offer())

    assert found(database, offer) == ["ACSG-2026-0001-1"]


def test_a_state_for_which_something_is_asked_counts_as_well(database: Database) -> None:
    with database.begin() as session:
        registered(session, 1, a_content(states=("FR",), beneficiaries=("TD",)))
        (offer,) = registered(session, 2, an_offer())

    assert found(database, offer) == ["ACSG-2026-0001-1"]


@pytest.mark.parametrize("other", [{"states": ("KE",)}, {"themes": themes("backlog")}])
def test_another_state_or_another_area_is_not_found(
    database: Database, other: dict[str, object]
) -> None:
    with database.begin() as session:
        registered(session, 1, a_content(**other))
        (offer,) = registered(session, 2, an_offer())

    assert found(database, offer) == []


def test_an_offer_that_names_no_state_fits_by_area_the_oldest_first(database: Database) -> None:
    with database.begin() as session:
        for number, (state, days) in enumerate((("KE", 3), ("TD", 1), ("NE", 2), ("ML", 4)), 1):
            registered(session, number, a_content(states=(state,)), days=days)
        (offer,) = registered(session, 9, an_offer(beneficiaries=()), days=5)

    assert found(database, offer) == [f"ACSG-2026-000{one}-1" for one in (2, 3, 1)]


def test_who_offers_is_not_whom_it_is_for() -> None:
    assert suiting.for_whom(an_offer(beneficiaries=("CH", "TD"))) == ("TD",)


def test_an_offer_without_areas_fits_nothing() -> None:
    assert suiting.wanted_by(an_offer(areas=())) is None


def test_what_is_no_offer_answers_nothing() -> None:
    assert suiting.wanted_by(a_content()) is None


def test_only_what_is_in_the_register_is_found(database: Database) -> None:
    with database.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival(1)], now=NOW, year=2026)
        drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)
        (gone,) = registered(session, 2, a_content())
        decisions.withdraw_registered(session, gone.id, gone.revision, ALICE, reason="x", now=NOW)
        (offer,) = registered(session, 3, an_offer())

    assert found(database, offer) == []


def test_an_offer_does_not_answer_the_request_of_its_own_letter(database: Database) -> None:
    with database.begin() as session:
        _, offer = registered(session, 1, a_content(), an_offer())

    assert found(database, offer) == []
