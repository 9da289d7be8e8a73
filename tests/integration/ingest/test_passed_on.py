"""Mails that a server passed on and sealed (ARC): whose word counts, and that no other's does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import GuardError, StoppedError
from ingest.proving import Prover
from ingest.signatures import verify
from store import inbox, proofs
from store.proof import Checker
from tests.factories import NOW, an_arrival
from tests.senders import PEER, PUBLIC_KEY, Zone, passed_on, run_here, sealers, signed, zone

if TYPE_CHECKING:
    from store.proof import Proof
    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

REJECT = "v=DMARC1; p=reject"
#: as a list or a forwarding rule leaves it: the ministry's own signature fits no more
CHANGED = signed().replace(b"We request", b"[list] We request")
TRUSTED = frozenset({"relay.example"})
BOTH = frozenset({"relay.example", "other.example"})
FAILED = "arc=pass; dmarc=fail header.from=ministry.example"


def dns(*domains: str, **more: Any) -> Zone:
    known = zone(spf="v=spf1 -all", dmarc=REJECT, **more)
    return sealers(known, *(domains or ("relay.example", "other.example", "evil.example")))


def proved(
    db: Database,
    raw: bytes,
    known: Zone | None = None,
    *,
    trusted: frozenset[str] = TRUSTED,
    authserv_id: str = "",
    run: Any = run_here,
) -> Proof:
    with db.begin() as session:
        arrival = an_arrival(raw=raw, sender="office@ministry.example", peer=PEER)
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)
    prover = Prover(
        db=db,
        run=run,
        clock=lambda: NOW,
        resolver=known or dns(),
        trusted_sealers=trusted,
        authserv_id=authserv_id,
    )
    proof = prover.prove(received, raw)
    assert proof is not None
    with db.begin() as session:
        proofs.keep(session, accepted.id, proof, now=NOW)
        assert proofs.of_message(session, accepted.id) == proof
    return proof


def again(raw: bytes, by: str, found: str = "dmarc=fail header.from=ministry.example") -> bytes:
    return passed_on(raw, by=by, found=found, chain="pass")


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"We request", b"We demand"),
        (b"Subject: A letter", b"Subject: Another"),
        (b"From: Ministry <office@", b"From: Ministry <boss@"),
        (b"header.from=ministry.example", b"header.from=Ministry.example"),
        (b"cv=none", b"cv=pass"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=2"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=0"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=99999999999999999999999"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=1; i=1"),
        (b"ARC-Seal: ", b"X-Seal: "),
        (b"ARC-Authentication-Results: ", b"X-Results: "),
        (b"ARC-Message-Signature: i=1;", b"ARC-Message-Signature: i=1 ;"),
        (b"d=relay.example", b"d=other.example"),
        (b"s=arc", b"s=\xff"),
        (b"rsa-sha256", b"rsa-sha1"),
        (b"bh=", b"bh=!"),
        (b"Date: ", b"Not a field\r\nDate: "),
    ],
)
def test_a_chain_that_was_changed_vouches_for_nothing(
    database: Database, old: bytes, new: bytes
) -> None:
    raw = passed_on(CHANGED)
    assert old in raw

    assert proved(database, raw.replace(old, new, 1), trusted=BOTH).forwarder is None


@pytest.mark.parametrize(
    "name", [b"ARC-Seal", b"ARC-Message-Signature", b"ARC-Authentication-Results"]
)
@pytest.mark.parametrize("where", ["on top", "below"])
def test_a_field_that_is_there_twice_vouches_for_nothing(
    database: Database, name: bytes, where: str
) -> None:
    raw = passed_on(CHANGED)
    second = name + b": i=1; relay.example; dmarc=pass header.from=ministry.example\r\n"
    head, body = raw.split(b"\r\n\r\n", 1)
    doubled = second + raw if where == "on top" else head + b"\r\n" + second + b"\r\n" + body

    assert proved(database, doubled).is_disowned


def test_sets_in_another_order_vouch_for_nothing(database: Database) -> None:
    raw = again(passed_on(CHANGED), "relay.example")
    lines = raw.split(b"\r\nARC-")
    turned = b"\r\nARC-".join([lines[0], lines[1], lines[2], *lines[3:][::-1]])

    assert proved(database, turned).is_disowned


def test_a_seal_that_leaves_from_out_vouches_for_nothing(database: Database) -> None:
    raw = passed_on(CHANGED)
    start = raw.index(b"h=from : ")

    bare = raw[:start] + b"h=" + raw[start + len(b"h=from : ") :]

    assert proved(database, bare).is_disowned


def test_a_seal_over_a_part_of_the_body_vouches_for_nothing(database: Database) -> None:
    raw = passed_on(CHANGED).replace(
        b"ARC-Message-Signature: i=1;", b"ARC-Message-Signature: i=1; l=0;"
    )

    assert proved(database, raw).is_disowned


def test_a_seal_by_another_key_vouches_for_nothing(database: Database) -> None:
    known = dns()
    known.records["arc._domainkey.relay.example", "TXT"] = ("v=DKIM1; k=rsa; p=",)

    assert proved(database, passed_on(CHANGED), known).is_disowned


def test_a_key_on_trial_is_as_none(database: Database) -> None:
    known = dns()
    known.records["arc._domainkey.relay.example", "TXT"] = (f"v=DKIM1; t=y; p={PUBLIC_KEY}",)

    assert proved(database, passed_on(CHANGED), known).is_disowned


def test_a_seal_that_says_that_the_chain_is_broken_vouches_for_nothing(database: Database) -> None:
    broken = passed_on(
        passed_on(CHANGED), found="dmarc=pass header.from=ministry.example", chain="fail"
    )

    assert proved(database, broken).is_disowned


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


def test_a_chain_that_takes_too_long_changes_nothing(database: Database) -> None:
    def run(task: Any, *arguments: Any, seconds: float = 60) -> Any:
        if task.__name__ == "vouching":
            raise GuardError("timeout")
        return run_here(task, *arguments, seconds=seconds)

    proof = proved(database, passed_on(CHANGED), run=run)

    assert (proof.by, proof.dmarc, proof.is_disowned) == (Checker.OWN, "fail", True)


def test_the_end_of_the_program_is_no_answer(database: Database) -> None:
    def run(task: Any, *arguments: Any, seconds: float = 60) -> Any:
        if task.__name__ == "vouching":
            raise StoppedError
        return run_here(task, *arguments, seconds=seconds)

    with pytest.raises(StoppedError):
        proved(database, passed_on(CHANGED), run=run)


def test_fifty_servers_that_passed_on_a_large_mail_are_checked_within_seconds(
    database: Database,
) -> None:
    raw = passed_on(CHANGED.rstrip() + b"\r\n" + b"a line of a file\r\n" * 6_000)
    for _ in range(49):
        raw = again(raw, "relay.example")

    begun = time.monotonic()
    proof = proved(database, raw)
    seconds = time.monotonic() - begun

    assert proof.forwarder == "relay.example"
    assert seconds < 5
    assert verify(raw, ()) == ()


def test_fifty_one_servers_are_too_many(database: Database) -> None:
    raw = passed_on(CHANGED)
    for _ in range(49):
        raw = again(raw, "relay.example")
    longer = b"".join(
        field + raw.split(field, 1)[1].split(b"\r\nARC-", 1)[0].replace(b"i=50", b"i=51") + b"\r\n"
        for field in (b"ARC-Seal:", b"ARC-Message-Signature:", b"ARC-Authentication-Results:")
    )

    assert proved(database, longer + raw).is_disowned
