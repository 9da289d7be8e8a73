"""Chains of seals that do not hold, are too long, or take too much time: none changes anything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from ingest.errors import GuardError, StoppedError
from ingest.signatures import verify
from store.proof import Checker
from tests.passing_on import BOTH, CHANGED, again, dns, proved
from tests.senders import PUBLIC_KEY, passed_on, run_here

if TYPE_CHECKING:
    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


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
