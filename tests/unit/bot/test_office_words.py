"""What officers read: every word that is said is there, and every word that is there is said."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.moments import age, moment
from bot.office_words import SHELF, locale, say, speak, spoken
from bot.words import catalogue

ROOT = Path(__file__).resolve().parents[3]
#: `say("section.key")`, `say(f"section.{id}")` and `say("section." ~ id)`, in code and in templates
_SAID = re.compile(r"""\bsay(?:_safely)?\(\s*f?["']([a-z0-9_]+)\.([a-z0-9_]*)(\{)?""")
#: `label("section", id)` and its like
_LABELLED = re.compile(r"""\w\(\s*["']([a-z0-9_]+)["']\s*[,)]""")
#: a key that is handed on to where it is said
_NAMED = re.compile(r"""["']([a-z0-9_]+)\.([a-z0-9_]+)["']""")


@cache
def sources() -> str:
    """The text of everything that may say something to an officer."""
    code = sorted((ROOT / "bot").rglob("*.py"))
    templates = sorted((ROOT / "templates").rglob("*.j2"))
    return "\n".join(path.read_text(encoding="utf-8") for path in (*code, *templates))


def keys() -> set[tuple[str, str]]:
    return {(section, name) for section, named in catalogue("en", SHELF).items() for name in named}


def groups() -> set[tuple[str, str]]:
    """Sections, and how keys in them begin, of which an id chooses."""
    said = {(one[1], one[2]) for one in _SAID.finditer(sources()) if one[3] or not one[2]}
    labelled = {(one[1], "") for one in _LABELLED.finditer(sources())}
    return said | {one for one in labelled if one[0] in catalogue("en", SHELF)}


def test_every_word_that_is_said_is_in_the_catalogue() -> None:
    literal = {(one[1], one[2]) for one in _SAID.finditer(sources()) if one[2] and not one[3]}

    assert literal <= keys()


def test_every_group_of_words_that_is_said_by_an_id_is_in_the_catalogue() -> None:
    for section, begins in groups():
        assert any(own == section and name.startswith(begins) for own, name in keys()), (
            f"{section}.{begins}"
        )


def test_no_word_is_kept_that_nobody_says() -> None:
    literal = {(one[1], one[2]) for one in _NAMED.finditer(sources())}
    unsaid = {
        (section, name)
        for section, name in keys() - literal
        if not any(own == section and name.startswith(begins) for own, begins in groups())
    }

    assert unsaid == set()


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "2 Mar 2026 10:30"),
        ("fr", "2 mars 2026 10:30"),
        ("ru", "2 мар. 2026 10:30"),
    ],
)
def test_a_moment_is_written_in_the_offices_language(language: str, written: str) -> None:
    speak(language)

    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    assert moment(at, ZoneInfo("Europe/Zurich")) == written


def test_an_age_is_told_in_the_offices_plural() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    speak("ru")

    assert age(now - timedelta(days=3), now) != age(now - timedelta(days=5), now)


def test_an_office_that_nobody_has_asked_speaks_english() -> None:
    assert spoken() == "en"
    assert locale().territories["FR"] == "France"


def test_a_missing_word_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("moments.centuries", count=3)
