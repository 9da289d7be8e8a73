"""Whose address is the client's, told from what our own servers wrote on top of a mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.client import client_of
from ingest.peers import Peers, parse_networks
from ingest.xforward import Client

OURS = Peers(networks=parse_networks("10.0.0.0/8"))
PEER = "10.0.0.5"
MAIL = b"From: a@example.org\r\nSubject: Letter\r\n\r\nWe request support.\r\n"

POSTFIX = (
    "Received: from mx.example.org (mail.example.org [192.0.2.7])\r\n"
    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n"
    "\t key-exchange X25519 server-signature RSA-PSS (2048 bits))\r\n"
    "\t(No client certificate requested)\r\n"
    "\tby in.ours.example (Postfix) with ESMTPS id 4F1; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
)
EXCHANGE = (
    "Received: from mx.example.org (192.0.2.7) by ex1.ours.example (10.0.0.9) with\r\n"
    " Microsoft SMTP Server (version=TLS1_2) id 15.2.1; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
)
EXIM = (
    "Received: from mail.example.org ([192.0.2.7]:4711 helo=mx.example.org)\r\n"
    "\tby in.ours.example with esmtps (Exim 4.98) id 1x; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
)
EXIM_WITHOUT_NAME = (
    "Received: from [192.0.2.7] (helo=mx.example.org)\r\n"
    "\tby in.ours.example with esmtp (Exim 4.98) id 1x; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
)
SENDMAIL = (
    "Received: from mx.example.org (mail.example.org [192.0.2.7] (may be forged))\r\n"
    "\tby in.ours.example (8.18/8.18) with ESMTP id 1x; Mon, 2 Mar 2026 09:30:00 +0000\r\n"
)
INSIDE = (
    "Received: from filter.ours.example (localhost [127.0.0.1])\r\n"
    "\tby in.ours.example (Postfix) with ESMTP id 5A; Mon, 2 Mar 2026 09:30:01 +0000\r\n"
)
LOCAL = "Received: by in.ours.example (Postfix, from userid 101) id 7; Mon, 2 Mar 2026 09:30\r\n"


def of(*fields: str, peer: str | None = PEER) -> Client:
    return client_of("".join(fields).encode() + MAIL, peer, "in.ours.example", OURS)


@pytest.mark.parametrize("field", [POSTFIX, EXCHANGE, EXIM, EXIM_WITHOUT_NAME, SENDMAIL])
def test_each_server_names_its_client_in_its_own_way(field: str) -> None:
    assert of(field) == Client(address="192.0.2.7", helo="mx.example.org")


def test_steps_inside_our_own_servers_are_passed_over() -> None:
    assert of(LOCAL, INSIDE, POSTFIX) == Client(address="192.0.2.7", helo="mx.example.org")


def test_headers_that_a_server_writes_between_are_passed_over() -> None:
    fields = ("Return-Path: <a@example.org>\r\n", "X-Spam: no\r\n", POSTFIX)

    assert of(*fields).address == "192.0.2.7"


def test_what_the_client_wrote_below_is_hearsay() -> None:
    forged = POSTFIX.replace("192.0.2.7", "203.0.113.99")

    assert of(POSTFIX, forged).address == "192.0.2.7"


def test_a_peer_that_is_none_of_ours_is_the_client_whatever_the_headers_say() -> None:
    assert of(POSTFIX, peer="198.51.100.1") == Client(
        address="198.51.100.1", helo="in.ours.example"
    )


def test_where_our_servers_say_nothing_nothing_is_known() -> None:
    assert of() == Client()
    assert of("Received: from somewhere by in.ours.example; now\r\n") == Client()


@pytest.mark.parametrize(
    "helo",
    [
        "[127.0.0.1]",
        "x ([127.0.0.1] helo=y)",
        "x (y [127.0.0.1]) by in.ours.example",
        "x (10.0.0.1)",
        "[10.0.0.1] (helo=z)",
    ],
)
def test_a_client_cannot_pass_itself_off_as_one_of_ours_by_its_name(helo: str) -> None:
    field = POSTFIX.replace("mx.example.org", helo, 1)
    lie = POSTFIX.replace("192.0.2.7", "203.0.113.99")

    assert of(field, lie).address in {"192.0.2.7", None}


def test_an_address_of_the_newer_kind_is_read() -> None:
    field = POSTFIX.replace("[192.0.2.7]", "[IPv6:2001:db8::7]")

    assert of(field).address == "2001:db8::7"


@given(st.text(max_size=200))
def test_no_header_trips_it(text: str) -> None:
    client = client_of(f"Received: {text}\r\n".encode() + MAIL, PEER, None, OURS)

    assert not OURS.are_ours(client.address)


def of_mailbox(*fields: str, server: str = "ours.example", peers: Peers = OURS) -> Client:
    return client_of("".join(fields).encode() + MAIL, None, None, peers, server=server)


@pytest.mark.parametrize("field", [POSTFIX, EXCHANGE, EXIM, EXIM_WITHOUT_NAME, SENDMAIL])
def test_a_mail_out_of_a_mailbox_came_from_whom_its_server_names(field: str) -> None:
    assert of_mailbox(field) == Client(address="192.0.2.7", helo="mx.example.org")


def test_steps_inside_the_mailboxs_server_are_passed_over() -> None:
    inside = INSIDE.replace("127.0.0.1", "10.0.0.3")

    assert of_mailbox(LOCAL, inside, POSTFIX).address == "192.0.2.7"


def test_a_client_between_that_is_not_named_as_ours_is_the_client() -> None:
    inside = INSIDE.replace("127.0.0.1", "10.0.0.3")

    assert of_mailbox(LOCAL, inside, POSTFIX, peers=Peers()).address == "10.0.0.3"


@pytest.mark.parametrize("server", ["", "mx.other.example", "urs.example", "x.in.ours.example"])
def test_a_line_of_a_server_that_is_not_named_tells_no_client(server: str) -> None:
    assert of_mailbox(POSTFIX, server=server) == Client()


def test_below_a_line_of_a_strange_server_nothing_is_believed() -> None:
    strange = INSIDE.replace("in.ours.example", "in.elsewhere.example")

    assert of_mailbox(strange, POSTFIX) == Client()
    assert of_mailbox(LOCAL, strange, POSTFIX) == Client()


def test_a_clients_name_for_itself_does_not_make_a_line_one_of_ours() -> None:
    field = POSTFIX.replace("from mx.example.org", "from x by in.ours.example (y [9.9.9.9])", 1)

    assert of_mailbox(field.replace("\tby in.ours", "\tby in.elsewhere")) == Client()
