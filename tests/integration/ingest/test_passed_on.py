"""Mails that a server passed on and sealed (ARC): whose word counts, and that no other's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.proof import Checker
from tests.passing_on import BOTH, CHANGED, again, dns, proved
from tests.senders import passed_on, signed

if TYPE_CHECKING:
    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_a_trusted_server_that_passed_it_on_vouches_for_it(database: Database) -> None:
    proof = proved(database, passed_on(CHANGED))

    assert (proof.dmarc, proof.policy, proof.forwarder) == ("fail", "reject", "relay.example")
    assert (proof.is_disowned, proof.is_proven) == (False, False)


@pytest.mark.parametrize("trusted", [frozenset[str](), frozenset({"relay.example.org", "example"})])
def test_who_is_not_trusted_vouches_for_nothing(
    database: Database, trusted: frozenset[str]
) -> None:
    known = dns()

    proof = proved(database, passed_on(CHANGED), known, trusted=trusted)

    assert (proof.forwarder, proof.is_disowned) == (None, True)
    assert not known.asked["arc._domainkey.relay.example"]


@pytest.mark.parametrize(
    "found",
    [
        "dkim=pass header.d=ministry.example",
        "spf=pass smtp.mailfrom=office@ministry.example",
        (
            "spf=pass (sender ip is 9.9.9.9) smtp.rcpttodomain=a.example"
            " smtp.mailfrom=ministry.example;"
            " dmarc=pass (p=reject sp=reject pct=100) action=none header.from=ministry.example;"
            " dkim=pass (signature was verified) header.d=ministry.example"
        ),
        (
            "dkim=pass header.i=@ministry.example header.s=a header.b=abc;"
            " spf=pass (relay.example: domain of a@ministry.example designates 9.9.9.9 as"
            " permitted sender) smtp.mailfrom=a@ministry.example;"
            " dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=ministry.example"
        ),
    ],
    ids=["DKIM", "SPF", "as one large server writes", "as another writes"],
)
def test_what_it_found_may_be_said_in_several_ways(database: Database, found: str) -> None:
    assert proved(database, passed_on(CHANGED, found=found)).forwarder == "relay.example"


@pytest.mark.parametrize(
    "found",
    [
        "dmarc=fail header.from=ministry.example",
        "dmarc=fail header.from=ministry.example; spf=pass smtp.mailfrom=a@ministry.example",
        "dmarc=pass header.from=other.example",
        "dkim=pass header.d=mailer.example",
        "spf=pass smtp.mailfrom=a@mailer.example",
        "dkim=fail header.d=ministry.example",
        "auth=pass smtp.auth=a@ministry.example",
    ],
)
def test_a_server_that_saw_no_proof_of_that_domain_vouches_for_nothing(
    database: Database, found: str
) -> None:
    assert proved(database, passed_on(CHANGED, found=found)).is_disowned


def test_through_two_trusted_servers_the_one_that_saw_it_first_vouches(database: Database) -> None:
    raw = again(passed_on(CHANGED).replace(b"[list]", b"[list of lists]"), "other.example")

    proof = proved(database, raw, trusted=BOTH)

    assert (proof.forwarder, proof.is_disowned) == ("relay.example", False)


def test_what_a_stranger_had_in_hands_in_between_is_not_vouched_for(database: Database) -> None:
    first = passed_on(CHANGED)
    changed = again(first.replace(b"We request support", b"We request money"), "evil.example")

    proof = proved(database, again(changed, "other.example"), trusted=BOTH)

    assert (proof.forwarder, proof.is_disowned) == (None, True)


def test_a_stranger_before_the_trusted_server_is_no_matter(database: Database) -> None:
    first = passed_on(CHANGED, by="evil.example")

    proof = proved(
        database, again(first, "relay.example", "dmarc=pass header.from=ministry.example")
    )

    assert proof.forwarder == "relay.example"


def test_a_newest_seal_of_a_stranger_takes_the_word_of_the_trusted_one(database: Database) -> None:
    raw = again(passed_on(CHANGED), "evil.example", "dmarc=pass header.from=ministry.example")

    assert proved(database, raw).is_disowned


def test_where_dns_lacks_a_seals_key_it_is_asked_again(database: Database) -> None:
    known = dns(silent=("arc._domainkey.relay.example",))

    proof = proved(database, passed_on(CHANGED), known)

    assert (proof.is_disowned, proof.is_open) == (True, True)


def test_what_is_proven_needs_nobody_to_vouch(database: Database) -> None:
    known = dns()

    proof = proved(database, passed_on(signed()), known)

    assert (proof.is_proven, proof.forwarder) == (True, None)
    assert not known.asked["arc._domainkey.relay.example"]


def test_where_our_own_server_says_that_it_fails_a_trusted_one_may_vouch(
    database: Database,
) -> None:
    server = (
        b"Authentication-Results: mx.office.example;"
        b" dmarc=fail (p=reject) header.from=ministry.example\r\n"
        b"Received: from a by mx.office.example; Mon, 02 Mar 2026 10:00:00 +0000\r\n"
    )

    proof = proved(database, server + passed_on(CHANGED), authserv_id="mx.office.example")
    alone = proved(database, server + CHANGED, authserv_id="mx.office.example")

    assert (proof.by, proof.forwarder, proof.is_disowned) == (
        Checker.SERVER, "relay.example", False,
    )  # fmt: skip
    assert (alone.forwarder, alone.is_disowned) == (None, True)
