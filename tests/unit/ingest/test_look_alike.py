"""Domains that pass for a known one, and honest neighbours that must not be called that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.domains import plain_domain
from ingest.look_alike import Likeness, alphabets, likeness, mixes_alphabets

KNOWN = (
    "interior.gouv.td",
    "asylum-office.org",
    "unhcr.org",
    "migration.gov.example",
    "refugees.example",
)


def alike(shown: str) -> Likeness | None:
    domain = plain_domain(shown)
    assert domain is not None
    return likeness(domain, KNOWN)


@pytest.mark.parametrize(
    ("domain", "known", "trick"),
    [
        ("аsylum-office.org", "asylum-office.org", "letters"),
        ("asyIum-office.org".lower(), "asylum-office.org", "letters"),
        ("asy1um-office.org", "asylum-office.org", "letters"),
        ("asylum-0ffice.org", "asylum-office.org", "letters"),
        ("asylurn-office.org", "asylum-office.org", "letters"),
        ("asylüm-office.org", "asylum-office.org", "letters"),
        ("υnhcr.org", "unhcr.org", "letters"),
        ("unhсr.org", "unhcr.org", "letters"),
        ("mail.unhсr.org", "unhcr.org", "letters"),
        ("asylum-ofice.org", "asylum-office.org", "one_letter"),
        ("asylum-offices.org", "asylum-office.org", "one_letter"),
        ("aslyum-office.org", "asylum-office.org", "one_letter"),
        ("refugee.example", "refugees.example", "one_letter"),
        ("assylum-ofice.org", "asylum-office.org", "two_letters"),
        ("interior.gov.td", "interior.gouv.td", "one_letter"),
        ("unhcr.com", "unhcr.org", "ending"),
        ("asylum-office.info", "asylum-office.org", "ending"),
        ("interior.gouv.td.documents.example", "interior.gouv.td", "inside"),
        ("interior-gouv-td.com", "interior.gouv.td", "inside"),
        ("interiorgouvtd.org", "interior.gouv.td", "inside"),
        ("unhcr.org.mailer.example", "unhcr.org", "inside"),
    ],
)
def test_a_trick_is_seen_through(domain: str, known: str, trick: str) -> None:
    found = alike(domain)

    assert found is not None
    assert (found.domain, found.trick) == (known, trick)


@pytest.mark.parametrize(
    "domain",
    [
        "interior.gouv.td",
        "mail.interior.gouv.td",
        "interior.gouv.tg",
        "exterior.gouv.td",
        "interieur.gouv.td",
        "immigration.gov.example",
        "defence.gov.td",
        "gmail.com",
        "unher.net",
        "iom.int",
        "office.org",
        "td",
    ],
)
def test_an_honest_neighbour_is_left_alone(domain: str) -> None:
    assert alike(domain) is None


def test_letters_of_another_alphabet_are_named() -> None:
    found = alike("unhсr.org")

    assert found is not None
    assert found.alphabet == "Cyrillic"


@pytest.mark.parametrize(
    ("shown", "mixed"),
    [
        ("unhсr.org", True),
        ("unhcr.org", False),
        ("министерство.рф", False),
        ("министерство.com", False),
        ("münchen.de", False),
        ("мinistry.org", True),
    ],
)
def test_two_alphabets_in_one_label_are_a_trick(shown: str, mixed: bool) -> None:  # noqa: FBT001 - a column
    assert mixes_alphabets(plain_domain(shown) or "") is mixed


def test_the_alphabets_of_a_name_are_told() -> None:
    assert alphabets(plain_domain("рф.example") or "") == {"Cyrillic", "Latin"}


@given(st.sampled_from(KNOWN), st.data())
def test_one_changed_letter_of_a_long_name_is_seen(known: str, data: st.DataObject) -> None:
    name = "asylum-office"
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("bghjkqxz"))
    if name[at] == letter:
        return

    assert alike(f"{name[:at]}{letter}{name[at + 1 :]}.org") is not None


@given(st.text(max_size=80))
def test_any_name_is_compared(text: str) -> None:
    domain = plain_domain(text)

    assert domain is None or likeness(domain, KNOWN) is None or domain not in KNOWN
