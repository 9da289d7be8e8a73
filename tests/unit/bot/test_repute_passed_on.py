"""The line about a sender whose mail was passed on by a server that vouches for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.repute import Claim, Repute, repute_of
from store.proof import Checker, Proof

PASSED_ON = Proof(
    by=Checker.OWN,
    domain="interior.example",
    dmarc="fail",
    policy="reject",
    forwarder="relay.example",
)


def repute(proof: Proof, name: str = "") -> Repute:
    found = repute_of(proof, Claim(address="office@interior.example", name=name), {})
    assert found is not None
    return found


def test_who_vouches_is_told_in_place_of_a_forgery() -> None:
    found = repute(PASSED_ON)

    assert (found.level, found.codes) == ("unproven", ("new", "forwarded"))
    assert found.words == (
        "new domain, forwarded through relay.example, which vouches that interior.example proved it"
    )


def test_other_tricks_are_told_all_the_same() -> None:
    found = repute(PASSED_ON, name="office@other.example")

    assert (found.level, found.codes[0]) == ("suspicious", "name_shows_other")


@pytest.mark.parametrize("policy", ["none", "quarantine", "reject"])
def test_nobody_is_proven_by_it(policy: str) -> None:
    proof = replace(PASSED_ON, policy=policy)

    assert (proof.is_proven, proof.is_disowned) == (False, False)
