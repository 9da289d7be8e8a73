"""Learned layers on disk: versions, the pointer, damage, what is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nlp import learned
from nlp.layer import Layer, fingerprint
from nlp.learned import CARD, NUMBERS, LayerCard, UnusableError
from nlp.model import load
from nlp.reading import KINDS
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from pathlib import Path

_, SHIPPED = load("both")


def a_layer(seed: int = 0, lessons: int = 3) -> Layer:
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(lessons, 512))
    return Layer(
        mean=np.zeros(512),
        rows=(rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).astype(float),
        kinds=chance.normal(size=(lessons, len(KINDS))).astype(np.float32).astype(float),
        areas=np.zeros((lessons, len(taxonomy().ids))),
    )


def put_in(folder: Path, layer: Layer, before: str = "") -> LayerCard:
    card = learned.card_for(
        layer, SHIPPED, lessons=("m1", "m2", "m3"), corrections=2, before=before, made_at="now"
    )
    learned.put_in(folder, layer, card)
    return card


def test_without_a_pointer_the_shipped_reader_reads(tmp_path: Path) -> None:
    assert learned.active(tmp_path / "models") == ""


def test_what_was_put_in_is_in_use_and_comes_back_as_it_was(tmp_path: Path) -> None:
    layer = a_layer()
    card = put_in(tmp_path / "models", layer)

    found, told = learned.load(tmp_path / "models", learned.active(tmp_path / "models"), SHIPPED)

    assert (fingerprint(found), told) == (fingerprint(layer), card)


def test_going_back_names_the_version_before(tmp_path: Path) -> None:
    first = put_in(tmp_path, a_layer(1))
    second = put_in(tmp_path, a_layer(2), before=first.version)

    assert learned.before(tmp_path, second.version) == first.version
    assert learned.before(tmp_path, first.version) == ""


@pytest.mark.parametrize("name", [NUMBERS, CARD])
@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04 no archive", None])
def test_a_damaged_layer_is_not_used(tmp_path: Path, name: str, content: bytes | None) -> None:
    card = put_in(tmp_path, a_layer())
    path = tmp_path / card.version / name
    path.write_bytes(path.read_bytes()[:-40] if content is None else content)

    with pytest.raises(UnusableError, match="damaged"):
        learned.load(tmp_path, card.version, SHIPPED)


def test_numbers_of_another_layer_are_damage(tmp_path: Path) -> None:
    mine, other = put_in(tmp_path, a_layer(1)), put_in(tmp_path, a_layer(2))
    (tmp_path / other.version / NUMBERS).replace(tmp_path / mine.version / NUMBERS)

    with pytest.raises(UnusableError, match="damaged"):
        learned.load(tmp_path, mine.version, SHIPPED)


@pytest.mark.parametrize("part", ["sha256", "network", "corpus"])
def test_a_layer_of_another_reader_is_not_used(tmp_path: Path, part: str) -> None:
    card = put_in(tmp_path, a_layer())

    changes: dict[str, Any] = {part: "another"}

    with pytest.raises(UnusableError, match="other_reader"):
        learned.load(tmp_path, card.version, replace(SHIPPED, **changes))


def test_a_layer_of_other_areas_is_not_used(tmp_path: Path) -> None:
    card = put_in(tmp_path, a_layer())
    path = tmp_path / card.version / CARD
    path.write_text(json.dumps(json.loads(path.read_text()) | {"taxonomy_version": "2019.1"}))

    with pytest.raises(UnusableError, match="other_reader"):
        learned.load(tmp_path, card.version, SHIPPED)


@pytest.mark.parametrize("name", ["learned-gone", "../elsewhere", "active", "learned-x/../../y"])
def test_a_pointer_to_what_is_not_there_is_no_layer(tmp_path: Path, name: str) -> None:
    learned.point_at(tmp_path, name)

    with pytest.raises(UnusableError, match="missing"):
        learned.load(tmp_path, learned.active(tmp_path), SHIPPED)


def test_a_damaged_version_that_is_learned_again_is_whole_again(tmp_path: Path) -> None:
    card = put_in(tmp_path, a_layer())
    (tmp_path / card.version / NUMBERS).write_bytes(b"")

    put_in(tmp_path, a_layer())

    learned.load(tmp_path, card.version, SHIPPED)


def test_rows_of_an_erased_message_leave_every_version(tmp_path: Path) -> None:
    versions = [put_in(tmp_path, a_layer(seed)).version for seed in (1, 2)]

    touched = learned.forget(tmp_path, {"m2"})

    assert touched == sorted(versions)
    for version, seed in zip(versions, (1, 2), strict=True):
        layer, card = learned.load(tmp_path, version, SHIPPED)
        assert card.lessons == ("m1", "m3")
        assert np.array_equal(layer.rows, a_layer(seed).rows[[0, 2]])


def test_far_from_all_lessons_nothing_is_added() -> None:
    layer = a_layer()
    far = np.linalg.qr(np.vstack([layer.rows, np.ones(512)]).T)[0][:, -1]

    assert np.abs(layer.on_kinds(far)).max() < 1e-9
    assert np.abs(layer.on_kinds(layer.rows[0])).max() > 0.1
