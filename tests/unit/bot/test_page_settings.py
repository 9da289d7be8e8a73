"""Where the page for officers is, as settings say it, and whether it answers there."""

from __future__ import annotations

import pytest

from bot.page_check import page
from bot.setting_errors import SettingsError
from bot.settings import load_settings


def test_there_is_no_page_unless_it_is_set() -> None:
    settings = load_settings({})

    assert (settings.web_listen, settings.page_address) == (None, "")


def test_on_this_machine_its_address_follows() -> None:
    settings = load_settings({"ACSG_WEB_LISTEN": "127.0.0.1:8091"})

    assert settings.page_address == "http://127.0.0.1:8091"


def test_officers_are_told_the_public_address() -> None:
    given = {"ACSG_WEB_LISTEN": "127.0.0.1:8091", "ACSG_PUBLIC_URL": "https://Intake.example.org/"}

    assert load_settings(given).page_address == "https://intake.example.org"


def test_a_page_that_others_reach_needs_its_address() -> None:
    with pytest.raises(SettingsError, match="ACSG_PUBLIC_URL"):
        load_settings({"ACSG_WEB_LISTEN": "0.0.0.0:8091"})


@pytest.mark.parametrize(
    "url",
    [
        "http://intake.example.org", "https://intake.example.org/path", "ftp://intake.example.org",
        "https://user:pass@intake.example.org", "http://127.0.0.1.example.org",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="ACSG_PUBLIC_URL"):
        load_settings({"ACSG_PUBLIC_URL": url})


def test_the_check_says_that_a_page_does_not_answer() -> None:
    found = page(load_settings({"ACSG_WEB_LISTEN": "127.0.0.1:1"}))

    assert found.state == "warning"
    assert "http://127.0.0.1:1 does not answer" in found.hint
