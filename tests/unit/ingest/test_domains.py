"""Domain names: how they are compared, and which tell nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.domains import domain_of, is_free_mail, is_reserved, plain_domain, shown_domain


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Interior.GOUV.td", "interior.gouv.td"),
        ("interior.gouv.td.", "interior.gouv.td"),
        ("министерство.рф", "xn--b1afiashkohcid.xn--p1ai"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("a..b", None),
        ("", None),
        ("a b.c", None),
        ("x" * 64 + ".td", None),
        (".".join(["abcdefgh"] * 40), None),
    ],
)
def test_a_domain_has_one_form(name: str, plain: str | None) -> None:
    assert plain_domain(name) == plain


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@b.example", "b.example"),
        ('"a@c.example"@b.example', "b.example"),
        ("telegram:11", None),
        ("nobody", None),
    ],
)
def test_an_address_has_the_domain_behind_its_last_at(address: str, domain: str | None) -> None:
    assert domain_of(address) == domain


@given(st.text(max_size=300))
def test_any_text_is_a_domain_or_none_and_stays_what_it_is(text: str) -> None:
    plain = plain_domain(text)

    assert plain is None or (plain == plain_domain(plain) and plain.isascii())


@given(st.from_regex(r"xn--[a-z0-9-]{0,40}\.[a-z]{2,5}", fullmatch=True))
def test_any_coded_name_can_be_shown(name: str) -> None:
    assert shown_domain(name)


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com", "yahoo.fr", "yahoo.co.uk", "yahoo.com.br", "hotmail.com", "outlook.de",
        "mail.ru", "yandex.kz", "gmx.net", "web.de", "orange.fr", "laposte.net", "proton.me",
        "icloud.com", "aol.com", "uol.com.br", "bol.com.br", "sapo.pt", "qq.com", "163.com",
        "rediffmail.com", "maktoob.com",
    ],
)  # fmt: skip
def test_free_mail_is_known_in_all_regions(domain: str) -> None:
    assert is_free_mail(domain)


@pytest.mark.parametrize(
    "domain", ["interior.gouv.td", "unhcr.org", "yahoo", "notgmail.com", "gmail.com.evil.example"]
)
def test_an_office_is_no_free_mail(domain: str) -> None:
    assert not is_free_mail(domain)


@pytest.mark.parametrize("domain", ["ministry.example", "example.org", "a.test", "x.localhost"])
def test_names_of_examples_are_nobodys(domain: str) -> None:
    assert is_reserved(domain)


@pytest.mark.parametrize("domain", ["interior.gouv.td", "myexample.org", "test.gouv.td"])
def test_other_names_are_somebodys(domain: str) -> None:
    assert not is_reserved(domain)
