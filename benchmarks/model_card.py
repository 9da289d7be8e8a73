"""`python -m benchmarks.model_card`: write the figures of the shipped models into their card.

What people wrote there stays; the tables between the two marks come from `nlp/models/*.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nlp.model import load
from nlp.network import FOLDER, GRAPH, HEADS, VOCABULARY

if TYPE_CHECKING:
    from nlp.model import Card

CARD = Path(__file__).resolve().parents[1] / "docs" / "model-card.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
READERS = ("both", "use")
LANGUAGES = ("en", "fr", "es", "ar", "pt", "ru")
QUESTIONS = ("kinds", "areas", "criteria")
MEASURES = {
    "kind_macro_f1": "kinds, macro F1",
    "theme_micro_f1": "areas, micro F1",
    "theme_top3_hit": "a right area among the three surest",
    "criteria_f1": "criteria, micro F1",
    "parts_f1": "parts of criteria, micro F1",
    "kind_ece": "confidence of kinds off by (ECE)",
    "theme_ece": "confidence of areas off by (ECE)",
    "criteria_ece": "confidence of criteria off by (ECE)",
    "kind_ece_of_yes": "the same, of kinds said with .5 and more",
    "theme_ece_of_yes": "the same, of areas",
    "criteria_ece_of_yes": "the same, of criteria",
}


def main() -> None:
    text = CARD.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    CARD.write_text(f"{before}{BEGIN}\n{figures()}{END}{after}", encoding="utf-8")
    print(CARD.name)


def figures() -> str:
    """All tables, as they stand between the marks."""
    cards = {name: load(name)[1] for name in READERS}
    parts = [_versions(cards), _overall(cards), _by_language(cards["both"])]
    parts += [_by_label(cards["both"], question) for question in QUESTIONS]
    return "\n".join(parts)


def _versions(cards: dict[str, Card]) -> str:
    sizes = {name: (FOLDER / name).stat().st_size / 1e6 for name in (GRAPH, VOCABULARY, HEADS)}
    rows = [
        [f"`{name}`", f"`{card.version}`", f"{card.texts:,}", f"`{card.corpus[:12]}`"]
        for name, card in cards.items()
    ]
    files = ", ".join(f"{name} {size:.1f} MB" for name, size in sizes.items())
    table = _table(["reader", "version", "training texts", "their hash"], rows)
    return f"{table}\nNetwork `{cards['both'].network[:16]}`: {files}.\n"


def _overall(cards: dict[str, Card]) -> str:
    rows = [
        [said, *(_number(card.scores.get(name)) for card in cards.values())]
        for name, said in MEASURES.items()
    ]
    return "On held-out voices:\n\n" + _table(["measure", *cards], rows)


def _by_language(card: Card) -> str:
    rows = []
    for language in LANGUAGES:
        found = [card.by_language[question][language] for question in QUESTIONS]
        cells = [f"{_number(one['value'])} ({one['texts']:.0f})" for one in found]
        rows.append([language, *cells])
    return "By language (texts):\n\n" + _table(["language", *QUESTIONS], rows)


def _by_label(card: Card, question: str) -> str:
    rows = [
        [name, _number(one["value"]), f"{one['texts']:.0f}"]
        for name, one in card.by_label[question].items()
    ]
    return f"By label, {question}:\n\n" + _table(["label", "F1", "texts"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")


if __name__ == "__main__":
    main()
