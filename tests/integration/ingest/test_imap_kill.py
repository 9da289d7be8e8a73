"""Ended between any two steps, and met again: a mail of a mailbox comes in once."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import pytest

from ingest.imap_errors import MailboxError
from tests.mailbox_room import STEPS, account, inlet, letter, round_of, senders, taking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.imap_session import MailboxSession
    from store.session import Database
    from tests.dovecot import MailServer


@pytest.mark.parametrize(
    ("database_kind", "after"), [("sqlite", "seen"), ("sqlite", "move"), ("postgresql", "move")]
)
@pytest.mark.parametrize("step", STEPS)
def test_killed_between_two_steps_it_loses_and_doubles_nothing(
    step: str, after: str, database: Database, server: MailServer
) -> None:
    server.make("Taken")
    # two batches, and the kill falls into the second, or the third mail of the first
    server.put(*[letter(number) for number in range(25)])
    number = 3 if step in {"fetched", "noted"} else 2
    victim = [sys.executable, "-m", "tests.mailbox_room", database.url, str(server.port)]

    ended = subprocess.run([*victim, after, step, str(number)], check=False)
    round_of(database, account(server.port, after))

    assert ended.returncode == -signal.SIGKILL
    assert senders(database) == sorted(f"ministry{number}@example.org" for number in range(25))
    if after == "seen":
        assert server.count(which="UNSEEN") == 0
    else:
        assert (server.count(), server.count("Taken")) == (0, 25)


class AnewEachTime:
    """A connection to a server that writes a mail anew at each fetch, as Exchange may do."""

    validity = 1

    def __init__(self) -> None:
        self.fetches = 0
        self.away: list[int] = []
        self.dies = True

    def uids_after(self, uid: int) -> Iterator[list[int]]:
        yield [one for one in (1, 2) if one > uid]

    def sizes(self, uids: list[int]) -> dict[int, int]:
        return dict.fromkeys(uids, 100)

    def mail(self, uid: int, _most_bytes: int) -> bytes:
        self.fetches += 1
        return letter(uid, extra=b"--boundary of fetch %d--\r\n" % self.fetches)

    def put_away(self, uids: list[int]) -> None:
        if self.dies:
            raise MailboxError("lost")
        self.away += uids


def test_a_mail_that_looks_different_at_each_fetch_comes_in_once(database: Database) -> None:
    box, server = account(1), AnewEachTime()
    with inlet(database) as acceptor:
        for server.dies in (True, True, False):
            with suppress(MailboxError):
                taking(database, acceptor.submit, box).take(cast("MailboxSession", server))

    assert server.fetches == 6
    assert server.away == [1, 2]
    assert senders(database) == ["ministry1@example.org", "ministry2@example.org"]
