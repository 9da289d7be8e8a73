"""Nearest sentences of the training texts: found exactly, from texts that are here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.neighbours import (
    FILE,
    Group,
    Neighbours,
    StaleIndexError,
    fingerprint_of,
    lines_of,
    read_index,
)
from nlp.training_data import CORPUS
from nlp.training_neighbours import index_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nlp.encoder import Vectors

ASKING = "please send two trainers"
GIVING = "we can send two trainers"
BOTH = "judges for the court of appeal"


class Letters:
    """An encoder that counts letters: like words lie close."""

    name = "letters"
    size = 128

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([np.bincount([ord(c) % 128 for c in t], minlength=128) for t in texts])
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit


def a_text(name: str, acts: dict[str, list[str]], areas: dict[str, list[str]]) -> str:
    return json.dumps({"id": name, "lang": "en", "act_marks": acts, "theme_marks": areas})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [
        a_text("en-1", {"request": [ASKING]}, {"training": ["trainers"]}),
        a_text("en-2", {"offer": [GIVING]}, {"appeals": [BOTH], "training": [BOTH]}),
    ]
    (tmp_path / "one.jsonl").write_text("\n".join(lines), encoding="utf-8")
    index_of(tmp_path, Letters()).save(tmp_path / "index.npz")
    return tmp_path


def of(folder: Path) -> Neighbours:
    return Neighbours(folder, Letters(), folder / "index.npz")


def test_a_sentence_is_nearest_to_itself(folder: Path) -> None:
    [[nearest]] = of(folder).nearest([GIVING], Group.ACT, 1)

    assert (nearest.text, nearest.quote, nearest.labels) == ("en-2", GIVING, ("offer",))
    assert nearest.likeness == pytest.approx(1)


def test_the_nearest_come_first(folder: Path) -> None:
    [found] = of(folder).nearest([ASKING], Group.ACT, 2)

    assert [one.quote for one in found] == [ASKING, GIVING]


def test_a_kind_is_not_explained_with_what_shows_an_area(folder: Path) -> None:
    [found] = of(folder).nearest(["trainers"], Group.ACT, 5)

    assert {one.quote for one in found} == {ASKING, GIVING}


def test_a_sentence_that_was_marked_twice_is_shown_once_with_both_labels(folder: Path) -> None:
    [found] = of(folder).nearest([BOTH], Group.AREA, 5)

    assert [one.labels for one in found if one.quote == BOTH] == [("appeals", "training")]


def test_an_index_of_other_texts_is_refused(folder: Path) -> None:
    (folder / "two.jsonl").write_text(a_text("en-3", {}, {}), encoding="utf-8")

    with pytest.raises(StaleIndexError, match="run python"):
        of(folder).warm()


def test_the_index_that_ships_is_of_the_texts_that_ship() -> None:
    assert read_index(FILE).texts == fingerprint_of(lines_of(CORPUS)), "run python -m nlp.training"


def test_every_place_of_the_index_that_ships_has_a_vector() -> None:
    index = read_index(FILE)

    assert len(index.rows) == len(index.owners) == len(index.places) > 1000
    assert {str(place[0]) for place in index.places} == {"act", "area"}
