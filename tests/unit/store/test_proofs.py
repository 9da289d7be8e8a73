"""What was proven of a message, and what DNS answered: kept and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import dns_answers, inbox, proofs
from store.proof import Checker, Proof, SignatureProof, not_checked
from tests.factories import NOW, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.session import Database

PROOF = Proof(
    by=Checker.OWN,
    domain="ministry.example",
    spf="softfail",
    spf_domain="bounces.ministry.example",
    signatures=(SignatureProof(domain="ministry.example", result="pass"),),
    dmarc="pass",
    policy="reject",
    aligned=("dkim",),
)
HOUR = timedelta(hours=1)


def a_message(session: Session) -> str:
    return inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id


def test_a_proof_comes_back_as_it_was_kept(database: Database) -> None:
    with database.begin() as session:
        message = a_message(session)
        proofs.keep(session, message, PROOF, now=NOW)

    with database.reading() as session:
        assert proofs.of_message(session, message) == PROOF


def test_who_vouches_for_it_is_kept(database: Database) -> None:
    passed_on = replace(PROOF, dmarc="fail", aligned=(), forwarder="relay.example")
    with database.begin() as session:
        message = a_message(session)
        proofs.keep(session, message, passed_on, now=NOW)

        assert proofs.of_message(session, message) == passed_on
    assert not passed_on.is_disowned


def test_a_later_proof_takes_the_place_of_an_earlier_one(database: Database) -> None:
    with database.begin() as session:
        message = a_message(session)
        proofs.keep(session, message, not_checked("no_dns"), now=NOW)
        proofs.keep(session, message, PROOF, now=NOW + HOUR)

        assert proofs.of_message(session, message) == PROOF


def test_a_message_without_a_proof_has_none(database: Database) -> None:
    with database.begin() as session:
        assert proofs.of_message(session, a_message(session)) is None


@pytest.mark.parametrize(
    ("proof", "proven", "disowned"),
    [
        (PROOF, True, False),
        (Proof(by=Checker.OWN, domain="a.example", dmarc="fail", policy="reject"), False, True),
        (Proof(by=Checker.OWN, domain="a.example", dmarc="fail", policy="quarantine"), False, True),
        (Proof(by=Checker.OWN, domain="a.example", dmarc="fail", policy="none"), False, False),
        (Proof(by=Checker.OWN, domain="a.example", spf="pass"), False, False),
        (Proof(by=Checker.OWN, domain=None, aligned=("spf",)), False, False),
        (not_checked("off"), False, False),
    ],
)
def test_only_an_aligned_pass_proves(proof: Proof, proven: bool, disowned: bool) -> None:  # noqa: FBT001 - columns of a table
    assert (proof.is_proven, proof.is_disowned) == (proven, disowned)


def test_an_answer_of_dns_holds_until_its_end(database: Database) -> None:
    with database.begin() as session:
        dns_answers.keep(session, {("a.example", "TXT"): (("x",), NOW + HOUR)}, now=NOW)

        early = dns_answers.get(session, "a.example", "TXT", now=NOW + HOUR / 2)
        late = dns_answers.get(session, "a.example", "TXT", now=NOW + HOUR)
    assert (early, late) == (("x",), None)


def test_that_there_is_no_record_is_an_answer_too(database: Database) -> None:
    with database.begin() as session:
        dns_answers.keep(session, {("a.example", "TXT"): ((), NOW + HOUR)}, now=NOW)

        assert dns_answers.get(session, "a.example", "TXT", now=NOW) == ()
        assert dns_answers.get(session, "a.example", "MX", now=NOW) is None


def test_a_newer_answer_takes_the_place_of_an_older_one(database: Database) -> None:
    with database.begin() as session:
        for record in ("old", "new"):
            dns_answers.keep(session, {("a.example", "TXT"): ((record,), NOW + HOUR)}, now=NOW)

        assert dns_answers.get(session, "a.example", "TXT", now=NOW) == ("new",)


def test_no_more_answers_are_kept_than_so_many(database: Database) -> None:
    answers = {(f"{n}.example", "TXT"): (("x",), NOW + HOUR * n) for n in range(1, 8)}
    with database.begin() as session:
        dns_answers.keep(session, answers, now=NOW)
        dns_answers.tidy(session, now=NOW + HOUR, most=3)

        left = [
            n
            for n in range(1, 8)
            if dns_answers.get(session, f"{n}.example", "TXT", now=NOW) is not None
        ]
    assert left == [5, 6, 7]
