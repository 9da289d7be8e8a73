"""A backup while letters come in, restored elsewhere: all is there, and nothing goes unasked."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import pytest

from store import holds, inbox, outbox
from store.model import MessageStatus, OutboxStatus
from store.schema import migrate
from store.session import open_database
from tests.archives import elsewhere
from tests.engine_room import until
from tests.killing import Sender, Victim, free_port

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

#: less to load, and none of it is about reading
SETTINGS = {"ACSG_ENCODER": "use"}


@pytest.mark.timeout(200)
def test_what_was_promised_before_a_backup_is_restored_and_goes_on(
    request: pytest.FixtureRequest, database_url: str, database_kind: str, tmp_path: Path
) -> None:
    archive = tmp_path / "backup.tar.gz"
    before = backed_up_under_load(database_url, tmp_path / "first", archive)

    with elsewhere(request, database_kind, tmp_path / "second") as url:
        second = Victim(
            folder=tmp_path / "second", database_url=url, port=free_port(), settings=SETTINGS
        )
        second.command("restore", str(archive))
        db = open_database(url, spool=second.folder / "raw")
        check_all_there(db, before)
        goes_on(db, second)
        db.close()


def backed_up_under_load(url: str, folder: Path, archive: Path) -> set[str]:
    """Ids of messages that were answered 250 before the backup began."""
    folder.mkdir()
    first = Victim(folder=folder, database_url=url, port=free_port(), settings=SETTINGS)
    db = open_database(url, spool=folder / "raw")
    migrate(db)
    first.start()
    senders = [
        Sender(number=number, port=first.port, pause_seconds=0.05, large_every=8)
        for number in range(3)
    ]
    for sender in senders:
        sender.start()
    until(lambda: len(listed(db, MessageStatus.DONE)) > 5, seconds=60)
    before = {id_ for sender in senders for id_ in list(sender.promised.values())}
    first.command("backup", str(archive))
    for sender in senders:
        sender.stop()
    assert {id_ for sender in senders for id_ in sender.promised.values()} > before
    assert first.stop() == 0
    db.close()
    return before


def check_all_there(db: Database, before: set[str]) -> None:
    with db.reading() as session:
        found = {one.id: one for one in inbox.listed(session)}
        wrong = [
            one.id
            for one in found.values()
            if hashlib.sha256(inbox.raw(session, one.id)).hexdigest() != one.sha256
        ]
        large = sum(one.size_bytes > 1_000_000 for one in found.values())
    assert before - found.keys() == set()
    assert wrong == []
    assert large > 0


def goes_on(db: Database, second: Victim) -> None:
    """Work is taken up, nothing is sent; once it is released, exactly what was due is."""
    sent = rows(db, OutboxStatus.SENT)
    outgoing = second.folder / "outgoing"
    for file in outgoing.iterdir():
        file.unlink()
    second.start()
    until(lambda: set(statuses(db)) == {MessageStatus.DONE}, seconds=150)
    time.sleep(1)  # for what must not happen
    assert rows(db, OutboxStatus.SENT) == sent
    assert list(outgoing.iterdir()) == []
    due = rows(db, OutboxStatus.PENDING)
    assert due
    with db.reading() as session:
        refs = {
            inbox.get(session, str(row.payload["message"])).ref
            for row in outbox.listed(session, status=OutboxStatus.PENDING)
        }
        assert sum(holds.waiting(session).values()) == len(due)

    second.command("release-outbox")

    until(lambda: rows(db, OutboxStatus.SENT) == sent | due, seconds=30)
    assert {file.name for file in outgoing.glob("*.eml")} == {
        f"{ref}-acknowledgement.eml" for ref in refs
    }
    assert second.stop() == 0


def listed(db: Database, status: MessageStatus) -> list[str]:
    with db.reading() as session:
        return [one.id for one in inbox.listed(session, status=status)]


def statuses(db: Database) -> list[MessageStatus]:
    with db.reading() as session:
        return [one.status for one in inbox.listed(session)]


def rows(db: Database, status: OutboxStatus) -> set[int]:
    with db.reading() as session:
        return {row.id for row in outbox.listed(session, status=status)}
