"""Fits the weights of `actors.toml` on the corpus, `python -m nlp.weighing`; reading needs none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.actors import NOBODY, homes, signs, speakers, weights
from nlp.beneficiaries import marks
from nlp.joint import bonds, hands
from nlp.reading import Circumstances, Passage, Role
from nlp.sentences import cut
from nlp.view import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.view import View

_HERE = Path(__file__).parent
#: an option (signs with their counts) and the share of rightness that it has among its rivals
Option = tuple[dict[str, float], float]
_STEPS, _RATE, _MOMENTUM = 3000, 0.002, 0.9
#: a sign seen in fewer options says nothing, a weight smaller than this neither
_FEWEST, _SMALLEST = 2, 0.02
_KEPT = {
    "speaker": {"share": 0.9, "share_joint": 0.3},
    "beneficiary": {"least": 0.5},
}
_TITLE = """\
# How much each sign speaks for a State (or, where the writer's body is meant, for no State).
# Fitted on the corpus by nlp/weighing.py; a sign's name is its place and what stands there.
"""


def main() -> None:
    """Fit both questions and write the file; the second is asked with the first one's answer."""
    letters = [record for record in _records() if {"request", "offer", "good_practice"} & record[1]]
    tables = {"speaker": _fit(list(_speaking(letters)), penalty=1.0)}
    _write(tables | {"beneficiary": weights("beneficiary")})
    tables["beneficiary"] = _fit(list(_benefiting(letters)), penalty=0.17)
    _write(tables)


def _write(tables: dict[str, dict[str, float]]) -> None:
    (_HERE / "actors.toml").write_text(_TITLE + "".join(_written(tables)), encoding="utf-8")
    weights.cache_clear()


def _records() -> Iterator[tuple[dict[str, Any], set[str]]]:
    for path in sorted((_HERE / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                yield record, set(record["kind"])


def _laid_out(record: dict[str, Any]) -> tuple[View, Circumstances]:
    sender = record["from"] or ""
    mail = "@" in sender
    about = Circumstances(
        subject=record["subject"],
        sender_address=sender if mail else None,
        sender_name=None if mail else sender,
        channel=record["channel"],
    )
    passages = (Passage(text=record["text"], role=Role.OWN),)
    return lay_out(passages, cut(passages)[0]), about


def _speaking(letters: list[tuple[dict[str, Any], set[str]]]) -> Iterator[list[Option]]:
    """One list per text: every State named and nobody; right are those that speak."""
    for record, kinds in letters:
        found, _ = signs(*_laid_out(record))
        right = {code for code in record["actor"] if code in found} or {NOBODY}
        offering = "offer" in kinds and "request" not in kinds
        yield [
            (_doubled(signs_, code, offering=offering), (code in right) / len(right))
            for code, signs_ in found.items()
        ]


def _doubled(found: dict[str, float], code: str, *, offering: bool) -> dict[str, float]:
    """Aims and nobody weigh otherwise in an offer."""
    if not offering:
        return dict(found)
    extra = {
        f"offer_{sign}": much
        for sign, much in found.items()
        if sign.startswith("aim_") or (code == NOBODY and sign == "none")
    }
    return dict(found) | extra


def _benefiting(letters: list[tuple[dict[str, Any], set[str]]]) -> Iterator[list[Option]]:
    """One list per State named in an offer: it benefits, or it does not."""
    for record, kinds in letters:
        if "offer" not in kinds or "request" in kinds:
            continue
        view, about = _laid_out(record)
        known = signs(view, about)[0]
        surest = [code for code, _ in speakers(known, offering=True)]
        speaking = hands(surest, bonds(view, about))
        for code, found in marks(view, (*speaking, *homes(known)))[0].items():
            right = float(code in record["target"])
            yield [({**found, "base": 1.0}, right), ({}, 1.0 - right)]


def _fit(groups: list[list[Option]], *, penalty: float) -> dict[str, float]:
    """Softmax over the options of each group with a squared penalty, by gradient descent."""
    options = [option for group in groups for option in group]
    seen: dict[str, int] = {}
    for found, _ in options:
        for sign in found:
            seen[sign] = seen.get(sign, 0) + 1
    names = sorted(sign for sign, times in seen.items() if times >= _FEWEST)
    values = np.array([[found.get(name, 0.0) for name in names] for found, _ in options])
    right = np.array([share for _, share in options])
    starts = np.cumsum([0, *(len(group) for group in groups)])[:-1]
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    weighed, speed = np.zeros(len(names)), np.zeros(len(names))
    for _ in range(_STEPS):
        score = values @ weighed
        power = np.exp(score - np.maximum.reduceat(score, starts)[owner])
        share = power / np.add.reduceat(power, starts)[owner]
        speed = _MOMENTUM * speed - _RATE * (values.T @ (share - right) + 2 * penalty * weighed)
        weighed = weighed + speed
    return dict(zip(names, map(float, weighed), strict=True))


def _written(tables: dict[str, dict[str, float]]) -> Iterator[str]:
    for question, table in tables.items():
        yield f"\n[{question}]\n"
        yield from (f"{name} = {value}\n" for name, value in _KEPT[question].items())
        yield from (
            f'"{name}" = {value:.2f}\n'
            for name, value in sorted(table.items())
            if abs(value) >= _SMALLEST and name not in _KEPT[question]
        )


if __name__ == "__main__":
    main()
