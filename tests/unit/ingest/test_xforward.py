from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.xforward import Client, parse


def test_address_and_name_of_the_client_are_taken() -> None:
    said = "NAME=mail.example.org ADDR=192.0.2.7 PORT=4711 PROTO=ESMTP HELO=mx.example.org"

    assert parse(said, Client()) == Client(address="192.0.2.7", helo="mx.example.org")


def test_a_second_command_adds_to_the_first() -> None:
    first = parse("ADDR=192.0.2.7", Client())
    assert first is not None

    assert parse("HELO=mx SOURCE=REMOTE", first) == Client(address="192.0.2.7", helo="mx")


def test_what_the_server_does_not_know_is_not_known() -> None:
    said = "ADDR=[UNAVAILABLE] HELO=[TEMPUNAVAIL]"

    assert parse(said, Client(address="192.0.2.7", helo="x")) == Client()


def test_an_address_of_the_newer_kind_is_taken() -> None:
    assert parse("ADDR=IPV6:2001:db8::7", Client()) == Client(address="2001:db8::7")


def test_encoded_letters_are_decoded_and_controls_left_out() -> None:
    assert parse("HELO=a+20b+0D+0Ac+2B", Client()) == Client(helo="a bc+")


@pytest.mark.parametrize(
    "said", [None, "", "ADDR", "ADDR=nonsense", "COLOUR=red", "HELO=" + "x" * 300]
)
def test_what_is_no_such_command_is_refused(said: str | None) -> None:
    assert parse(said, Client()) is None


@given(st.text(max_size=300))
def test_no_text_trips_it(said: str) -> None:
    client = parse(said, Client())

    assert client is None or client.helo is None or client.helo.isprintable()
