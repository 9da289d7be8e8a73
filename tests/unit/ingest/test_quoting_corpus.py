"""Whose words are whose in mails of other hands: no language may fall below what was reached."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.quoting import FOLDER, lines_of, samples, scores, table

FLOORS = tomllib.loads(Path(__file__).with_name("quoting_floors.toml").read_text(encoding="utf-8"))
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru")
HALVES = ("seen", "held")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_keeps_to_its_floors(half: str, language: str) -> None:
    score = scores([FOLDER / f"{half}-{language}.jsonl"])[language]
    floor = FLOORS[half][language]

    assert score.accuracy >= floor["right"]
    assert score.swallowed <= floor["swallowed"]
    assert score.taken <= floor["taken"]


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_as_many_mails_of_every_language(half: str) -> None:
    found = Counter(one["language"] for one in samples(sorted(FOLDER.glob(f"{half}-*.jsonl"))))

    assert found == dict.fromkeys(LANGUAGES, 30)


def test_the_lines_of_a_mail_are_all_compared() -> None:
    sample = {
        "text": "Yes.\n\n> When?\n> Where?\n",
        "method": "text",
        "subject": "Re: x",
        "runs": [
            {"origin": "body", "text": "Yes."},
            {"origin": "quoted", "text": "> When?\n> Where?"},
        ],
    }

    assert [(line.truth, line.told) for line in lines_of(sample)] == [
        ("body", "body"),
        ("quoted", "quoted"),
        ("quoted", "quoted"),
    ]


def test_words_that_the_reader_lacks_are_counted_as_wrong() -> None:
    runs = [{"origin": "body", "text": "Yes.\nNo."}]
    sample = {"text": "Yes.\n", "method": "text", "subject": "x", "runs": runs}

    assert [line.told for line in lines_of(sample)] == ["body", "missing"]


def test_the_table_has_a_row_for_each_language() -> None:
    found = scores([FOLDER / "seen-en.jsonl"])

    assert [row.split("|")[1].strip() for row in table(found)] == ["language", "---", "en"]
