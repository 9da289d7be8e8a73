"""Odd mails through the whole intake: the door, the store, two workers at once, the guard."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ingest.accept import Acceptor
from ingest.guard import Guard, Limits
from ingest.identity import identity
from ingest.inbound import Channel
from ingest.keeping import Keeper
from ingest.pipeline import Source, read_message
from store import batches, drafts, inbox, outbox
from store.model import Arrival, MessageStatus, OutboxKind
from tests.doors import LETTER, Promises, answer, client, now, open_door, raw_client
from tests.engine_room import until
from tests.hands import FakeHands
from tests.odd_mails.changes import TRACES, damaged
from tests.odd_mails.corpus import ODD_MAILS
from tests.second_worker import worker

if TYPE_CHECKING:
    import smtplib
    import socket
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from ingest.workflows import Enqueuer
    from store.session import Database

pytestmark = pytest.mark.timeout(240)

ZURICH = ZoneInfo("Europe/Zurich")
SENDER = "awa@ministry.example"
MAILS = [one.raw for one in ODD_MAILS.values()]
LETTER_HASH = hashlib.sha256(LETTER).hexdigest()
SMALL = [raw for raw in MAILS if len(raw) < 50_000]


@pytest.fixture
def acceptor(database: Database) -> Iterator[Acceptor]:
    acceptor = Acceptor(Keeper(database, lambda *_: None, clock=now, zone=ZURICH))
    yield acceptor
    acceptor.close()


def on_the_wire(raw: bytes) -> tuple[bytes, bytes]:
    """What is to be stored, and what is to be sent for it (RFC 5321, 4.5.2)."""
    whole = raw if raw.endswith(b"\r\n") or not raw else raw + b"\r\n"
    stuffed = whole.replace(b"\r\n.", b"\r\n..")
    return whole, (b"." if whole.startswith(b".") else b"") + stuffed + b".\r\n"


def send(peer: socket.socket, raw: bytes) -> str:
    """Send one mail on an open connection; the answer to its data."""
    for line in (b"MAIL FROM:<%b>" % SENDER.encode(), b"RCPT TO:<offers@localhost>", b"DATA"):
        peer.sendall(line + b"\r\n")
        answer(peer)
    peer.sendall(on_the_wire(raw)[1])
    return answer(peer)


def send_letter(smtp: smtplib.SMTP, number: int) -> str:
    """Send an ordinary letter; its hash."""
    letter = LETTER + f"{number}\r\n".encode()
    smtp.sendmail("a@example.org", ["requests@localhost"], letter)
    return hashlib.sha256(letter).hexdigest()


def test_every_odd_mail_is_answered_250_and_kept_and_hurts_no_other(
    database: Database, acceptor: Acceptor
) -> None:
    with open_door(acceptor.submit) as (door, _), raw_client(door) as peer, client(door) as smtp:
        peer.sendall(LETTER + b".\r\n")
        answer(peer)
        answers, letters = set(), []
        for number, raw in enumerate(MAILS):
            answers.add(send(peer, raw)[:3])
            if not number % 10:
                letters.append(send_letter(smtp, number))

    with database.reading() as session:
        kept = Counter(message.sha256 for message in inbox.listed(session))
    sent = [hashlib.sha256(on_the_wire(raw)[0]).hexdigest() for raw in MAILS]
    assert answers == {"250"}
    assert kept == Counter({LETTER_HASH: 1, **dict.fromkeys([*sent, *letters], 1)})


def test_odd_mails_that_come_again_with_other_traces_are_kept_once(
    database: Database, acceptor: Acceptor
) -> None:
    odd = [raw for raw in SMALL if raw[:1] not in {b" ", b"\t", b""}]
    with open_door(acceptor.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER + b".\r\n")
        answer(peer)
        for number, raw in enumerate(odd[::4]):
            send(peer, raw)
            send(peer, b"".join(TRACES[number % 5 :]) + raw)

    with database.reading() as session:
        assert sum(1 for _ in inbox.listed(session)) == 1 + len(odd[::4])


def test_a_damaged_mail_is_taken_as_it_is_and_so_is_the_next() -> None:
    promises = Promises()
    with open_door(promises.submit) as (door, _), raw_client(door) as peer:
        peer.sendall(LETTER + b".\r\n")
        answer(peer)

        @settings(
            max_examples=150,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(st.one_of(damaged(SMALL), st.binary(max_size=500)))
        def each(raw: bytes) -> None:
            assert send(peer, raw).startswith("250")
            assert promises.arrivals[-1].raw == on_the_wire(raw)[0]

        each()


def executors(session: Session) -> set[str]:
    """Who did the work, as the engine's own table says."""
    schema = "" if session.get_bind().dialect.name == "sqlite" else "dbos."
    return set(session.scalars(text(f"SELECT executor_id FROM {schema}workflow_status")))


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_two_workers_on_one_store_read_each_odd_mail_once(
    database: Database, enqueuer: Enqueuer, step: int
) -> None:
    mails = SMALL[::step]
    arrivals = [
        Arrival(
            channel="email",
            raw=raw,
            identity=identity(SENDER, raw),
            sender=SENDER,
            recipients=("requests@localhost",),
            peer="192.0.2.1",
        )
        for raw in mails
    ]
    with database.begin() as session:
        taken = inbox.accept(session, arrivals, now=now(), year=2026)
        enqueuer.enqueue_all(session, taken)

    def is_done() -> bool:
        with database.reading() as session:
            return all(one.status is MessageStatus.DONE for one in inbox.listed(session))

    with worker(database.url, "first"), worker(database.url, "second"):
        until(is_done, seconds=200)

    with database.reading() as session:
        messages = list(inbox.listed(session))
        told = Counter(
            row.payload.get("message") or row.payload["draft"]
            for row in outbox.listed(session)
            if row.kind in {OutboxKind.CARD, OutboxKind.NOTE}
        )
        told.update(one.draft_id for one in batches.listed(session))
        numbers = {draft.id for draft in drafts.listed(session)}
        worked = executors(session)
    assert worked == {"first", "second"}
    assert len(messages) == len(mails)
    assert {one.attempts for one in messages} <= {0, 1}
    assert max(Counter(ref for one in messages for ref in one.drafts).values()) == 1
    assert set(told.values()) == {1}
    assert numbers <= set(told)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(parse_seconds=0.3, document_workers=1), "timeout"),
        (Limits(memory_bytes=300_000_000, document_workers=1), "too_large"),
    ],
    ids=["time", "memory"],
)
def test_a_mail_beyond_the_limits_is_kept_with_a_problem_and_the_next_is_read(
    limits: Limits, code: str, tmp_path: Path
) -> None:
    part = b"--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\n" + b"word\r\n" * 2_000
    monster = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part * 2_500
    source = Source(channel=Channel.EMAIL, envelope_sender=SENDER)
    hands = FakeHands()
    guard = Guard(limits, scratch=tmp_path)
    hands.parse = guard.parse  # type: ignore[method-assign] # the real one, all else as it was
    guard.parse(LETTER, envelope_sender=SENDER)  # its process is there from now on

    begun = time.monotonic()
    outcome = read_message(monster, source, hands)
    took = time.monotonic() - begun
    following = read_message(LETTER, source, hands)
    guard.close()

    assert [one.code for one in outcome.problems] == [code]
    assert outcome.message.sha256 == hashlib.sha256(monster).hexdigest()
    assert took < 30
    assert following.message.subject == "Letter"
    assert not following.problems
