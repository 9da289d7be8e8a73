from __future__ import annotations

import pytest

from nlp.hosts import host_states


@pytest.mark.parametrize(
    ("address", "states"),
    [
        ("a@interieur.gouv.td", ["TD"]),
        ("a@interieur-td.example", ["TD"]),
        ("a@migration.gov.ke.example", ["KE"]),
        ("a@shop.io", []),
        ("a@office.gov.me", ["ME"]),
        ("a@mai.example.org", []),
    ],
)
def test_a_host_names_its_state_by_its_ending_or_by_a_label(
    address: str, states: list[str]
) -> None:
    assert list(host_states(address)) == states


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "ru"])
def test_a_language_in_front_of_a_host_is_no_state(language: str) -> None:
    assert list(host_states(f"office@{language}.office.example")) == []
    assert list(host_states(f"office@{language}.example")) == []
