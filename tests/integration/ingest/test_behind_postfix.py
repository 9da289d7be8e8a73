"""The mail door behind a real Postfix: whom it names, over LMTP and TLS, and while we are away."""

from __future__ import annotations

import os
import smtplib
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from benchmarks.doors import free_port, has_postfix, postfix_door
from ingest.certificate import Certificate
from ingest.peers import Peers, parse_networks
from tests.doors import LETTER, OPTIONS, Promises, open_door

if TYPE_CHECKING:
    from pathlib import Path

    from store.model import Arrival

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(
        not has_postfix() and "ACSG_TEST_STRICT" not in os.environ,
        reason="Postfix is not installed (debian-packages.txt)",
    ),
]

US = replace(OPTIONS, peers=Peers(networks=parse_networks("127.0.0.1")))
#: the client that Postfix sees, another address of this machine
CLIENT = "127.0.0.9"


def settings(transport: str, **more: str) -> dict[str, str]:
    return {
        "mydestination": "",
        "relay_domains": "localhost",
        "default_transport": transport,
        "relay_transport": transport,
        "disable_dns_lookups": "yes",
        "smtp_host_lookup": "native",
        "minimal_backoff_time": "1s",
        "maximal_backoff_time": "1s",
        "queue_run_delay": "1s",
        **more,
    }


def send(port: int, recipients: tuple[str, ...] = ("offers@localhost",)) -> None:
    with smtplib.SMTP("127.0.0.1", port, "mx.example.org", 20, (CLIENT, 0)) as smtp:
        assert smtp.sendmail("a@example.org", list(recipients), LETTER) == {}


def first(promises: Promises) -> Arrival:
    assert promises.came.wait(60)
    return promises.arrivals[0]


def test_postfix_names_the_client_that_it_took_the_mail_from() -> None:
    promises = Promises()
    with open_door(promises.submit, US) as (door, _):
        told = settings(f"smtp:[127.0.0.1]:{door.port}", smtp_send_xforward_command="yes")
        with postfix_door(told) as port:
            send(port)
            arrival = first(promises)

    assert (arrival.peer, arrival.helo) == (CLIENT, "mx.example.org")
    assert arrival.sender == "a@example.org"
    raw = bytes(arrival.raw)
    assert raw.startswith(b"Received: from mx.example.org")
    assert raw.endswith(b"We request support.\r\n")


def test_postfix_hands_over_by_lmtp_for_several_recipients_at_once() -> None:
    promises = Promises()
    with open_door(promises.submit, replace(US, lmtp=True)) as (door, _):
        told = settings(f"lmtp:inet:127.0.0.1:{door.port}", lmtp_send_xforward_command="yes")
        with postfix_door(told) as port:
            send(port, ("offers@localhost", "requests@localhost"))
            arrival = first(promises)

    assert set(arrival.recipients) == {"offers@localhost", "requests@localhost"}
    assert arrival.peer == CLIENT


def test_postfix_hands_over_by_tls_where_it_is_told_to(tmp_path: Path) -> None:
    issued = trustme.CA().issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "chain.pem")
    certificate = Certificate(tmp_path / "chain.pem", tmp_path / "key.pem")
    promises = Promises()
    options = replace(US, certificate=certificate, require_tls=True)
    with open_door(promises.submit, options) as (door, _):
        told = settings(f"smtp:[127.0.0.1]:{door.port}", smtp_tls_security_level="encrypt")
        with postfix_door(told) as port:
            send(port)
            arrival = first(promises)

    assert arrival.sender == "a@example.org"


def test_what_comes_while_we_are_away_waits_with_postfix() -> None:
    ours = free_port()
    promises = Promises()
    with postfix_door(settings(f"smtp:[127.0.0.1]:{ours}")) as port:
        send(port)
        threading.Event().wait(1)  # the first try meets a closed door
        with open_door(promises.submit, replace(US, port=ours)):
            assert first(promises).sender == "a@example.org"
