"""A mailbox that fails: told in the chat and on the pages."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.boxes import account_of, forget_others
from bot.health import health_application
from bot.mailbox import emptied
from bot.settings import load_settings
from bot.utc import utc_now
from ingest import imap
from store import boxes, leases
from tests.box_room import Clock, box_of, look, seen_since, trouble_of, until
from tests.dovecot import PASSWORD, USER, MailServer, mail_server
from tests.factories import NOW
from tests.mailbox_room import inlet, letter, mailbox_settings, taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
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


async def page(db: Database, path: str, emptied: dict[str, str]) -> tuple[int, str]:
    parts = {"smtp": lambda: True, "imap": lambda: True}
    async with TestClient(TestServer(health_application(db, parts, emptied))) as client:
        answer = await client.get(path)
        return answer.status, await answer.text()


def test_a_login_that_fails_is_told_after_a_while_once_and_its_end_too(
    database: Database, server: MailServer, tmp_path: Path, hurried: None
) -> None:
    settings, clock = load_settings(mailbox_settings(server)), Clock()
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
    settings, clock = load_settings(mailbox_settings(server)), Clock()
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
