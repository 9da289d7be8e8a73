"""Codes for mail addresses: once, for a quarter of an hour, five tries, few of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store import pairings
from store.pairings import MOST_AT_ALL, MOST_EACH, MOST_MISSES, VALID, Outcome
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from store.session import Database

USER, OTHER = 14, 15
ADDRESS = "sana@interior.gov.example"


def asked(db: Database, user: int = USER, address: str = ADDRESS, at: datetime = NOW) -> int | None:
    with db.begin() as session:
        return pairings.ask(session, user, address, now=at)


def digits(db: Database, number: int | None) -> str:
    assert number is not None
    with db.reading() as session:
        code = pairings.code(session, number, now=NOW)
    assert code is not None
    return code.digits


def entered(db: Database, typed: str, at: datetime = NOW, user: int = USER) -> Outcome:
    with db.begin() as session:
        return pairings.enter(session, user, typed, now=at).outcome


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_the_right_code_pairs_once(database: Database) -> None:
    code = digits(database, asked(database))

    assert entered(database, code) is Outcome.PAIRED
    assert entered(database, code) is Outcome.EXPIRED


def test_a_code_is_of_no_use_to_another_account(database: Database) -> None:
    code = digits(database, asked(database))

    assert entered(database, code, user=OTHER) is Outcome.EXPIRED


def test_a_code_runs_out(database: Database) -> None:
    code = digits(database, asked(database))

    assert entered(database, code, NOW + VALID + timedelta(seconds=1)) is Outcome.EXPIRED


def test_after_five_misses_the_right_code_counts_no_longer(database: Database) -> None:
    code = digits(database, asked(database))
    misses = [entered(database, wrong(code)) for _ in range(MOST_MISSES)]

    assert misses == [Outcome.WRONG] * (MOST_MISSES - 1) + [Outcome.BLOCKED]
    assert entered(database, code) is Outcome.BLOCKED


def test_another_code_takes_the_place_of_the_first(database: Database) -> None:
    first = digits(database, asked(database))
    asked(database)

    assert entered(database, first) is Outcome.WRONG


def test_an_account_gets_few_codes_an_hour(database: Database) -> None:
    made = [asked(database, address=f"{n}@gov.example") for n in range(MOST_EACH + 1)]

    assert [number is None for number in made] == [False] * MOST_EACH + [True]
    assert asked(database, at=NOW + timedelta(hours=1, seconds=1)) is not None


def test_an_address_gets_few_codes_an_hour_whoever_asks(database: Database) -> None:
    made = [asked(database, user=USER + n) for n in range(MOST_EACH + 1)]

    assert [number is None for number in made] == [False] * MOST_EACH + [True]


def test_all_accounts_together_get_only_so_many(database: Database) -> None:
    for n in range(MOST_AT_ALL):
        assert asked(database, user=100 + n, address=f"{n}@gov.example") is not None

    assert asked(database) is None


def test_parting_forgets_the_address(database: Database) -> None:
    entered(database, digits(database, asked(database)))

    with database.begin() as session:
        assert pairings.part(session, USER, now=NOW)
    with database.reading() as session:
        assert pairings.of_user(session, USER) is None
