"""Kill -9 of door, worker and everything, each a process of its own, and one that never returns."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

from ingest import workflows
from store.schema import migrate
from store.session import open_database
from tests.engine_room import until
from tests.killing import Sender, free_port
from tests.parts import (
    DOOR,
    SENDING,
    WORKER,
    Parts,
    check,
    done,
    relayed,
    wait_for_all,
    wait_for_more,
)

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

SENDERS = 4
DOOR_SECONDS, WORK_SECONDS = 2, 10
#: who is killed, by what the run calls it
VICTIMS = {"door": (DOOR,), "worker": (WORKER,), "everything": (DOOR, WORKER, SENDING)}


@pytest.mark.timeout(280)
def test_kills_of_door_and_worker_lose_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    killed(database_url, tmp_path, ["door", "worker", "door", "worker"], mails=40, pause=0.5)


def test_a_worker_alone_lets_a_door_go_first(database_url: str, tmp_path: Path) -> None:
    ready(database_url).close()
    parts = Parts(tmp_path, database_url, free_port())
    try:
        parts.start(WORKER)
        process = parts.all[WORKER].process
        assert process is not None
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        until(lambda: os.getpriority(os.PRIO_PROCESS, process.pid) == mine + 5, 20)
        assert parts.all[WORKER].stop() == 0
    finally:
        parts.end()


@pytest.mark.soak
@pytest.mark.timeout(2400)
def test_sixty_kills_over_five_thousand_mails(database_url: str, tmp_path: Path) -> None:
    order = 20 * sorted(VICTIMS)
    random.Random(60).shuffle(order)  # noqa: S311 - moments, no secrets

    opened, resumed = killed(database_url, tmp_path, order, mails=5000, pause=0.3)

    print(f"door open after at most {max(opened):.2f} s, work resumed after {max(resumed):.2f} s")
    assert max(opened) < DOOR_SECONDS
    assert max(resumed) < WORK_SECONDS


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_work_of_a_worker_that_never_returns_is_done_by_another_and_once(
    database_url: str, tmp_path: Path
) -> None:
    db = ready(database_url)
    senders: list[Sender] = []
    with relayed() as (mailbox, port):
        parts = Parts(tmp_path, database_url, port)
        try:
            parts.start(DOOR, WORKER, SENDING)
            senders = sending(parts, 0.05)
            wait_for_more(db, 20)
            parts.freeze(WORKER)
            other = parts.another(WORKER)
            other.start()
            # what the other one had begun waits until its lease has run out
            end(senders, after=200)
            wait_for_all(db, 300)
            parts.thaw(WORKER)
            time.sleep(5)
            check(db, senders, mailbox)
            parts.stop()
            assert other.stop() == 0
        finally:
            give_up(senders)
            parts.end()
            db.close()


def killed(
    url: str, folder: Path, order: list[str], *, mails: int, pause: float
) -> tuple[list[float], list[float]]:
    """Kill in this order while so many mails come in; seconds to the open door and to work."""
    chance = random.Random(len(order))  # noqa: S311 - moments, no secrets
    db = ready(url)
    opened, resumed = [], []
    senders: list[Sender] = []
    with relayed() as (mailbox, port):
        parts = Parts(folder, url, port)
        try:
            parts.start(DOOR, WORKER, SENDING)
            senders = sending(parts, pause)
            wait_for_more(db, 0)
            for name in order:
                roles = VICTIMS[name]
                time.sleep(chance.uniform(0.5, 2.5))
                parts.kill(*roles)
                before = done(db)
                seconds = parts.start(*roles)
                if DOOR in roles:
                    opened.append(seconds)
                if WORKER in roles:
                    resumed.append(wait_for_more(db, before))
            end(senders, after=mails)
            wait_for_all(db, 900)
            check(db, senders, mailbox)
            parts.stop()
        finally:
            give_up(senders)
            parts.end()
            db.close()
    return opened, resumed


def ready(url: str) -> Database:
    db = open_database(url)
    migrate(db)
    workflows.prepare(url)
    return db


def sending(parts: Parts, pause: float) -> list[Sender]:
    senders = [
        Sender(number=number, port=parts.port, pause_seconds=pause) for number in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    return senders


def end(senders: list[Sender], *, after: int) -> None:
    """Let all letters under way be answered, once so many were."""
    until(lambda: sum(len(sender.promised) for sender in senders) >= after, 900)
    for sender in senders:
        sender.stop()


def give_up(senders: list[Sender]) -> None:
    """Let no sender outlive the test."""
    for sender in senders:
        sender.gives_up = True
        sender.stop()
