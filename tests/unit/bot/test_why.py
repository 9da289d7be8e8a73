"""Why something was found, as `read --why` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.outline_why import why_lines
from bot.why import explain
from bot.wrapping import columns
from nlp.neighbours import Group, Neighbour

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE = {"segment": 0, "start": 0, "end": 13, "quote": "We ask for it"}
NEAR = Neighbour(text="en-1", language="fr", quote="Nous", labels=("rsd",), likeness=0.51239)


class FakeNeighbours:
    """Says the same of everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[str], Group]] = []

    def nearest(self, quotes: Sequence[str], group: Group, most: int) -> list[list[Neighbour]]:
        self.asked.append((quotes, group))
        return [[NEAR][:most] for _ in quotes]


def found(*areas: str, kinds: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    themes = [{"id": area, "evidence": [SENTENCE]} for area in areas]
    return {"kinds": list(kinds), "drafts": [{"themes": themes}, {"themes": themes}]}


def why(read: dict[str, Any], near: FakeNeighbours | None = None) -> list[dict[str, Any]]:
    return explain(read, near or FakeNeighbours())  # type: ignore[arg-type] # a fake


def test_the_strongest_sentence_of_a_kind_is_asked_about() -> None:
    near = FakeNeighbours()
    second = {**SENTENCE, "quote": "weaker"}

    told = why(found(kinds=[{"kind": "request", "evidence": [SENTENCE, second]}]), near)

    assert near.asked == [(["We ask for it"], Group.ACT)]
    assert [one["label"] for one in told] == ["request"]


def test_three_areas_are_explained_however_many_drafts_share_them() -> None:
    told = why(found("rsd", "coi", "appeals", "training"))

    assert [one["label"] for one in told] == ["rsd", "coi", "appeals"]


def test_a_kind_without_a_sentence_is_not_explained() -> None:
    assert why(found(kinds=[{"kind": "other", "evidence": []}])) == []


def test_a_neighbour_stands_with_likeness_label_language_and_text() -> None:
    lines = list(why_lines(why(found("rsd")), 80))

    assert lines[-2:] == ["  0.51  “Nous”", "        Status determination; French, text en-1"]


def test_no_line_is_wider_than_the_page() -> None:
    lines = why_lines(why(found("complementary", "legal_framework")), 80)

    assert max(map(columns, lines)) <= 80


def test_what_was_not_asked_for_is_not_explained() -> None:
    assert list(why_lines((), 80)) == []
