"""The mailbox door in the whole program: by itself, killed, and in two processes at once."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.mailbox import emptied
from bot.settings import load_settings
from bot.utc import utc_now
from store.session import open_database
from tests.dovecot import MailServer, mail_server
from tests.killing import Victim, free_port
from tests.mailbox_room import inlet, letter, mailbox_settings, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.session import Database


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as one:
        yield one


def wait_until(fact: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < give_up_at, "something stays where it was"
        time.sleep(0.05)


@pytest.mark.timeout(200)
def test_a_kill_while_mail_and_files_come_loses_and_doubles_nothing(
    database_url: str, tmp_path: Path, server: MailServer
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    settings = {"ACSG_ROLE": "smtp", "ACSG_IMAP_AFTER": "move:Taken", "ACSG_WATCH_DIR": str(folder)}
    victim = Victim(
        folder=tmp_path / "data",
        database_url=database_url,
        port=free_port(),
        settings=mailbox_settings(server) | settings,
    )
    victim.folder.mkdir()
    db = open_database(database_url)
    server.put(*[letter(number) for number in range(40)])
    for number in range(40, 80):
        (folder / f"{number}.eml").write_bytes(letter(number))
    victim.start()
    wait_until(lambda: len(taken(db)) > 50)
    victim.kill()

    victim.start()
    wait_until(lambda: len(taken(db)) == 80)
    wait_until(lambda: not server.count())
    wait_until(lambda: [path.name for path in folder.iterdir()] == ["taken"])

    assert victim.stop() == 0
    assert len(taken(db)) == 80
    assert server.count("Taken") == 40
    db.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_of_two_processes_one_empties_the_mailbox_and_the_other_takes_over(
    database: Database, server: MailServer
) -> None:
    settings = load_settings(mailbox_settings(server))

    async def both() -> None:
        with inlet(database) as acceptor:
            beginning = partial(
                emptied, settings, db=database, submit=acceptor.submit, clock=utc_now
            )
            async with beginning() as first:
                await until(lambda: first.works)
                async with beginning() as second:
                    server.put(letter(1))
                    await until(lambda: len(taken(database)) == 1)
                    assert not second.works
                    first.stop()
                    await until(lambda: not first.runs)
                    await until(lambda: second.works)
                    server.put(letter(2))
                    await until(lambda: len(taken(database)) == 2)

    asyncio.run(both())


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_server_that_goes_and_comes_back_is_found_again(
    database: Database, server: MailServer
) -> None:
    settings = load_settings(mailbox_settings(server))

    async def through_the_gap() -> None:
        with inlet(database) as acceptor:
            async with emptied(settings, db=database, submit=acceptor.submit, clock=utc_now):
                server.put(letter(1))
                await until(lambda: len(taken(database)) == 1)
                await asyncio.to_thread(server.stop)
                await asyncio.to_thread(server.start)
                server.put(letter(2))
                await until(lambda: len(taken(database)) == 2)

    asyncio.run(through_the_gap())


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(fact):  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.05)
