"""A mailbox, an inbox, and what takes mail from one into the other; also as a process to be killed.

`python -m tests.mailbox_room URL PORT AFTER STEP NUMBER` kills itself at that step.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.utc import utc_now
from ingest.accept import Acceptor
from ingest.imap_account import Account
from ingest.imap_session import MailboxSession, open_session
from ingest.imap_taking import Taking
from ingest.keeping import Keeper
from store import inbox
from store.session import open_database
from tests.dovecot import PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from store.model import Accepted, Arrival, InboxMessage
    from store.session import Database
    from tests.dovecot import MailServer

MOST_BYTES = 100_000
#: what follows a mail's coming: the steps between which the process may die
STEPS = ("fetched", "noted", "committed", "put_away", "placed")


def letter(number: int, *, extra: bytes = b"") -> bytes:
    """A mail without a Message-ID; each number is another."""
    return (
        b"Return-Path: <ministry%d@example.org>\r\nFrom: Ministry <ministry@example.org>\r\n"
        b"Subject: Letter %d\r\n\r\nWe request support.\r\n%b" % (number, number, extra)
    )


def account(port: int, after: str = "seen") -> Account:
    return Account(
        host="127.0.0.1",
        port=port,
        tls="none",
        user=USER,
        password=PASSWORD,
        marks_seen=after == "seen",
        moves_to="Taken" if after == "move" else None,
    )


def mailbox_settings(server: MailServer) -> dict[str, str]:
    """What names the mailbox of this server in the environment."""
    return {
        "ACSG_IMAP": f"imaps://localhost:{server.tls_port}",
        "ACSG_IMAP_CA": str(server.ca_file),
        "ACSG_IMAP_USER": USER,
        "ACSG_IMAP_PASSWORD": PASSWORD,
        "ACSG_IMAP_POLL_SECONDS": "1",
    }


@contextmanager
def inlet(db: Database) -> Iterator[Acceptor]:
    keeper = Keeper(db, lambda *_: None, clock=utc_now, zone=ZoneInfo("Europe/Zurich"))
    acceptor = Acceptor(keeper)
    try:
        yield acceptor
    finally:
        acceptor.close()


def taking(
    db: Database, submit: Callable[[Arrival], Future[Accepted]], box: Account, **changes: Any
) -> Taking:
    options = {"name": box.name, "clock": utc_now, "most_bytes": MOST_BYTES}
    return Taking(db, submit, **{**options, **changes})


@contextmanager
def visit(box: Account) -> Iterator[MailboxSession]:
    session = open_session(box)
    try:
        session.select()
        yield session
    finally:
        session.close()


def taken(db: Database) -> list[InboxMessage]:
    with db.reading() as session:
        return list(inbox.listed(session))


def round_of(db: Database, box: Account) -> int:
    with inlet(db) as acceptor, visit(box) as session:
        return taking(db, acceptor.submit, box).take(session)


def senders(db: Database) -> list[str]:
    return sorted(message.sender for message in taken(db))


def main(url: str, port: int, after: str, step: str, number: int) -> None:
    """Take in what is there, and die by kill -9 after a step was done so often."""
    box, db = account(port, after), open_database(url)
    with inlet(db) as acceptor, visit(box) as session:
        one = taking(db, acceptor.submit, box)
        left = number

        def done(_step: str) -> None:
            nonlocal left
            if _step == step:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        def after_call(owner: Any, name: str, called: str) -> None:
            call = getattr(owner, name)

            def counted(*arguments: Any, **options: Any) -> Any:
                result = call(*arguments, **options)
                done(called)
                return result

            setattr(owner, name, counted)

        submit = one._submit

        def handing_over(arrival: Arrival) -> Future[Accepted]:
            done("noted")
            return submit(arrival)

        one._submit = handing_over
        after_call(session, "mail", "fetched")
        after_call(one, "_kept", "committed")
        after_call(one, "_put_away", "put_away")
        after_call(one, "_move_on", "placed")
        one.take(session)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
