"""Words, order and cells that come out of files of other formats, in six languages.

Usage: python -m benchmarks.files [letters of each language]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import file_samples
from ingest.extract import extract
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.file_samples import Letter

_NO_OCR = OcrOptions(enabled=False)


def main() -> None:
    found = file_samples.letters(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    print(f"{len(found)} letters: share of words found, kept in order, cells in their row")
    with tempfile.TemporaryDirectory() as place:
        for kind, samples in groupby(_samples(found, Path(place)), key=itemgetter(0)):
            results = [_measured(*sample) for sample in samples]
            words, order, cells, cpu = (
                sum(one) / len(results) for one in zip(*results, strict=True)
            )
            print(
                f"  {kind:<18} words {words:.4f}  order {order:.4f}  cells {cells:.4f}  "
                f"{cpu * 1000:6.1f} ms of our own",
                flush=True,
            )


def _samples(found: list[Letter], folder: Path) -> Iterator[tuple[str, Letter, bytes]]:
    """All kinds, each in one run; those that need a converter last."""
    yield from file_samples.by_python_docx(found)
    yield from file_samples.by_libreoffice(found, folder, ("docx", "odt", "rtf"))
    yield from sorted(file_samples.mails(found, folder), key=itemgetter(0))
    yield from sorted(file_samples.workbooks(found), key=itemgetter(0))
    yield from file_samples.converted_workbooks(found, folder)
    yield from file_samples.by_libreoffice(found, folder, ("doc",))


def _measured(kind: str, letter: Letter, content: bytes) -> tuple[float, float, float, float]:
    begun = time.process_time()
    document = extract("letter", "", content, ocr=_NO_OCR)
    seconds = time.process_time() - begun
    text = "\n".join(page.text for page in document.pages)
    there = Counter(text.replace("|", " ").split())
    due = Counter([*letter.words, *" ".join(letter.around).split()])
    missing = due - there
    share = 1 - missing.total() / due.total()
    if missing:
        print(f"    {kind} {letter.language}: {missing.total()} missing, as {list(missing)[:5]}")
    order = _order(letter.words, text.replace("|", " ").split())
    lines = [line.split(" | ") for line in text.split("\n")]
    rows = [[" ".join(cell.split()) for cell in row] for row in letter.rows]
    whole = sum(len(row) for row in rows if row in [[c.strip() for c in line] for line in lines])
    return share, order, whole / sum(map(len, rows)), seconds


def _order(due: list[str], there: list[str]) -> float:
    """Share of the words that come in the order of the letter."""
    matcher = SequenceMatcher(None, due, there, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(due), 1)


if __name__ == "__main__":
    main()
