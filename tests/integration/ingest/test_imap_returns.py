"""Delivery reports out of the mailbox of a real server: a signed address tells whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.return_path import KEY, return_path
from store import inbox, keys, outbox
from store.model import OutboxStatus
from tests.factories import NOW, an_arrival
from tests.mailbox_room import account, round_of
from tests.reports import OURS, standard
from tests.threads import Desk

if TYPE_CHECKING:
    from store.session import Database
    from tests.dovecot import MailServer

LETTER = b"From: Ministry <ministry@example.org>\r\nSubject: Letter\r\n\r\nWe request support.\r\n"
#: a report that names nothing of the mail
REPORT = standard(returned="")


def answered(desk: Desk) -> int:
    """Number of the acknowledgement of a letter, which has left."""
    desk.process(an_arrival(raw=LETTER))
    with desk.db.begin() as session:
        for row in outbox.claim(session, now=NOW):
            ref = "71" if row.target.startswith(outbox.CHAT) else OURS
            outbox.sent(session, row.id, provider_ref=ref, now=NOW)
    return next(row.id for row in desk.rows() if row.target == "ministry@example.org")


def path(desk: Desk, number: int) -> str:
    with desk.db.begin() as session:
        return return_path(keys.key(session, KEY), "requests@acsg.example", number)


def fetched(desk: Desk, server: MailServer, mail: bytes) -> None:
    """Let a mail lie in the mailbox, be taken in and read."""
    server.put(mail)
    round_of(desk.db, account(server.port))
    with desk.db.reading() as session:
        message_id = list(inbox.listed(session))[-1].id
    with desk.db.begin() as session:
        inbox.begin_attempt(session, message_id, 1, now=NOW)
    desk.processor().process(message_id, 1)


def status(desk: Desk, number: int) -> OutboxStatus:
    return next(row.status for row in desk.rows() if row.id == number)


@pytest.mark.parametrize("name", ["Delivered-To", "X-Original-To", "Envelope-To", "To"])
def test_a_report_in_the_mailbox_marks_our_mail_by_the_signed_address_alone(
    database: Database, server: MailServer, name: str
) -> None:
    desk = Desk(database)
    number = answered(desk)
    head = f"Return-Path: <>\r\n{name}: <{path(desk, number)}>\r\n".encode()

    fetched(desk, server, head + REPORT.replace(b"To: requests@acsg.example\r\n", b"", 1))

    assert status(desk, number) is OutboxStatus.BOUNCED


def test_a_made_up_address_in_the_mailbox_marks_nothing(
    database: Database, server: MailServer
) -> None:
    desk = Desk(database)
    number = answered(desk)
    forged = f"Delivered-To: requests+b-{number}-{'a' * 16}@acsg.example\r\n".encode()

    fetched(desk, server, b"Return-Path: <>\r\n" + forged + REPORT)

    assert status(desk, number) is OutboxStatus.SENT
