"""PDF text: character error per language, layout and program, cells in their rows, pages a second.

`python -m benchmarks.documents`. The samples are made anew from letters of our own.
"""

from __future__ import annotations

import io
import statistics
import time
import unicodedata
from typing import TYPE_CHECKING, Final

import numpy as np
import pdfplumber

from benchmarks.typeset import LANGUAGES, LAYOUTS, RENDERERS, Sample, samples
from ingest import pdf
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NO_OCR: Final = OcrOptions(enabled=False)
_ROUNDS: Final = 3


def main() -> None:
    made = samples()
    read = [_read(sample.content) for sample in made]
    _errors(made, read)
    _cells(made, read)
    _speed(made)


def _read(content: bytes) -> str:
    document = pdf.read("sample.pdf", content, _NO_OCR)
    return "\n".join(page.text for page in document.pages)


def _errors(made: Sequence[Sample], read: Sequence[str]) -> None:
    print("character error in per cent\n" + f"{'':26}" + "".join(f"{x:>8}" for x in LANGUAGES))
    for renderer in RENDERERS:
        for layout in LAYOUTS:
            row = [
                next(
                    (
                        f"{100 * character_error(sample.text, text):8.2f}"
                        for sample, text in zip(made, read, strict=True)
                        if (sample.language, sample.renderer, sample.layout)
                        == (language, renderer, layout)
                    ),
                    f"{'':8}",
                )
                for language in LANGUAGES
            ]
            print(f"{renderer:12} {layout:13}" + "".join(row))


def _cells(made: Sequence[Sample], read: Sequence[str]) -> None:
    """A cell is in its row where the row's line holds it whole between its bars."""
    right = total = 0
    for sample, text in zip(made, read, strict=True):
        lines = [[plain(cell) for cell in line.split(" | ")] for line in text.split("\n")]
        for row in sample.table:
            wanted = [plain(cell) for cell in row]
            total += len(wanted)
            right += max(
                sum(a == b for a, b in zip(wanted, line, strict=True))
                if len(line) == len(wanted)
                else 0
                for line in lines
            )
    print(f"table cells in their row and column: {right} of {total}")


def _speed(made: Sequence[Sample]) -> None:
    """Median of interleaved rounds; both sides read text and look for tables."""
    pages = sum(len(_pages(sample.content)) for sample in made)
    readers: dict[str, Callable[[bytes], object]] = {
        "this program": _read,
        "pdfplumber, text": _pages,
        "pdfplumber, text and tables": _pages_and_tables,
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(_ROUNDS):
        for name, reader in readers.items():
            started = time.process_time()
            for sample in made:
                reader(sample.content)
            taken[name].append(time.process_time() - started)
    ours = statistics.median(taken["this program"])
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"{name:28} {pages / middle:8.1f} pages a second   {middle / ours:6.1f} times ours")


def _pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [page.extract_text() for page in document.pages]


def _pages_and_tables(content: bytes) -> list[object]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


def plain(text: str) -> str:
    """One blank between words, no bars of tables, Arabic without marks of vowels and stretching."""
    kept = unicodedata.normalize("NFC", text).replace("\u0640", "").replace("\xa0", " ")
    bare = "".join(c for c in kept if not "\u064b" <= c <= "\u0652" and c != "\u0670")
    return " ".join(word for word in bare.split() if word != "|")


def character_error(wanted: str, got: str) -> float:
    """Levenshtein distance over the length of what is wanted."""
    a, b = plain(wanted), plain(got)
    there = np.frombuffer(b.encode("utf-32-le"), dtype=np.uint32)
    steps = np.arange(len(b) + 1)
    row = steps.copy()
    for number, char in enumerate(a, start=1):
        change = np.minimum(row[1:] + 1, row[:-1] + (there != ord(char)))
        # insertions run along the row: a running minimum of what is above its own place
        row = np.minimum.accumulate(np.concatenate([[number], change]) - steps) + steps
    return float(row[-1]) / max(len(a), 1)


if __name__ == "__main__":
    main()
