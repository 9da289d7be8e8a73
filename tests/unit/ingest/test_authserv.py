"""What our own mail server says of a sender counts; what others write in its name does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.origin import read_origin
from ingest.vouching import of_server

if TYPE_CHECKING:
    from ingest.authserv import Vouched
    from store.proof import Proof

SERVER = "mx.office.example"
PASSED = (
    f"Authentication-Results: {SERVER};\r\n"
    " dmarc=pass (p=reject dis=none) header.from=ministry.example;\r\n"
    " dkim=pass (2048-bit key) header.d=ministry.example header.i=@ministry.example;\r\n"
    " spf=pass smtp.mailfrom=bounce@mail.ministry.example\r\n"
)
RECEIVED = (
    f"Received: from ministry.example (ministry.example [9.9.9.9])\r\n by {SERVER} (Postfix)"
    " with ESMTPS id 1; Mon, 02 Mar 2026 10:00:00 +0000\r\n"
)
REST = "From: Ministry <office@ministry.example>\r\nSubject: A letter\r\n\r\nText.\r\n"


def found(*headers: str, authserv_id: str = SERVER) -> tuple[Vouched, ...]:
    return read_origin("".join([*headers, REST]).encode(), authserv_id).vouched


def proof(*headers: str, domain: str = "ministry.example") -> Proof:
    return of_server(found(*headers), domain)


def test_what_our_server_wrote_above_its_own_line_counts() -> None:
    got = proof(PASSED, RECEIVED)

    assert (got.by, got.dmarc, got.policy, got.spf) == ("server", "pass", "reject", "pass")
    assert [(one.domain, one.result) for one in got.signatures] == [("ministry.example", "pass")]
    assert got.aligned == ("spf", "dkim")
    assert got.is_proven


@pytest.mark.parametrize(
    "headers",
    [
        (RECEIVED, PASSED),
        (RECEIVED, PASSED, RECEIVED),
        (PASSED,),
        (RECEIVED.replace(SERVER, "mx2.office.example"), PASSED, RECEIVED),
        (PASSED, RECEIVED.replace(SERVER, "mx.sender.example")),
        (PASSED.replace(SERVER, "mx.sender.example"), RECEIVED),
        (PASSED.replace(SERVER, f"{SERVER}.sender.example"), RECEIVED),
        (PASSED, RECEIVED.replace(f"by {SERVER}", f"by {SERVER}.sender.example")),
        # a client that calls itself "us by our server" at another server
        (PASSED, RECEIVED.replace(f"by {SERVER}", f"by {SERVER} (x)\r\n by mx.sender.example")),
    ],
    ids=[
        "below the line of our server",
        "between it and one like it",
        "without a line of our server",
        "below a line of another of our servers, which may not have looked",
        "above a line of the sender's server",
        "by another server",
        "by a server of a name that begins with ours",
        "above a line of such a server",
        "above a line of a server to which the client called itself ours",
    ],
)
def test_what_a_sender_wrote_never_counts(headers: tuple[str, ...]) -> None:
    assert found(*headers) == ()


def test_nothing_counts_where_no_server_is_named() -> None:
    assert found(PASSED, RECEIVED, authserv_id="") == ()


def test_the_name_may_be_that_of_the_domain_and_in_any_case() -> None:
    named = PASSED.replace(SERVER, "Office.Example")

    assert found(named, RECEIVED, authserv_id="office.example") != ()


def test_a_result_about_another_from_is_none_about_this_one() -> None:
    other = PASSED.replace("header.from=ministry.example", "header.from=other.example")

    got = proof(other, RECEIVED)

    assert got.dmarc == ""


def test_what_fails_is_proven_by_nothing_else() -> None:
    failed = PASSED.replace("dmarc=pass", "dmarc=fail")

    got = proof(failed, RECEIVED)

    assert (got.aligned, got.is_disowned) == ((), True)


def test_a_signature_of_somebody_else_proves_nothing() -> None:
    signed = f"Authentication-Results: {SERVER}; dkim=pass header.d=mailer.example\r\n"

    assert not proof(signed, RECEIVED).is_proven


def test_a_signature_of_from_is_enough_without_dmarc() -> None:
    signed = f"Authentication-Results: {SERVER}; dkim=pass header.d=ministry.example\r\n"

    assert proof(signed, RECEIVED).aligned == ("dkim",)


def test_a_server_that_says_only_that_dmarc_passed_is_believed() -> None:
    said = f"Authentication-Results: {SERVER}; dmarc=pass header.from=ministry.example\r\n"

    assert proof(said, RECEIVED).aligned == ("dmarc",)


@pytest.mark.parametrize("text", ["none", "", "=;=", "dkim", "spf=pass (", "dkim=pass header.d=.."])
def test_what_says_nothing_vouches_for_nothing(text: str) -> None:
    assert not proof(f"Authentication-Results: {SERVER}; {text}\r\n", RECEIVED).is_proven


@given(st.text(max_size=200))
def test_any_text_can_stand_there(text: str) -> None:
    line = " ".join(text.split()).replace("\0", "")

    assert isinstance(found(f"Authentication-Results: {SERVER}; {line}\r\n", RECEIVED), tuple)


@given(st.binary(max_size=300))
def test_any_bytes_have_an_origin(raw: bytes) -> None:
    assert read_origin(raw, SERVER).vouched == ()
