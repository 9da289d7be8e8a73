"""The card of the models tells of the models that are here."""

from __future__ import annotations

from pathlib import Path

from nlp.model import load
from nlp.records import read_folder
from nlp.training_data import CORPUS

CARD = (Path(__file__).parents[3] / "docs" / "model-card.md").read_text(encoding="utf-8")
AGAIN = "run python -m benchmarks.model_card"
#: how far confidences may be off on voices that had no part in fitting them
MOST_OFF = 0.05
#: how far a language may lie below all together
MOST_BELOW = 0.10


def test_the_card_names_the_version_of_each_reader() -> None:
    missing = [name for name in ("both", "use") if f"`{load(name)[1].version}`" not in CARD]

    assert missing == [], AGAIN


def test_the_card_says_how_many_texts_and_voices_there_are() -> None:
    records = read_folder(CORPUS)
    voices = {record.voice for record in records}

    assert f"{len(records):,} invented texts of {len(voices):,} voices" in CARD


def test_confidences_are_near_the_share_that_is_right() -> None:
    off = {name: value for name, value in load("both")[1].scores.items() if "_ece" in name}

    assert len(off) == 6
    assert max(off.values()) <= MOST_OFF


def test_no_language_is_left_behind_in_kinds_and_areas() -> None:
    card = load("both")[1]
    whole = {"kinds": card.scores["kind_macro_f1"], "areas": card.scores["theme_micro_f1"]}

    behind = {
        (question, language): one["value"]
        for question, value in whole.items()
        for language, one in card.by_language[question].items()
        if one["texts"] >= 100 and one["value"] < value - MOST_BELOW
    }

    assert behind == {}
