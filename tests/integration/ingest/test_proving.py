"""Proving where mails come from: signed mails, forged ones, and a DNS of a few names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ingest.answers import OutboxPolicy
from ingest.errors import GuardError
from ingest.processing import Processor
from ingest.proving import Prover
from store import drafts, inbox, proofs
from store.model import MessageStatus
from store.proof import Checker
from tests.factories import NOW, an_arrival
from tests.hands import FakeHands
from tests.senders import LETTER, PEER, PUBLIC_KEY, Zone, run_here, signed, zone

if TYPE_CHECKING:
    from store.proof import Proof
    from store.session import Database

POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
REJECT = "v=DMARC1; p=reject"


def proved(
    db: Database, raw: bytes, known: Zone | None, *, authserv_id: str = "", **envelope: Any
) -> Proof:
    given = {"sender": "office@ministry.example", "peer": PEER} | envelope
    prover = Prover(db=db, run=run_here, clock=lambda: NOW, resolver=known, authserv_id=authserv_id)
    with db.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival(raw=raw, **given)], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)
    proof = prover.prove(received, raw)
    assert proof is not None
    return proof


def results(proof: Proof) -> list[str]:
    return [one.result for one in proof.signatures]


def test_a_signature_of_from_proves_it(database: Database) -> None:
    proof = proved(database, signed(), zone(dmarc=REJECT))

    assert (proof.by, proof.domain) == (Checker.OWN, "ministry.example")
    assert (results(proof), proof.dmarc, proof.policy) == (["pass"], "pass", "reject")
    assert (proof.aligned, proof.is_proven) == (("dkim",), True)


def test_a_proof_needs_no_policy(database: Database) -> None:
    proof = proved(database, signed(), zone())

    assert (proof.dmarc, proof.is_proven) == ("none", True)


def test_the_envelope_proves_it_too(database: Database) -> None:
    proof = proved(database, LETTER, zone(spf="v=spf1 ip4:9.9.9.9 -all", dmarc=REJECT))

    assert (proof.spf, proof.aligned, proof.dmarc) == ("pass", ("spf",), "pass")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"We request support.", b"We request money."),
        (b"Subject: A letter", b"Subject: Another"),
        (b"office@ministry.example", b"boss@ministry.example"),
    ],
)
def test_a_mail_that_was_changed_is_not_proven(database: Database, old: bytes, new: bytes) -> None:
    proof = proved(database, signed().replace(old, new), zone(spf="v=spf1 -all", dmarc=REJECT))

    assert (results(proof), proof.is_proven, proof.is_disowned) == (["fail"], False, True)


def test_a_signature_of_somebody_else_proves_nothing(database: Database) -> None:
    known = zone(spf="v=spf1 -all", dmarc=REJECT)
    known.records["mail._domainkey.mailer.example", "TXT"] = (f"v=DKIM1; p={PUBLIC_KEY}",)

    proof = proved(database, signed(domain="mailer.example"), known)

    assert (results(proof), proof.dmarc, proof.is_proven) == (["pass"], "fail", False)


def test_a_key_that_is_not_there_is_no_proof(database: Database) -> None:
    proof = proved(database, signed(), zone(key=None))

    assert (results(proof), proof.is_proven) == (["permerror"], False)


def test_a_key_on_trial_is_as_none(database: Database) -> None:
    proof = proved(database, signed(), zone(key=f"v=DKIM1;=; t=y; p={PUBLIC_KEY}"))

    assert (results(proof), proof.is_proven) == (["neutral"], False)


def test_a_signature_of_a_part_of_the_body_is_no_proof(database: Database) -> None:
    proof = proved(database, signed(length=True), zone())

    assert (results(proof), proof.is_proven) == (["policy"], False)


def test_two_authors_are_proven_by_none(database: Database) -> None:
    two = LETTER.replace(b"From: ", b"From: boss@other.example, ")

    proof = proved(database, signed(two), zone(dmarc=REJECT))

    assert (proof.domain, proof.is_proven) == (None, False)


def test_a_second_from_on_top_is_proven_by_none(database: Database) -> None:
    forged = b"From: President <boss@other.example>\r\n" + signed()

    assert not proved(database, forged, zone(dmarc=REJECT)).is_proven


def test_where_the_server_is_ours_the_envelope_tells_nothing(database: Database) -> None:
    known = zone(spf="v=spf1 -all", dmarc=REJECT)

    proof = proved(database, LETTER, known, peer="127.0.0.1")

    assert (proof.spf, proof.dmarc, proof.is_disowned) == ("", "temperror", False)


def test_behind_our_server_the_client_that_it_names_is_checked(database: Database) -> None:
    known = zone(spf="v=spf1 ip4:9.9.9.9 -all", dmarc=REJECT)
    trace = (
        b"Received: from mx.ministry.example (mail.ministry.example [9.9.9.9])\r\n"
        b"\tby in.ours.example (Postfix) with ESMTPS id 4F1; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
    )

    proof = proved(database, trace + LETTER, known, peer="127.0.0.1")

    assert (proof.spf, proof.aligned) == ("pass", ("spf",))


def test_without_dns_nothing_is_checked(database: Database) -> None:
    proof = proved(database, signed(), Zone(dead=True))

    assert (proof.by, proof.why_not, proof.domain) == (
        Checker.NOBODY, "no_dns", "ministry.example",
    )  # fmt: skip


def test_a_domain_whose_key_cannot_be_had_now_is_not_called_forged(database: Database) -> None:
    known = zone(spf="v=spf1 -all", dmarc=REJECT, silent=("_domainkey.ministry.example",))

    proof = proved(database, signed(), known)

    assert (results(proof), proof.dmarc, proof.is_disowned) == (["temperror"], "temperror", False)


def test_where_dns_is_off_nobody_is_asked(database: Database) -> None:
    assert proved(database, signed(), None).why_not == "off"


def test_answers_are_kept_for_the_next_mail(database: Database) -> None:
    known = zone(spf="v=spf1 ip4:9.9.9.9 -all", dmarc=REJECT)
    proved(database, signed(), known)
    before = known.asked.total()

    second = proved(database, signed(LETTER.replace(b"<1@", b"<2@")), known)

    assert second.is_proven
    assert known.asked.total() == before


def test_answers_are_asked_for_again_when_they_ended(database: Database) -> None:
    known = zone(dmarc=REJECT)
    proved(database, signed(), known)
    before = known.asked.total()
    prover = Prover(
        db=database, run=run_here, clock=lambda: NOW + timedelta(hours=2), resolver=known
    )
    with database.reading() as session:
        received = next(iter(inbox.listed(session)))

    prover.prove(received, signed())

    assert known.asked.total() == before * 2


def test_our_servers_word_takes_the_place_of_our_own_check(database: Database) -> None:
    known = zone()
    server = (
        b"Authentication-Results: mx.office.example; dmarc=pass header.from=ministry.example\r\n"
        b"Received: from a by mx.office.example; Mon, 02 Mar 2026 10:00:00 +0000\r\n"
    )

    proof = proved(database, server + LETTER, known, authserv_id="mx.office.example")

    assert (proof.by, proof.is_proven, known.asked.total()) == (Checker.SERVER, True, 0)


def test_a_forged_word_of_our_server_leaves_us_to_check(database: Database) -> None:
    forged = (
        b"Received: from a by mx.office.example; Mon, 02 Mar 2026 10:00:00 +0000\r\n"
        b"Authentication-Results: mx.office.example; dmarc=pass header.from=ministry.example\r\n"
    )

    proof = proved(
        database,
        forged + LETTER,
        zone(spf="v=spf1 -all", dmarc=REJECT),
        authserv_id="mx.office.example",
    )

    assert (proof.by, proof.is_proven, proof.is_disowned) == (Checker.OWN, False, True)


def test_what_came_by_chat_has_no_origin(database: Database) -> None:
    prover = Prover(db=database, run=run_here, clock=lambda: NOW, resolver=zone())
    with database.begin() as session:
        arrival = an_arrival(channel="chat", sender="telegram:11")
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)

    assert prover.prove(received, b"{}") is None


def test_trouble_of_our_own_is_a_proof_of_nothing(database: Database) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise GuardError("crashed")

    with database.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival()], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)

    proof = Prover(db=database, run=broken, clock=lambda: NOW, resolver=zone()).prove(received, b"")

    assert proof is not None
    assert (proof.by, proof.why_not) == (Checker.NOBODY, "unreadable")


def test_a_mail_is_saved_with_its_proof(database: Database) -> None:
    prover = Prover(db=database, run=run_here, clock=lambda: NOW, resolver=zone(dmarc=REJECT))
    processor = Processor(
        db=database, hands=FakeHands(), policy=POLICY, clock=lambda: NOW, prove=prover.prove
    )
    arrival = an_arrival(raw=signed(), sender="office@ministry.example", peer=PEER)
    with database.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)

    processor.process(accepted.id, 1)

    with database.reading() as session:
        kept = proofs.of_message(session, accepted.id)
        [draft] = drafts.of_message(session, accepted.id)
    assert kept is not None
    assert (kept.dmarc, kept.is_proven, draft.status) == ("pass", True, "draft")


def test_a_mail_that_proves_nothing_is_read_all_the_same(database: Database) -> None:
    prover = Prover(db=database, run=run_here, clock=lambda: NOW, resolver=Zone(dead=True))
    processor = Processor(
        db=database, hands=FakeHands(), policy=POLICY, clock=lambda: NOW, prove=prover.prove
    )
    with database.begin() as session:
        [accepted] = inbox.accept(session, [an_arrival(raw=signed())], now=NOW, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)

    processor.process(accepted.id, 1)

    with database.reading() as session:
        kept = proofs.of_message(session, accepted.id)
        assert inbox.get(session, accepted.id).status == MessageStatus.DONE
    assert kept is not None
    assert kept.why_not == "no_dns"
