"""The program as several processes on one database, each to be killed; and the mail they send."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store import drafts, inbox, outbox
from store.model import MessageStatus, OutboxStatus
from tests.killing import Victim, free_port
from tests.relays import Mailbox, a_relay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.session import Database
    from tests.killing import Sender

_UNSENT = (OutboxStatus.PENDING, OutboxStatus.SENDING)
DOOR, WORKER, SENDING = "smtp", "worker", "bot"


class Parts:
    """Door, worker and sending, each a process of its own."""

    def __init__(self, folder: Path, url: str, relay: int) -> None:
        self.relay = relay
        self._folder, self._url = folder, url
        self.all = {role: self.another(role) for role in (DOOR, WORKER, SENDING)}

    @property
    def port(self) -> int:
        return self.all[DOOR].port

    def another(self, role: str) -> Victim:
        """One more of a role, not yet started."""
        return Victim(
            folder=self._folder,
            database_url=self._url,
            port=free_port() if role == DOOR else 0,
            settings={
                "ACSG_ROLE": role,
                "ACSG_ENCODER": "use",
                "ACSG_RELAY": f"127.0.0.1:{self.relay}",
                # letters come faster here than any office is written to
                "ACSG_RELAY_PER_HOUR": "1000000",
            },
        )

    def start(self, *roles: str) -> float:
        """Start some; seconds until the door among them said 220."""
        times = [self.all[role].start() for role in sorted(roles, key=lambda role: role != DOOR)]
        return max(times)

    def kill(self, *roles: str) -> None:
        for role in roles:
            self.all[role].kill()

    def freeze(self, role: str) -> None:
        """Let a process never return."""
        process = self.all[role].process
        assert process is not None
        process.send_signal(signal.SIGSTOP)

    def thaw(self, role: str) -> None:
        process = self.all[role].process
        assert process is not None
        process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        assert [victim.stop() for victim in self.all.values()] == [0, 0, 0]

    def end(self) -> None:
        for victim in self.all.values():
            victim.end()


@contextmanager
def relayed() -> Iterator[tuple[Mailbox, int]]:
    """A relay in a thread of its own."""
    mailbox, port = Mailbox(), free_port()
    loop, stop, ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()

    async def run() -> None:
        async with a_relay(mailbox, port):
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(10)
    try:
        yield mailbox, port
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def check(db: Database, senders: list[Sender], mailbox: Mailbox) -> None:
    """Nothing lost, nothing twice; what was sent twice was marked before."""
    promised = {id_ for sender in senders for id_ in sender.promised.values()}
    begun = [subject for sender in senders for subject in sender.begun]
    with db.reading() as session:
        messages = {message.id: message for message in inbox.listed(session)}
        rows = list(outbox.listed(session))
        refs = [draft.ref for draft in drafts.listed(session)]
    written = Counter((row.kind, row.target, str(row.payload)) for row in rows)
    arrived = Counter(str(mail["To"]) for mail in mailbox.mails)
    marked = {row.target for row in rows if row.possible_repeat}

    assert promised - messages.keys() == set()
    assert sorted(message.subject or "" for message in messages.values()) == sorted(begun)
    assert {message.status for message in messages.values()} == {MessageStatus.DONE}
    assert len(refs) == len(set(refs))
    assert [row for row, times in written.items() if times > 1] == []
    assert {row.target for row in rows} == arrived.keys()
    assert {target for target, times in arrived.items() if times > 1} <= marked


def done(db: Database) -> int:
    with db.reading() as session:
        return sum(1 for _ in inbox.listed(session, status=MessageStatus.DONE))


def wait_for_more(db: Database, before: int, seconds: float = 90) -> float:
    """Wait until more is done than before; seconds that took."""
    begun = time.monotonic()
    while done(db) <= before:
        assert time.monotonic() - begun < seconds, "no message was done"
        time.sleep(0.05)
    return time.monotonic() - begun


def wait_for_all(db: Database, seconds: float) -> None:
    """Wait until all that came in is done and sent."""
    give_up_at = time.monotonic() + seconds
    while is_left(db):
        assert time.monotonic() < give_up_at, "some messages were never done"
        time.sleep(0.5)


def is_left(db: Database) -> bool:
    with db.reading() as session:
        if next(iter(inbox.unfinished(session)), None) is not None:
            return True
        return any(row.status in _UNSENT for row in outbox.listed(session))
