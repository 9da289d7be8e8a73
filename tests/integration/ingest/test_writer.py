from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.logs import set_up_logs
from bot.utc import utc_now
from ingest.errors import StorageError
from ingest.writer import Desk, Writer
from store import inbox
from store.session import open_database
from tests.factories import an_arrival
from tests.killing import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.workflows import Enqueuer
    from store.session import Database


@contextmanager
def a_writer(db: Database) -> Iterator[Writer]:
    writer = Writer(
        Desk(
            database_url=db.url,
            spool=db.spool,
            zone="Europe/Zurich",
            clock=utc_now,
            set_up_logs=set_up_logs,
        )
    )
    try:
        yield writer
    finally:
        writer.close()


def child_of(_writer: Writer) -> int:
    (child,) = [one for one in multiprocessing.active_children() if one.name == "acsg-writer"]
    assert child.pid is not None
    return child.pid


def test_what_was_accepted_is_kept_with_its_work_item(
    database: Database, enqueuer: Enqueuer
) -> None:
    with a_writer(database) as writer:
        accepted = writer.submit(an_arrival()).result(60)

    with database.reading() as session:
        assert inbox.get(session, accepted.id).ref == accepted.ref
    assert enqueuer.statuses([f"{accepted.id}.1"]) == {f"{accepted.id}.1": "ENQUEUED"}


@pytest.mark.usefixtures("enqueuer")
def test_every_one_of_many_gets_its_own_answer(database: Database) -> None:
    with a_writer(database) as writer:
        futures = [writer.submit(an_arrival(number)) for number in range(150)]
        answers = [future.result(60) for future in futures]

    with database.reading() as session:
        kept = [inbox.get(session, answer.id).sha256 for answer in answers]
    assert kept == [sha256(an_arrival(number).raw).hexdigest() for number in range(150)]


@pytest.mark.usefixtures("enqueuer")
def test_a_mail_that_comes_again_keeps_its_id(database: Database) -> None:
    with a_writer(database) as writer:
        first = writer.submit(an_arrival()).result(60)
        second = writer.submit(an_arrival()).result(60)

    assert (second.id, second.new) == (first.id, False)


@pytest.mark.usefixtures("enqueuer")
def test_what_was_handed_over_before_the_end_is_kept(database: Database) -> None:
    with a_writer(database) as writer:
        futures = [writer.submit(an_arrival(number)) for number in range(20)]

    assert len({future.result(0).id for future in futures}) == 20


@pytest.mark.usefixtures("enqueuer")
def test_after_the_end_nothing_is_promised(database: Database) -> None:
    with a_writer(database) as writer:
        pass

    with pytest.raises(StorageError):
        writer.submit(an_arrival()).result(5)


@pytest.mark.usefixtures("enqueuer")
def test_a_writer_that_is_killed_is_replaced(database: Database) -> None:
    with a_writer(database) as writer:
        writer.submit(an_arrival(1)).result(60)
        os.kill(child_of(writer), signal.SIGKILL)
        answers = []
        for number in range(2, 12):
            # the first ones may be refused; a sender tries again, and so does this test
            future = writer.submit(an_arrival(number))
            while isinstance(future.exception(60), StorageError):
                future = writer.submit(an_arrival(number))
            answers.append(future.result(0))

    with database.reading() as session:
        assert len({inbox.get(session, answer.id).id for answer in answers}) == 10


@pytest.mark.usefixtures("enqueuer")
def test_a_signal_to_the_whole_group_does_not_end_the_writer(database: Database) -> None:
    with a_writer(database) as writer:
        writer.submit(an_arrival(1)).result(60)
        os.kill(child_of(writer), signal.SIGINT)
        os.kill(child_of(writer), signal.SIGTERM)

        assert writer.submit(an_arrival(2)).result(60).new


@pytest.mark.usefixtures("enqueuer")
def test_mails_wait_while_no_process_can_be_had(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    spawned = multiprocessing.get_context("spawn").Process
    start, tries = spawned.start, []

    def start_at_the_second_try(process: multiprocessing.context.SpawnProcess) -> None:
        tries.append(process)
        if len(tries) == 1:
            raise BlockingIOError
        start(process)

    monkeypatch.setattr(spawned, "start", start_at_the_second_try)

    with a_writer(database) as writer:
        assert writer.submit(an_arrival()).result(60).new
    assert len(tries) == 2


def test_a_writer_that_begins_while_the_database_is_away_waits_for_it(tmp_path: Path) -> None:
    nobody_listens = f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/intake"
    away = open_database(nobody_listens, spool=tmp_path)
    with capture_logs() as lines:
        try:
            with a_writer(away) as writer:
                for number in range(2):
                    with pytest.raises(StorageError):
                        writer.submit(an_arrival(number)).result(60)
        finally:
            away.close()

    assert [line["event"] for line in lines if line["event"] == "writer_lost"] == []
