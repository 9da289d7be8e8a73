from __future__ import annotations

import pytest

from ingest.peers import Peers, parse_networks

OURS = Peers(networks=parse_networks("10.1.0.0/16, 2001:db8::/32,192.0.2.1"))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::5", "192.0.2.1"])
def test_servers_in_the_list_may_speak_and_are_believed(address: str) -> None:
    assert OURS.may_speak(address)
    assert OURS.are_believed(address)


@pytest.mark.parametrize("address", ["10.2.0.1", "192.0.2.2", "2001:db9::1", "nonsense", None])
def test_others_may_not(address: str | None) -> None:
    assert not OURS.may_speak(address)
    assert not OURS.are_believed(address)


def test_without_a_list_everybody_may_speak_and_nobody_is_believed() -> None:
    nobody = Peers()

    assert nobody.may_speak("203.0.113.9")
    assert not nobody.are_believed("127.0.0.1")


def test_this_machine_is_ours_even_where_no_list_says_so() -> None:
    assert Peers().are_ours("127.0.0.1")
    assert Peers().are_ours("::1")
    assert not Peers().are_ours("203.0.113.9")


def test_what_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match=r"^10\.0\.0\.300 is no address or network$"):
        parse_networks("10.0.0.1,10.0.0.300")
