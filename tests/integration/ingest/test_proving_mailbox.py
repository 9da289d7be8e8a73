"""SPF of mail out of a mailbox: by what the server wrote that is named, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.proving import Prover
from store import inbox
from tests.factories import NOW, an_arrival
from tests.senders import LETTER, run_here, zone

if TYPE_CHECKING:
    from store.proof import Proof
    from store.session import Database

#: as the mailbox's own server writes on top of a mail
PATH = b"Return-Path: <office@ministry.example>\r\nDelivered-To: requests@office.example\r\n"
TOP = (
    b"Received: from out.ministry.example (out.ministry.example [9.9.9.9])\r\n"
    b"\tby mx.office.example (Postfix) with ESMTPS id 4F1; Mon, 02 Mar 2026 10:00:00 +0000\r\n"
)


def of_mailbox(db: Database, raw: bytes, server: str = "mx.office.example") -> Proof:
    known = zone(spf="v=spf1 ip4:9.9.9.9 -all")
    prover = Prover(db=db, run=run_here, clock=lambda: NOW, resolver=known, authserv_id=server)
    arrival = an_arrival(raw=raw, sender="office@ministry.example", peer=None, helo=None)
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)
    proof = prover.prove(received, raw)
    assert proof is not None
    return proof


def test_what_came_out_of_a_mailbox_is_proven_by_the_client_that_its_server_names(
    database: Database,
) -> None:
    proof = of_mailbox(database, PATH + TOP + LETTER)

    assert (proof.spf, proof.spf_domain, proof.aligned) == ("pass", "ministry.example", ("spf",))


@pytest.mark.parametrize(
    ("raw", "server"),
    [
        (PATH + TOP + LETTER, ""),
        (PATH + TOP + LETTER, "mx.elsewhere.example"),
        (PATH + TOP.replace(b"office", b"strange") + TOP + LETTER, "mx.office.example"),
        (TOP + LETTER, "mx.office.example"),
        (TOP + PATH + LETTER, "mx.office.example"),
    ],
    ids=["no server named", "another", "below another", "no envelope", "envelope of the sender"],
)
def test_of_a_mailbox_nothing_counts_but_what_its_named_server_wrote_on_top(
    database: Database, raw: bytes, server: str
) -> None:
    proof = of_mailbox(database, raw, server)

    assert (proof.spf, proof.is_proven) == ("", False)


def test_of_a_mailbox_a_client_that_may_not_send_for_the_domain_fails(database: Database) -> None:
    proof = of_mailbox(database, PATH + TOP.replace(b"[9.9.9.9]", b"[9.9.9.10]") + LETTER)

    assert (proof.spf, proof.is_proven) == ("fail", False)
