from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from nlp.criteria import criteria
from nlp.reading import KINDS, Kind
from nlp.records import read_folder
from nlp.taxonomy import LANGUAGES, taxonomy
from nlp.training_data import CORPUS

FILES = sorted(CORPUS.glob("*.jsonl"))
TEXTS: list[dict[str, Any]] = [
    json.loads(line)
    for path in FILES
    for line in path.read_text(encoding="utf-8").split("\n")
    if line.strip()
]
#: texts kept apart for measuring, where they lie beside the checkout: none may be trained on
BESIDE = Path(__file__).parents[4] / "shared" / "dev" / "dev.jsonl"
#: two texts that share more of their runs of words than this are copies
MOST_SHARED = 0.3


def marks_of(text: dict[str, Any]) -> list[str]:
    marks = [mark for marks in text["theme_marks"].values() for mark in marks]
    marks += [mark for marks in text["act_marks"].values() for mark in marks]
    marks += [*text["criteria"].values(), *text["parts"].values(), *text["conditions"]]
    return marks + [text[name] for name in ("consent_mark", "channelling_mark") if text[name]]


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def measured() -> dict[str, set[tuple[str, ...]]]:
    if not BESIDE.exists():
        return {}
    lines = BESIDE.read_text(encoding="utf-8").split("\n")
    texts = [json.loads(line) for line in lines if line.strip()]
    return {f"measured {text['id']}": runs_of(text["text"]) for text in texts}


def test_every_text_has_an_id_of_its_own() -> None:
    twice = [name for name, count in Counter(t["id"] for t in TEXTS).items() if count > 1]

    assert twice == []


def test_every_mark_stands_in_its_text() -> None:
    lost = [(t["id"], mark) for t in TEXTS for mark in marks_of(t) if mark not in t["text"]]

    assert lost == []


def test_every_label_is_known() -> None:
    book = criteria()
    strange = [
        t["id"]
        for t in TEXTS
        if not set(t["kind"]) <= set(map(str, KINDS))
        or not set(t["themes"]) <= set(taxonomy().ids)
        or set(t["theme_marks"]) != set(t["themes"])
        or not set(t["criteria"]) <= set(book.ids)
        or not set(t["parts"]) <= set(book.parts)
        or ("other" in t["kind"] and len(t["kind"]) > 1)
    ]

    assert strange == []


def test_every_kind_is_there_in_every_language() -> None:
    present = {(kind, t["lang"]) for t in TEXTS for kind in t["kind"]}

    assert present >= {(str(kind), language) for kind in Kind for language in LANGUAGES}


def test_no_real_address_is_used() -> None:
    addresses = {
        address.rstrip(".").rsplit(".", 1)[-1].casefold()
        for t in TEXTS
        for address in re.findall(r"[\w.+-]+@([\w.-]+\.[a-z]+)", f"{t['text']} {t['from']}")
    }

    assert addresses <= {"example", "test", "invalid", "localhost"}


def test_no_two_texts_are_near_copies_of_each_other_or_of_those_kept_for_measuring() -> None:
    runs = {t["id"]: runs_of(t["text"]) for t in TEXTS} | measured()
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, own in runs.items():
        for run in own:
            holders.setdefault(run, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        shared.update((a, b) for i, a in enumerate(names) for b in names[i + 1 :])

    copies = [
        pair
        for pair, count in shared.items()
        if count > MOST_SHARED * min(len(runs[pair[0]]), len(runs[pair[1]]))
    ]

    assert copies == []


def test_all_texts_read_as_records() -> None:
    assert len(read_folder(CORPUS)) == len(TEXTS)
