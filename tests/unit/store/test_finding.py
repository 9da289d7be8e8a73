"""Finding drafts and messages: the same answers on both databases, and none of what is erased."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import assigning, decisions, drafts, erasure, findables, finding, inbox, searches
from store.completing import completed
from store.content import Source
from store.finding import Order, Term, Wanted
from store.folded import folded
from store.model import DraftStatus
from tests.factories import (
    ALICE,
    BOB,
    NOW,
    a_content,
    a_read_message,
    an_arrival,
    an_evidence,
)

if TYPE_CHECKING:
    from store.model import Content, ReadMessage
    from store.session import Database


def a_letter(
    db: Database, *contents: Content, number: int = 1, read: ReadMessage | None = None
) -> str:
    raw = f"letter {number}".encode()
    arrival = an_arrival(number, raw=raw, identity=hashlib.sha256(raw).hexdigest())
    at = NOW + timedelta(hours=number)
    with db.begin() as session:
        (kept,) = inbox.accept(session, [arrival], now=at, year=2026)
        drafts.save_reading(
            session, kept.id, 1, read or a_read_message(documents=()), contents, now=at
        )
    return kept.id


def a_quote(words: str) -> Content:
    return a_content(conditions=(an_evidence(words, start=0, end=len(words)),))


def refs(db: Database, wanted: Wanted) -> list[str]:
    with db.begin() as session:
        findables.catch_up(session)
        found = finding.find(session, wanted, limit=50).found
    return [one.draft.ref if one.draft else one.ref for one in found]


def by_words(db: Database, *words: str) -> list[str]:
    return refs(db, Wanted(terms=tuple(Term(words=(folded(one),)) for one in words)))


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Capacités d’accueil à N'Djaména", "CAPACITES"),
        ("procedimiento de reconocimiento", "Réconocim"),
        ("قدرات اللُّجُوء", "لجوء"),
        ("طلبات اللاجئين في أنجمينا", "انجمينا"),
        ("приём беженцев", "ПРИЕМ"),
        ("dossier ٢٠٢٦", "2026"),
        ("50% of cases_here", "50% of"),
        ("Straße 7", "strasse"),
        ("nous écrit le bureau: dgra@example.org", "dgra@example.org"),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_vowel_marks(
    database: Database, kept: str, asked: str
) -> None:
    a_letter(database, a_quote(kept))

    assert by_words(database, asked) == ["ACSG-2026-0001-1"]


@pytest.mark.parametrize("asked", ["apacit", "capacity building", "capacity of the office in"])
def test_what_is_not_there_is_not_found(database: Database, asked: str) -> None:
    a_letter(database, a_quote("capacity of the office"))

    assert by_words(database, asked) == []


def test_every_word_must_be_there(database: Database) -> None:
    a_letter(database, a_quote("training of interpreters"))
    a_letter(database, a_quote("training of judges"), number=2)

    assert by_words(database, "interpreters", "training") == ["ACSG-2026-0001-1"]


def test_codes_are_found_beside_words(database: Database) -> None:
    a_letter(database, a_content(states=("TD",)))
    a_letter(database, a_content(states=("KE",), kind="offer"), number=2)

    assert refs(database, Wanted(terms=(Term(codes=("state.KE",)),))) == ["ACSG-2026-0002-1"]
    assert refs(database, Wanted(terms=(Term(codes=("kind.offer",)),))) == ["ACSG-2026-0002-1"]
    assert refs(database, Wanted(terms=(Term(codes=("area.coi",)),))) == [
        "ACSG-2026-0001-1", "ACSG-2026-0002-1",
    ]  # fmt: skip


def test_a_message_without_a_draft_is_found_by_its_subject_and_sender(database: Database) -> None:
    read = replace(a_read_message(documents=()), subject="Réunion de coordination")
    a_letter(database, read=read)

    assert by_words(database, "coordination") == ["ACSG-2026-0001"]
    assert by_words(database, "ministry@example.org") == ["ACSG-2026-0001"]


def test_a_register_reference_is_found_at_once(database: Database) -> None:
    a_letter(database, a_content())
    assert refs(database, Wanted(terms=(Term(register="REQ-2026-0001"),))) == []
    with database.begin() as session:
        decisions.confirm(session, 1, 1, ALICE, now=NOW)

    assert refs(database, Wanted(terms=(Term(register="REQ-2026-00"),))) == ["ACSG-2026-0001-1"]


def test_a_correction_is_found_and_what_it_replaced_is_not(database: Database) -> None:
    a_letter(database, a_content(organisation="Office for Refugees"))
    assert by_words(database, "Office for") == ["ACSG-2026-0001-1"]
    with database.begin() as session:
        decisions.correct(
            session, 1, 1, ALICE, change=lambda one: replace(one, organisation="National Board"),
            field="organisation", old=None, new=None, now=NOW,
        )  # fmt: skip

    assert by_words(database, "national board") == ["ACSG-2026-0001-1"]
    assert by_words(database, "Office for") == []


def test_what_is_erased_is_never_found_again(database: Database) -> None:
    message_id = a_letter(database, a_quote("training of interpreters"))
    assert by_words(database, "interpreters")
    with database.begin() as session:
        searches.remember(session, ALICE.id, "interpreters", now=NOW)
        erasure.erase(session, message_id, why="test", now=NOW)

    assert by_words(database, "interpreters") == []
    assert by_words(database, "ACSG-2026-0001") == []
    with database.reading() as session:
        assert searches.words_of(session, ALICE.id, 1) is None


def test_words_that_an_erased_message_had_brought_into_a_draft_are_not_found(
    database: Database,
) -> None:
    a_letter(database, a_content(organisation=None))
    answer = a_letter(database, number=2)
    source = Source(message=answer, ref="ACSG-2026-0002", how="answer", received_at=NOW)
    quote = an_evidence(message=answer, ref="ACSG-2026-0002")
    more = a_content(organisation="Zebra Board", criteria=(), conditions=(quote,))
    with database.begin() as session:
        before = drafts.get(session, 1)
        both, _ = completed(before.content, more, source)
        decisions.correct(
            session, 1, 1, ALICE, change=lambda _: both, field="sources", old=None, new=None,
            now=NOW,
        )  # fmt: skip
    assert by_words(database, "zebra") == ["ACSG-2026-0001-1"]
    with database.begin() as session:
        erasure.erase(session, answer, why="test", now=NOW)

    assert by_words(database, "zebra") == []
    assert by_words(database, "ACSG-2026-0001") == ["ACSG-2026-0001-1"]


def test_mine_is_what_i_spoke_the_last_word_on(database: Database) -> None:
    for number in (1, 2, 3):
        a_letter(database, a_content(), number=number)
    with database.begin() as session:
        decisions.confirm(session, 1, 1, ALICE, now=NOW)
        change = replace(a_content(), kind="offer")
        decisions.correct(
            session, 2, 1, ALICE, change=lambda _: change, field="kind", old="request",
            new="offer", now=NOW,
        )  # fmt: skip
        decisions.confirm(session, 2, 2, BOB, now=NOW)

    assert refs(database, Wanted(decided_by=ALICE.id)) == ["ACSG-2026-0001-1"]
    assert refs(database, Wanted(decided_by=BOB.id)) == ["ACSG-2026-0002-1"]


def test_drafts_are_found_by_the_officer_who_looks_after_them(database: Database) -> None:
    for number in (1, 2, 3):
        a_letter(database, a_content(), number=number)
    a_letter(database, number=4)
    with database.begin() as session:
        assigning.assign(session, 2, ALICE.id, BOB, now=NOW)

    assert refs(database, Wanted(assigned_to=ALICE.id)) == ["ACSG-2026-0002-1"]
    assert refs(database, Wanted(assigned_to=None)) == ["ACSG-2026-0001-1", "ACSG-2026-0003-1"]
    with database.reading() as session:
        marks = finding.marks(session, Wanted())
    assert sorted(str(one.assigned_to) for one in marks) == ["11", "None", "None"]


def test_what_was_decided_lately_comes_first(database: Database) -> None:
    for number in (1, 2, 3):
        a_letter(database, a_content(), number=number)
    with database.begin() as session:
        for draft_id in (2, 3, 1):
            decisions.confirm(session, draft_id, 1, ALICE, now=NOW)
        findables.catch_up(session)
        wanted = Wanted(decided_by=ALICE.id)
        page = finding.find(session, wanted, limit=9, order=Order.LATELY)

    assert [one.draft.id for one in page.found if one.draft] == [1, 3, 2]


def test_states_of_drafts_choose_and_pages_follow_one_another(database: Database) -> None:
    for number in range(1, 6):
        a_letter(database, a_content(), number=number)
    with database.begin() as session:
        decisions.confirm(session, 1, 1, ALICE, now=NOW)
        findables.catch_up(session)
        page = finding.find(session, Wanted(statuses=(DraftStatus.DRAFT,)), offset=1, limit=2)

    assert [one.draft.ref for one in page.found if one.draft] == [
        "ACSG-2026-0003-1", "ACSG-2026-0004-1",
    ]  # fmt: skip
    assert page.total == 4


def test_a_search_is_forgotten_after_a_day_and_by_the_next_one(database: Database) -> None:
    with database.begin() as session:
        first = searches.remember(session, ALICE.id, "chad", now=NOW)
        second = searches.remember(session, ALICE.id, "kenya", now=NOW)
        assert searches.words_of(session, ALICE.id, first) is None
        assert searches.words_of(session, ALICE.id, second) == "kenya"

        searches.forget_old(session, now=NOW + timedelta(days=2))

        assert searches.words_of(session, ALICE.id, second) is None
