"""The translator as its setting says it, and what `check` finds of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.app import running
from bot.setting_errors import SettingsError
from bot.settings import load_settings
from bot.translator_check import translator
from bot.translator_settings import TranslatorCommand, TranslatorService
from tests.translators import a_command, a_service

if TYPE_CHECKING:
    from pathlib import Path


def test_there_is_no_translator_unless_it_is_set() -> None:
    assert load_settings({}).translator is None
    assert load_settings({"ACSG_TRANSLATOR": "Off"}).translator is None


def test_a_command_is_taken_apart_as_a_shell_would_and_never_given_to_one() -> None:
    found = load_settings({"ACSG_TRANSLATOR": "/opt/tr 'with space' $HOME; rm"}).translator

    assert found == TranslatorCommand(arguments=("/opt/tr", "with space", "$HOME;", "rm"))


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/translate"),
        ("http://127.0.0.1:5000/translate", "http://127.0.0.1:5000/translate"),
        ("http://10.1.2.3/lt/", "http://10.1.2.3:80/lt/translate"),
        ("http://libretranslate:5000", "http://libretranslate:5000/translate"),
        ("HTTPS://Translate.example.org", "https://translate.example.org:443/translate"),
        ("http://[::1]:5000", "http://[::1]:5000/translate"),
    ],
)
def test_a_service_is_asked_where_its_protocol_says(value: str, url: str) -> None:
    found = load_settings({"ACSG_TRANSLATOR": value}).translator

    assert isinstance(found, TranslatorService)
    assert found.url == url


@pytest.mark.parametrize(
    ("value", "is_here"),
    [
        ("http://localhost:5000", True),
        ("http://127.0.0.9:5000", True),
        ("http://[::1]:5000", True),
        ("http://10.0.0.9:5000", False),
        ("https://translate.example.org", False),
    ],
)
def test_a_service_on_this_machine_is_told_apart(value: str, *, is_here: bool) -> None:
    found = load_settings({"ACSG_TRANSLATOR": value}).translator

    assert isinstance(found, TranslatorService)
    assert found.is_here is is_here


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("http://8.8.8.8:5000", "give https://"),
        ("http://[::ffff:8.8.8.8]:5000", "give https://"),
        ("http://user:secret@127.0.0.1:5000", "without a user"),
        ("http://127.0.0.1:5000/?key=1", "without a user"),
        ("ftp://127.0.0.1", "give an http"),
        ("http://127.0.0.1:99999", "give a port"),
        ("translate 'unclosed", "quotation marks"),
    ],
)
def test_what_cannot_be_used_stops_the_start_with_what_to_give(value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=f"^ACSG_TRANSLATOR: .*{told}"):
        load_settings({"ACSG_TRANSLATOR": value})


def test_a_program_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    given = {
        "ACSG_TRANSLATOR": "/nowhere/translate --fast",
        "ACSG_DATA_DIR": str(tmp_path),
        "ACSG_CHAT": "off",
        "ACSG_ROLE": "bot",
        "ACSG_HTTP_LISTEN": "off",
    }

    async def start() -> None:
        async with running(load_settings(given)):
            pass

    with pytest.raises(
        SettingsError, match=r"^ACSG_TRANSLATOR: there is no program /nowhere/translate"
    ):
        asyncio.run(start())


def test_the_check_tries_a_sentence_of_ours(tmp_path: Path) -> None:
    found = translator(load_settings({"ACSG_TRANSLATOR": a_command(tmp_path)}))

    assert (found.state, found.subject) == ("ok", "translator on this machine, fr to en")


def test_the_check_says_what_a_service_lacks() -> None:
    with a_service() as service:
        service.status = 403
        found = translator(load_settings({"ACSG_TRANSLATOR": service.url}))

    assert found.state == "warning"
    assert "it answers 403; evidence comes without translations" in found.hint


def test_the_check_names_a_program_that_is_not_there() -> None:
    found = translator(load_settings({"ACSG_TRANSLATOR": "no-such-program-here"}))

    assert found.state == "failed"
    assert "there is no program no-such-program-here" in found.hint
