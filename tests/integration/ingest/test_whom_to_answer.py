"""Automatic answers go to who transmits a mail, over a real door, whatever addresses it holds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ingest.accept import Acceptor
from ingest.answers import OutboxPolicy
from ingest.keeping import Keeper
from ingest.processing import Processor
from store import inbox, outbox
from store.model import OutboxKind
from tests.doors import client, now, open_door
from tests.factories import NOW, an_arrival
from tests.hands import FakeHands

if TYPE_CHECKING:
    from store.session import Database

POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
HEAD = "From: Lea <lea@office.example>\r\nTo: requests@localhost\r\nSubject: FW: Letter\r\n"
BODY = "We request support, write to the minister <minister@state.example>.\r\n"
FORWARDED = (
    "Please see below.\r\n\r\n---------- Forwarded message ---------\r\n"
    "From: The Minister <minister@state.example>\r\nDate: Tue, 3 Mar 2026 10:21\r\n"
    "Subject: Letter\r\nTo: <lea@office.example>\r\n\r\nWe request support.\r\n"
)
NESTED = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: minister@state.example\r\n"
    "Reply-To: cabinet@state.example\r\nSubject: Letter\r\n\r\nWe request support.\r\n--b--\r\n"
)


def answered(database: Database) -> list[str]:
    with database.reading() as session:
        rows = [row for row in outbox.listed(session) if row.kind == OutboxKind.ACKNOWLEDGEMENT]
    return [row.target for row in rows]


def sent_and_read(database: Database, *mails: str) -> list[str]:
    """Where answers go after these mails came over SMTP and were read."""
    acceptor = Acceptor(Keeper(database, lambda *_: None, clock=now, zone=ZoneInfo("UTC")))
    with open_door(acceptor.submit) as (door, _), client(door) as smtp:
        for mail in mails:
            smtp.sendmail("lea@office.example", ["requests@localhost"], mail.encode())
    acceptor.close()
    processor = Processor(db=database, hands=FakeHands(), policy=POLICY, clock=lambda: NOW)
    with database.reading() as session:
        ids = [message.id for message in inbox.listed(session)]
    for message_id in ids:
        with database.begin() as session:
            inbox.begin_attempt(session, message_id, 1, now=NOW)
        processor.process(message_id, 1)
    return answered(database)


@pytest.mark.parametrize(
    "mail",
    [
        f"{HEAD}\r\n{BODY}",
        f"{HEAD}Cc: minister@state.example\r\n\r\n{BODY}",
        f"{HEAD}Reply-To: minister@state.example\r\n\r\n{BODY}",
        f"{HEAD}\r\n{FORWARDED}",
        f"{HEAD}{NESTED}",
    ],
    ids=["body", "cc", "reply-to", "forwarded", "attached-mail"],
)
def test_who_transmits_a_mail_is_answered_and_nobody_else(database: Database, mail: str) -> None:
    assert sent_and_read(database, mail) == ["lea@office.example"]


def test_a_fourth_mail_of_a_day_is_not_answered_wherever_it_asks_for_answers(
    database: Database,
) -> None:
    mails = [f"{HEAD}Reply-To: r{n}@state.example\r\n\r\n{BODY} {n}" for n in range(5)]

    assert sent_and_read(database, *mails) == ["lea@office.example"] * 3


def test_workers_that_read_mails_of_one_address_at_once_answer_three(database: Database) -> None:
    raws = [f"{HEAD}\r\n{BODY} {number}".encode() for number in range(8)]
    arrivals = [an_arrival(raw=raw, sender="lea@office.example") for raw in raws]
    with database.begin() as session:
        accepted = inbox.accept(session, arrivals, now=NOW, year=2026)
        for one in accepted:
            inbox.begin_attempt(session, one.id, 1, now=NOW)
    processor = Processor(db=database, hands=FakeHands(), policy=POLICY, clock=lambda: NOW)
    ready = threading.Barrier(len(accepted))

    def work(message_id: str) -> None:
        ready.wait(20)
        processor.process(message_id, 1)

    workers = [threading.Thread(target=work, args=(one.id,)) for one in accepted]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(answered(database)) == 3
