"""Scores written out: plain text for people, one JSON object for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from nlp.evaluate import TOLD_BY_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nlp.evaluate import Scores

    Groups = Mapping[str, Mapping[str, float | None]]

_NAMES: Final = 26
_CELLS: Final = 10
_WIDE_CELLS: Final = 16
_COUNTED: Final = frozenset({"quotes_not_verbatim", "letters_taken_for_cases"})


def as_json(scores: Scores) -> str:
    """One line; measures that no text speaks to are null."""
    data = asdict(scores)
    return json.dumps({"texts": data["texts"], **data.pop("overall"), **data}, ensure_ascii=False)


def as_text(scores: Scores) -> str:
    """Tables of all measures, by language, by channel and origin, by kind; the worst language."""
    lines = [f"{scores.texts} texts", ""]
    lines += _measures(scores, scores.by_language, counted=True)
    lines += ["", *_measures(scores, {**scores.by_channel, **scores.by_origin})]
    lines += ["", _line("kind", ["precision", "recall", "f1", "texts"])]
    lines += [_line(kind, _of_kind(row)) for kind, row in scores.kinds.items()]
    lines += ["", *_by_language(scores), ""]
    return "\n".join(lines)


def _measures(scores: Scores, groups: Groups, *, counted: bool = False) -> Iterator[str]:
    """A row for each measure.

    Args:
        scores: all of them.
        groups: a column for each.
        counted: with the value over all texts and the number of texts behind it.

    """
    yield _line("", [*(["all", "texts"] if counted else []), *groups])
    sizes = [str(scores.sizes[name]) for name in groups]
    yield _line("texts", [*([str(scores.texts)] * 2 if counted else []), *sizes])
    for name, value in scores.overall.items():
        first = [_figure(name, value), str(scores.counts[name])] if counted else []
        yield _line(name, [*first, *(_figure(name, group[name]) for group in groups.values())])


def _by_language(scores: Scores) -> Iterator[str]:
    yield _line("language", ["texts", *TOLD_BY_LANGUAGE], _WIDE_CELLS)
    for language, row in scores.by_language.items():
        values = [_figure(name, row[name]) for name in TOLD_BY_LANGUAGE]
        yield _line(language, [str(scores.sizes[language]), *values], _WIDE_CELLS)
    worst = [
        f"{name} {language} ({_figure(name, scores.by_language[language][name])})"
        for name, language in scores.worst_language.items()
    ]
    yield f"worst language: {', '.join(worst) or '-'}"


def _of_kind(row: Mapping[str, float | None]) -> list[str]:
    return [_figure("", row[name]) for name in ("precision", "recall", "f1")] + [
        str(int(row["texts"] or 0))
    ]


def _line(name: str, cells: list[str], width: int = _CELLS) -> str:
    return f"{name:<{_NAMES}}" + "".join(f"{cell:>{width}}" for cell in cells).rstrip()


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return str(int(value)) if name in _COUNTED else f"{value:.3f}"
