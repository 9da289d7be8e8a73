"""Scores written out: plain text for people, one JSON object for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp.evaluate import Scores


def as_json(scores: Scores) -> str:
    """One line; measures that no text speaks to are null."""
    data = asdict(scores)
    return json.dumps({"texts": data["texts"], **data.pop("overall"), **data}, ensure_ascii=False)


def as_text(scores: Scores) -> str:
    """A table of all measures, then by language, by channel and by kind."""
    groups = {**scores.by_language, **scores.by_channel}
    lines = [f"{scores.texts} texts", "", _line("", ["all", *groups])]
    for name, value in scores.overall.items():
        values = [value, *(group[name] for group in groups.values())]
        lines.append(_line(name, [_figure(name, one) for one in values]))
    lines += ["", _line("kind", ["precision", "recall", "f1", "texts"])]
    lines += [_line(kind, _of_kind(row)) for kind, row in scores.kinds.items()]
    return "\n".join(lines) + "\n"


def _of_kind(row: Mapping[str, float | None]) -> list[str]:
    return [_figure("", row[name]) for name in ("precision", "recall", "f1")] + [
        str(int(row["texts"] or 0))
    ]


def _line(name: str, cells: list[str]) -> str:
    return f"{name:<24}" + "".join(f"{cell:>10}" for cell in cells).rstrip()


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    counted = name in {"quotes_not_verbatim", "letters_taken_for_cases"}
    return str(int(value)) if counted else f"{value:.3f}"
