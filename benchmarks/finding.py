"""How long `/find` and `/queue` look, on both databases, with 5,000 drafts of long letters.

The page as an officer gets it: making findable what has changed, looking, fetching, rendering.

    python -m benchmarks.finding [TIMES]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot import find_board, queue_board
from bot.scene import Office
from store import drafts, findables, inbox
from store.dialect import is_postgresql
from store.schema import migrate
from tests.conftest import fresh_postgresql, opened, postgresql_running
from tests.factories import ALICE, a_content, a_read_message, an_arrival, an_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from store.session import Database

_DRAFTS: Final = 5_000
_BATCH: Final = 100
_QUOTES: Final = 20
_WORDS: Final = (
    "training", "interviewers", "backlog", "decisions", "registration", "country", "information",
    "capacity", "procedures", "interpreters", "quality", "review", "appeals", "archive", "support",
)  # fmt: skip
_STATES: Final = ("TD", "KE", "CO", "BR", "EG", "KG")
_NOW: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_OFFICE: Final = Office(
    zone=ZoneInfo("Europe/Zurich"), full=True, contact="", address="requests@acsg.example"
)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print(f"{_DRAFTS} drafts, {times} times each")
    with tempfile.TemporaryDirectory() as folder, postgresql_running() as server:
        with opened(f"sqlite:///{Path(folder) / 'intake.db'}") as database:
            _report("SQLite", database, times)
        with fresh_postgresql(server, "template1") as url, opened(url) as database:
            _report("PostgreSQL", database, times)


def fill(database: Database) -> None:
    """Letters of the last weeks, each with a draft of twenty quotes."""
    migrate(database)
    chance = random.Random(7)  # noqa: S311 - the same letters each time
    for first in range(1, _DRAFTS + 1, _BATCH):
        with database.begin() as session:
            at = _NOW - timedelta(minutes=_DRAFTS - first)
            arrivals = [an_arrival(number) for number in range(first, first + _BATCH)]
            for accepted in inbox.accept(session, arrivals, now=at, year=2026):
                said = [" ".join(chance.choices(_WORDS, k=18)) for _ in range(_QUOTES)]
                content = a_content(
                    states=(chance.choice(_STATES),),
                    kind=chance.choice(("request", "request", "offer")),
                    conditions=tuple(an_evidence(one, start=0, end=len(one)) for one in said),
                )
                read = a_read_message(documents=())
                drafts.save_reading(session, accepted.id, 1, read, [content], now=at)
    with database.begin() as session:
        findables.catch_up(session)
        if is_postgresql(session):
            session.execute(text("ANALYZE"))


def _report(name: str, database: Database, times: int) -> None:
    fill(database)
    looks: dict[str, Callable[[Session], object]] = {
        f"/find {words}": partial(
            find_board.asked, words=words, office=_OFFICE, now=_NOW, officer=ALICE
        )
        for words in ("ACSG-2026-4000", "Chad", "training interviewers", "nothing like it")
    }
    looks["/queue"] = partial(queue_board.asked, words="", office=_OFFICE, now=_NOW)
    looks["/queue TD"] = partial(queue_board.asked, words="TD", office=_OFFICE, now=_NOW)
    for what, look in looks.items():
        taken = [_taken(database, look) for _ in range(times + 1)][1:]
        least, median = min(taken), statistics.median(taken)
        p95 = statistics.quantiles(taken, n=20)[18]
        print(f"{name:<11} {what:<28} least {least:4.0f}, median {median:4.0f}, p95 {p95:4.0f} ms")


def _taken(database: Database, look: Callable[[Session], object]) -> float:
    begun = time.perf_counter()
    with database.begin() as session:
        look(session)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
