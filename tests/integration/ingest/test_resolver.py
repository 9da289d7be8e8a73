"""DNS as it is asked over a socket."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from bot import checks
from bot.settings import load_settings
from ingest.inquiry import DnsError
from ingest.resolver import SystemResolver
from tests.nameserver import served

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = {
    ("ministry.td.", "TXT"): ['"v=spf1 " "-all"', '"other \\233"'],
    ("ministry.td.", "MX"): ["10 mx.ministry.td.", "20 mx2.ministry.td."],
    ("mx.ministry.td.", "A"): ["9.9.9.9"],
    ("mx.ministry.td.", "AAAA"): ["2620:fe::9"],
    ("9.9.9.9.in-addr.arpa.", "PTR"): ["mx.ministry.td."],
}


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, int]]:
    with served(RECORDS) as address:
        yield address


@pytest.fixture
def nobody() -> Iterator[tuple[str, int]]:
    """A port that takes questions and answers none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        yield "127.0.0.1", door.getsockname()[1]


@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [
        ("ministry.td", "TXT", {"v=spf1 -all", "other \xe9"}),
        ("ministry.td", "MX", {"10 mx.ministry.td", "20 mx2.ministry.td"}),
        ("mx.ministry.td", "A", {"9.9.9.9"}),
        ("mx.ministry.td", "AAAA", {"2620:fe::9"}),
        ("9.9.9.9.in-addr.arpa", "PTR", {"mx.ministry.td"}),
        ("ministry.td", "AAAA", set()),
        ("nobody.td", "TXT", set()),
        ("x" * 64 + ".td", "TXT", set()),
    ],
)
def test_records_come_as_text(
    server: tuple[str, int], name: str, kind: str, records: set[str]
) -> None:
    answer = SystemResolver(server).ask(name, kind, seconds=3)

    assert set(answer.records) == records
    assert answer.ttl_seconds >= 60


def test_a_server_in_trouble_is_no_answer_and_not_dead(server: tuple[str, int]) -> None:
    resolver = SystemResolver(server)

    with pytest.raises(DnsError):
        resolver.ask("broken.td", "TXT", seconds=1)
    assert resolver.ask("mx.ministry.td", "A", seconds=3).records == ("9.9.9.9",)


def test_nobody_is_asked_for_names_of_examples(nobody: tuple[str, int]) -> None:
    assert SystemResolver(nobody).ask("mail.example.org", "TXT", seconds=0.1).records == ()


class Watched(SystemResolver):
    """Counts how often it looks whether the server lives."""

    looks = 0

    def is_alive(self) -> bool:
        self.looks += 1
        return super().is_alive()


def test_a_dead_server_is_left_alone_for_a_minute(nobody: tuple[str, int]) -> None:
    now = [0.0]
    resolver = Watched(nobody, monotonic=lambda: now[0])
    looks = []

    for moment in (0.0, 59.0, 61.0):
        now[0] = moment
        with pytest.raises(DnsError):
            resolver.ask("ministry.td", "TXT", seconds=0.1)
        looks.append(resolver.looks)

    assert looks == [1, 1, 2]


def test_check_says_whether_dns_answers(server: tuple[str, int], nobody: tuple[str, int]) -> None:
    alive, dead, off = (
        checks.senders(load_settings({"ACSG_DNS": given}))
        for given in (f"127.0.0.1:{server[1]}", f"127.0.0.1:{nobody[1]}", "off")
    )

    assert (alive.state, alive.subject) == ("ok", "senders, DNS answers")
    assert (dead.state, dead.hint.split(";")[0]) == ("warning", "DNS does not answer")
    assert off.state == "ok"


def test_check_warns_where_anybody_could_speak_for_our_server() -> None:
    found = checks.senders(
        load_settings({"ACSG_AUTHSERV_ID": "mx.office.td", "ACSG_SMTP_LISTEN": "0.0.0.0:25"})
    )

    assert (found.state, found.hint) == (
        "warning",
        "ACSG_AUTHSERV_ID is believed: let nobody but mx.office.td reach ACSG_SMTP_LISTEN",
    )


def test_check_says_where_nobody_can_vouch_since_dns_is_not_asked() -> None:
    found = checks.senders(load_settings({"ACSG_DNS": "off", "ACSG_ARC_TRUST": "relay.td"}))

    assert (found.state, found.hint.partition(" (")[0]) == (
        "warning", "nobody vouches for mail that was passed on",
    )  # fmt: skip
