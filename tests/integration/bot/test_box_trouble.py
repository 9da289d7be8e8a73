"""Boxes that fail, and mails that stay in one: told in the chat and on the pages."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.alarms import alarm_markup
from bot.boxes import account_of, forget_others
from bot.health import health_application
from bot.mailbox import emptied, watched
from bot.settings import load_settings
from bot.utc import utc_now
from bot.watch import Watch
from ingest import imap
from store import alarms, boxes, leases, mailboxes, outbox
from store.mailboxes import LeftMail
from store.model import OutboxKind
from tests.dovecot import PASSWORD, USER, MailServer, mail_server
from tests.factories import NOW
from tests.mailbox_room import account, inlet, letter, taken, taking, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from store.boxes import Box
    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
ZONE = ZoneInfo("UTC")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as one:
        yield one


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a minute after a refused login."""
    monkeypatch.setattr(imap, "_LOGIN_PAUSE", 0.05)
    monkeypatch.setattr(imap, "_LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(imap, "_FIRST_PAUSE", 0.05)


class Clock:
    """The time, and as much later as the test says."""

    def __init__(self) -> None:
        self.later = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.later


def settings_for(server: MailServer) -> dict[str, str]:
    return {
        "ACSG_IMAP": f"imaps://localhost:{server.tls_port}",
        "ACSG_IMAP_CA": str(server.ca_file),
        "ACSG_IMAP_USER": USER,
        "ACSG_IMAP_PASSWORD": PASSWORD,
        "ACSG_IMAP_POLL_SECONDS": "1",
    }


@contextmanager
def another_password(server: MailServer) -> Iterator[None]:
    """The server knows the user by another password for a while, as when a secret has expired."""
    users = server.folder / "users"
    known = users.read_text()
    users.write_text(known.replace(PASSWORD, "another one"))
    # the server looks at the file's time, once a second
    os.utime(users, (1_000_000, 1_000_000))
    time.sleep(1.5)
    try:
        yield
    finally:
        users.write_text(known)


def box_of(db: Database, kind: str) -> Box | None:
    with db.reading() as session:
        return next((box for box in boxes.listed(session) if box.kind == kind), None)


def trouble_of(db: Database, kind: str) -> str | None:
    box = box_of(db, kind)
    return "never looked at" if box is None else box.trouble


def seen_since(db: Database, kind: str, at: datetime) -> bool:
    box = box_of(db, kind)
    return box is not None and box.seen_at >= at


def look(db: Database, folder: Path, at: datetime) -> list[str]:
    """One look of the round; what the chat has been told by then of boxes."""
    with db.begin() as session:
        Watch(data_dir=folder, zone=ZONE, target="chat:-100").go(session, at)
    with db.reading() as session:
        rows = [row for row in outbox.listed(session) if row.kind is OutboxKind.ALARM]
        found = [(alarms.get(session, row.payload["alarm"]), row.payload) for row in rows]
    return [
        alarm_markup(alarm, ZONE, over=bool(payload.get("over")))
        for alarm, payload in found
        if alarm is not None and alarm.code not in {"disk_nearly_full", "no_worker"}
    ]


async def page(db: Database, path: str, emptied: dict[str, str]) -> tuple[int, str]:
    parts = {"smtp": lambda: True, "imap": lambda: True}
    async with TestClient(TestServer(health_application(db, parts, emptied))) as client:
        answer = await client.get(path)
        return answer.status, await answer.text()


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(fact):  # noqa: ASYNC110 - other threads set no event
            await asyncio.sleep(0.05)


def test_a_login_that_fails_is_told_after_a_while_once_and_its_end_too(
    database: Database, server: MailServer, tmp_path: Path, hurried: None
) -> None:
    settings, clock = load_settings(settings_for(server)), Clock()
    name = account_of(settings).name

    async def scene() -> list[list[str]]:
        said: list[list[str]] = []
        with inlet(database) as acceptor, another_password(server):
            async with emptied(settings, db=database, submit=acceptor.submit, clock=clock):
                await until(lambda: trouble_of(database, "imap") == "login_refused")
                said.append(look(database, tmp_path, clock()))
                assert (await page(database, "/health/ready", {"imap": name}))[1] == (
                    "smtp ok\nimap ok\ndatabase ok\n"
                )
                clock.later += 16 * MINUTE
                before = clock()
                await until(lambda: seen_since(database, "imap", before))
                said += [look(database, tmp_path, clock()), look(database, tmp_path, clock())]
        return said

    early, told, still = asyncio.run(scene())

    assert early == []
    assert told == still
    assert len(told) == 1
    assert told[0].startswith("⚠ Since ")
    assert "the mail server refuses the login" in told[0]
    assert "Administrator: acsg-intake check" in told[0]
    assert USER not in told[0]
    assert "localhost" not in told[0]


def test_a_mailbox_that_works_again_is_told_and_nothing_is_missing(
    database: Database, server: MailServer, tmp_path: Path, hurried: None
) -> None:
    settings, clock = load_settings(settings_for(server)), Clock()
    server.put(letter(1))
    with database.begin() as session:
        failed_at = utc_now() - 20 * MINUTE
        name = account_of(settings).name
        boxes.note(session, "imap", name, "login_refused", now=failed_at)
        boxes.note(session, "imap", name, "login_refused", now=utc_now())
    assert len(look(database, tmp_path, utc_now())) == 1

    async def scene() -> None:
        with inlet(database) as acceptor:
            async with emptied(settings, db=database, submit=acceptor.submit, clock=clock):
                await until(lambda: trouble_of(database, "imap") is None)

    asyncio.run(scene())

    assert look(database, tmp_path, utc_now())[1].startswith("✓ Over since ")
    assert len(taken(database)) == 1


def test_a_failing_mailbox_is_named_and_leaves_the_other_doors_ready(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as session:
        boxes.note(session, "imap", "box", None, now=utc_now() - 20 * MINUTE)
        boxes.note(session, "imap", "box", "no_token", now=utc_now() - 17 * MINUTE)
        boxes.note(session, "imap", "box", "no_token", now=utc_now())
    look(database, tmp_path, utc_now())

    status, ready = asyncio.run(page(database, "/health/ready", {"imap": "box"}))
    _, metrics = asyncio.run(page(database, "/metrics", {"imap": "box"}))

    assert status == 200
    assert "smtp ok\nimap failing no_token since " in ready
    assert "alarm mailbox_trouble since " in ready
    assert 'acsg_alarms{code="mailbox_trouble"} 1' in metrics
    figures = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if line[0] != "#")
    assert 1200 <= int(figures['acsg_box_well_seconds{box="imap"}']) < 1300


def left(db: Database, uid: int, code: str, at: datetime) -> None:
    with db.begin() as session:
        mail = LeftMail(uid=uid, code=code, size_bytes=45_000_001)
        mailboxes.leave(session, "box", 1, mail, now=at)
        boxes.note(session, "imap", "box", None, now=at)


def test_a_mail_over_the_limit_is_told_and_so_is_that_it_came_in_after_all(
    database: Database, server: MailServer, tmp_path: Path
) -> None:
    server.put(letter(1, extra=b"x" * 200_000), letter(2))
    box = account(server.port)
    with inlet(database) as acceptor:
        with visit(box) as session:
            taking(database, acceptor.submit, box).take(session)
        with database.begin() as writing:
            boxes.note(writing, "imap", box.name, None, now=utc_now())
        first = look(database, tmp_path, utc_now())
        with visit(box) as session:
            taking(database, acceptor.submit, box, most_bytes=1_000_000).take(session)
    then = look(database, tmp_path, utc_now())

    assert len(first) == 1
    assert first[0].startswith(
        "⚠ 1 mail was left in the mailbox and has not been taken in: larger than the limit."
    )
    assert "raise ACSG_MAX_MESSAGE_MB" in first[0]
    assert "the largest has 1 MB" in first[0]
    assert not any(word in first[0] for word in ("Letter", "ministry", "example.org", USER))
    assert then[1].startswith("✓ Over since ")
    assert len(taken(database)) == 2


def test_another_mail_that_is_left_is_told_with_the_number_of_both(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "too_large", NOW)
    look(database, tmp_path, NOW)
    left(database, 8, "too_large", NOW + MINUTE)
    look(database, tmp_path, NOW + 2 * MINUTE)

    told = look(database, tmp_path, NOW + 3 * MINUTE)

    assert [text.split(" left")[0] for text in told] == ["⚠ 1 mail was", "⚠ 2 mails were"]


def test_of_two_that_were_left_one_that_goes_is_told_no_second_time(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "too_large", NOW)
    left(database, 8, "too_large", NOW + MINUTE)
    look(database, tmp_path, NOW + MINUTE)
    with database.begin() as session:
        mailboxes.forget_left(session, "box", 1, 8)

    assert len(look(database, tmp_path, NOW + 2 * MINUTE)) == 1


def test_a_mail_that_may_come_in_yet_is_told_when_it_has_been_tried_again(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "not_fetched", NOW)

    assert look(database, tmp_path, NOW + 60 * MINUTE) == []
    (told,) = look(database, tmp_path, NOW + 121 * MINUTE)
    assert "acsg-intake ingest FILE" in told


def test_a_folder_that_is_gone_is_told_and_so_is_its_return(
    database: Database, tmp_path: Path
) -> None:
    folder, clock = tmp_path / "in", Clock()
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> tuple[list[str], list[str]]:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=clock):
                await until(lambda: trouble_of(database, "watch") == "no_folder")
                clock.later += 16 * MINUTE
                before = clock()
                await until(lambda: seen_since(database, "watch", before))
                first = look(database, tmp_path, clock())
                folder.mkdir()
                (folder / "letter.eml").write_bytes(letter(1))
                await until(lambda: trouble_of(database, "watch") is None)
                await until(lambda: len(taken(database)) == 1)
                return first, look(database, tmp_path, clock())

    first, then = asyncio.run(scene())

    assert "no file could be taken from the watched folder: the folder is not there" in first[0]
    assert str(folder) not in first[0]
    assert then[1].startswith("✓ Over since ")


def test_a_folder_that_cannot_be_read_is_named_as_such(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.symlink_to(folder)
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> None:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=utc_now):
                await until(lambda: trouble_of(database, "watch") == "unreadable")

    asyncio.run(scene())


def test_files_that_cannot_be_moved_away_are_trouble_though_they_are_safe(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "taken").symlink_to(folder / "taken")
    settings = load_settings({"ACSG_WATCH_DIR": str(folder)})

    async def scene() -> None:
        with inlet(database) as acceptor:
            async with watched(settings, db=database, submit=acceptor.submit, clock=utc_now):
                (folder / "letter.eml").write_bytes(letter(1))
                await until(lambda: trouble_of(database, "watch") == "not_moved")

    asyncio.run(scene())

    assert len(taken(database)) == 1


def test_a_mailbox_that_was_taken_out_of_the_settings_alarms_nobody(
    database: Database, tmp_path: Path
) -> None:
    with database.begin() as session:
        for at in (NOW, NOW + 20 * MINUTE):
            boxes.note(session, "imap", "old", "login_refused", now=at)
    assert len(look(database, tmp_path, NOW + 20 * MINUTE)) == 1

    forget_others(load_settings({}), database, now=NOW + 21 * MINUTE)

    assert look(database, tmp_path, NOW + 21 * MINUTE)[1].startswith("✓ ")


def test_a_mailbox_that_another_process_empties_is_not_forgotten(database: Database) -> None:
    with database.begin() as session:
        boxes.note(session, "imap", "of another", "login_refused", now=NOW)
        leases.take(session, boxes.lease_of("imap", "of another"), "x", MINUTE, NOW)

    forget_others(load_settings({}), database, now=NOW)

    assert box_of(database, "imap") is not None
