from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from store import decisions, drafts, inbox, outbox
from store.decisions import Decided, TooLate
from store.model import NewOutboxRow, OutboxKind
from store.session import open_database
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Accepted, Draft, Officer
    from store.session import Database

WORKERS = 4
MAILS = 60


def accept_all(url: str, years: tuple[int, ...]) -> list[Accepted]:
    """Accept the same mails as everybody else, in batches, with years that change over."""
    db = open_database(url)
    kept = []
    for start in range(0, MAILS, 6):
        batch = [an_arrival(number) for number in range(start, start + 6)]
        with db.begin() as session:
            year = years[start // 6 % len(years)]
            kept += inbox.accept(session, batch, now=NOW, year=year)
    db.close()
    return kept


def test_processes_that_accept_the_same_mails_keep_each_once(database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(WORKERS) as pool:
        answers = pool.starmap(accept_all, [(database_url, (2026,))] * WORKERS)

    kept = [one for answer in answers for one in answer]
    assert sum(one.new for one in kept) == MAILS
    assert len({one.id for one in kept}) == MAILS
    assert {one.ref for one in kept} == {f"ACSG-2026-{n:04d}" for n in range(1, MAILS + 1)}


def test_two_years_at_once_do_not_keep_a_mail_twice(database_url: str) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        years = [(2026, 2027), (2027, 2026)] * 2
        answers = list(pool.map(accept_all, [database_url] * WORKERS, years))

    kept = [one for answer in answers for one in answer]
    assert sum(one.new for one in kept) == MAILS
    assert len({one.id for one in kept}) == MAILS


def drafted(db: Database) -> Draft:
    with db.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        return drafts.save_reading(session, kept.id, 1, a_read_message(), [a_content()], now=NOW)[0]


def test_two_officers_at_once_make_one_decision(database: Database) -> None:
    draft = drafted(database)
    start = threading.Barrier(2)

    def press(officer: Officer) -> decisions.Outcome:
        start.wait()
        with database.begin() as session:
            return decisions.confirm(session, draft.id, 1, officer, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(press, [ALICE, BOB]))

    (won,) = [one for one in outcomes if isinstance(one, Decided)]
    (lost,) = [one for one in outcomes if isinstance(one, TooLate)]
    assert lost.by == won.draft.decided_by
    assert lost.draft.register_ref == "REQ-2026-0001"


def test_a_reading_that_two_save_at_once_is_saved_once(database: Database) -> None:
    with database.begin() as session:
        (kept,) = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
    start = threading.Barrier(2)

    def save(kind: str) -> list[Draft]:
        start.wait()
        with database.begin() as session:
            content = a_content(kind=kind)
            return drafts.save_reading(session, kept.id, 1, a_read_message(), [content], now=NOW)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(save, ["request", "offer"])

    assert one == other


def test_two_senders_never_claim_the_same_row_nor_break_the_order(database: Database) -> None:
    rows = [
        NewOutboxRow(kind=OutboxKind.CARD, target=f"chat:{number % 3}", payload={"draft": number})
        for number in range(30)
    ]
    with database.begin() as session:
        outbox.add(session, rows, now=NOW)
    order: list[tuple[str, int]] = []

    def send() -> None:
        idle = 0
        while idle < 20:
            with database.begin() as session:
                claimed = outbox.claim(session, now=NOW, limit=2)
            idle = 0 if claimed else idle + 1
            for row in claimed:
                order.append((row.target, row.payload["draft"]))
                with database.begin() as session:
                    outbox.sent(session, row.id, provider_ref=None, now=NOW)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(number for _, number in order) == list(range(30))
    for target in {target for target, _ in order}:
        sent = [number for name, number in order if name == target]
        assert sent == sorted(sent)
