"""Why a kind or an area was found: the training sentences most like the one that shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from nlp.encoder import Use
from nlp.neighbours import Group, Neighbours
from nlp.training_data import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_AREAS: Final = 3
_NEAREST: Final = 3
_DIGITS: Final = 3


def load_neighbours() -> Neighbours:
    """The sentences of the texts that ship with the program, ready to be asked.

    Raises:
        StaleIndexError: their index was made of other texts.

    """
    neighbours = Neighbours(CORPUS, Use())
    neighbours.warm()
    return neighbours


def explain(found: dict[str, Any], neighbours: Neighbours) -> list[dict[str, Any]]:
    """For each kind and the first areas, its strongest sentence and those nearest to that.

    Args:
        found: As `ingest.report.report` gives it.
        neighbours: Marked sentences.

    """
    kinds = [(one["kind"], one["evidence"]) for one in found["kinds"]]
    themes: dict[str, Any] = {
        theme["id"]: theme["evidence"] for draft in found["drafts"] for theme in draft["themes"]
    }
    return [
        *_explained(kinds, Group.ACT, neighbours),
        *_explained([*themes.items()][:_AREAS], Group.AREA, neighbours),
    ]


def _explained(
    shown: Sequence[tuple[str, Sequence[dict[str, Any]]]], group: Group, neighbours: Neighbours
) -> Iterator[dict[str, Any]]:
    asked = [(name, evidence[0]) for name, evidence in shown if evidence]
    if not asked:
        return
    near = neighbours.nearest([evidence["quote"] for _, evidence in asked], group, _NEAREST)
    for (name, evidence), some in zip(asked, near, strict=True):
        yield {
            "of": str(group),
            "label": name,
            "evidence": evidence,
            "nearest": [asdict(one) | {"likeness": round(one.likeness, _DIGITS)} for one in some],
        }
