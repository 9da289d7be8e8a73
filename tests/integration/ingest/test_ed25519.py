"""Signatures by Ed25519 (RFC 8463), alone and beside one by RSA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.origin import read_origin
from ingest.proving import Prover
from ingest.signatures import verify
from store import inbox
from tests.factories import NOW, an_arrival
from tests.senders import (
    ED25519_PUBLIC,
    LETTER,
    PUBLIC_KEY,
    Zone,
    run_here,
    signed,
    signed_by_ed25519,
    zone,
)

if TYPE_CHECKING:
    from store.proof import Proof
    from store.session import Database

REJECT = "v=DMARC1; p=reject"
NEWER = ("newer._domainkey.ministry.example", "TXT")
RECORD = f"v=DKIM1; k=ed25519; p={ED25519_PUBLIC}"
#: the example of RFC 8463, appendix A
EXAMPLE = b"""\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
EXAMPLE_RSA = (
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhd"
    "R6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5Q"
    "jvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
)


def proved(db: Database, raw: bytes, known: Zone) -> Proof:
    with db.begin() as session:
        arrival = an_arrival(raw=raw, sender="office@ministry.example", peer=None)
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        received = inbox.get(session, accepted.id)
    proof = Prover(db=db, run=run_here, clock=lambda: NOW, resolver=known).prove(received, raw)
    assert proof is not None
    return proof


def known_by(record: str = RECORD, *, rsa: str | None = None) -> Zone:
    known = zone(dmarc=REJECT, key=rsa)
    known.records[NEWER] = (record,)
    return known


def test_the_example_of_the_rfc_is_proven_by_both_of_its_signatures() -> None:
    keys = (
        (0, "brisbane._domainkey.football.example.com", RECORD),
        (1, "test._domainkey.football.example.com", EXAMPLE_RSA),
    )

    assert [one.key_name for one in read_origin(EXAMPLE, "").signatures if one] == [
        name for _, name, _ in keys
    ]
    assert verify(EXAMPLE, keys) == ("pass", "pass")


def test_a_mail_signed_by_ed25519_is_proven(database: Database) -> None:
    proof = proved(database, signed_by_ed25519(LETTER), known_by())

    assert [one.result for one in proof.signatures] == ["pass"]
    assert (proof.dmarc, proof.aligned, proof.is_proven) == ("pass", ("dkim",), True)


def test_a_mail_that_was_changed_is_not_proven(database: Database) -> None:
    raw = signed_by_ed25519(LETTER).replace(b"We request support.", b"We request money.")

    proof = proved(database, raw, known_by())

    assert ([one.result for one in proof.signatures], proof.is_proven) == (["fail"], False)


def test_a_mail_signed_by_both_is_proven_by_both(database: Database) -> None:
    proof = proved(database, signed_by_ed25519(signed(LETTER)), known_by(rsa=PUBLIC_KEY))

    assert ([one.result for one in proof.signatures], proof.is_proven) == (["pass", "pass"], True)


@pytest.mark.parametrize(
    ("newer", "rsa", "results"),
    [
        ("v=DKIM1; k=ed25519; p=", PUBLIC_KEY, ["fail", "pass"]),
        (RECORD, None, ["pass", "permerror"]),
    ],
    ids=["RSA", "Ed25519"],
)
def test_a_mail_signed_by_both_is_proven_by_the_one_whose_key_is_there(
    database: Database, newer: str, rsa: str | None, results: list[str]
) -> None:
    proof = proved(database, signed_by_ed25519(signed(LETTER)), known_by(newer, rsa=rsa))

    assert ([one.result for one in proof.signatures], proof.is_proven) == (results, True)


@pytest.mark.parametrize(
    "record",
    [
        f"v=DKIM1; k=rsa; p={PUBLIC_KEY}",
        f"v=DKIM1; p={PUBLIC_KEY}",
        f"v=DKIM1; k=rsa; p={ED25519_PUBLIC}",
        f"v=DKIM1; k=ed25519; p={PUBLIC_KEY}",
        "v=DKIM1; k=ed25519; p=AAAA",
        "v=DKIM1; k=ed25519; p=no base64 at all",
        "v=DKIM1; k=ed25519",
    ],
)
def test_a_key_of_another_kind_or_none_proves_nothing(database: Database, record: str) -> None:
    proof = proved(database, signed_by_ed25519(LETTER), known_by(record))

    assert proof.signatures[0].result in {"fail", "permerror"}
    assert not proof.is_proven


def test_a_key_of_ed25519_proves_no_signature_by_rsa(database: Database) -> None:
    known = zone(dmarc=REJECT, key=f"=; v=DKIM1; k=ed25519; p={ED25519_PUBLIC}")

    assert not proved(database, signed(LETTER), known).is_proven


def test_a_key_on_trial_is_as_none(database: Database) -> None:
    proof = proved(database, signed_by_ed25519(LETTER), known_by(f"{RECORD}; t=y"))

    assert ([one.result for one in proof.signatures], proof.is_proven) == (["neutral"], False)
