"""What the guard costs an ordinary document, and what hostile ones cost their neighbours.

`python -m benchmarks.guard`. Ratios are what counts: in-process and guarded reading take turns, and
so do a neighbour alone and a neighbour beside a hostile file.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import extract
from ingest.guard import Guard, Limits
from ingest.ocr import OcrOptions
from tests import guarded_tasks as tasks
from tests import hostile

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.segment import Document

_CORPUS: Final = Path(__file__).resolve().parents[1] / "tests/corpus/documents"
_NO_OCR: Final = OcrOptions(enabled=False)
_LIMIT: Final = 5.0
_ROUNDS: Final = 40
#: seconds between two documents: the process for the next one gets ready meanwhile
_APART: Final = 0.05
_LETTER: Final = b"We request support for the training of interviewers."


def _ordinary() -> dict[str, bytes]:
    return {
        "letter.txt": _LETTER,
        "letter-fr.pdf": (_CORPUS / "letter-fr.pdf").read_bytes(),
        "letter.docx": hostile.docx("<w:p><w:r><w:t>We request support.</w:t></w:r></w:p>" * 40),
    }


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _overhead(guard: Guard) -> None:
    print(f"\nordinary documents, median of {_ROUNDS} turns in ms: here, guarded, the guard adds")
    for name, content in _ordinary().items():
        here = partial(extract.extract, name, "", content, ocr=_NO_OCR)
        there = partial(guard.extract, name, "", content)
        pairs = []
        for _ in range(_ROUNDS):
            time.sleep(_APART)
            pairs.append((_ms(here), _ms(there)))
        inside, through = (statistics.median(column) for column in zip(*pairs, strict=True))
        added = sorted(b - a for a, b in pairs)
        print(
            f"{name:16} {inside:8.1f} {through:8.1f} {statistics.median(added):8.1f}"
            f"   quickest tenth {added[_ROUNDS // 10]:.1f}"
        )


def _codes(document: Document) -> str:
    found = {one.code for one in document.problems}
    return " ".join(sorted(found | {page.problem for page in document.pages if page.problem}))


def _hostile(guard: Guard) -> None:
    print(
        f"\nhostile files, limit {_LIMIT:.0f} s: seconds to the end, delay of a neighbour, trouble"
    )
    for kind, make in hostile.KINDS.items():
        content = make()
        alone = _ms(partial(guard.extract, "a.txt", "", _LETTER))
        with ThreadPoolExecutor(1) as pool:
            begun = time.perf_counter()
            bad = pool.submit(guard.extract, kind, "", content)
            time.sleep(0.02)
            beside = _ms(partial(guard.extract, "a.txt", "", _LETTER))
            document = bad.result()
            seconds = time.perf_counter() - begun
        print(
            f"{kind:26} {seconds:6.2f} {(beside - alone) / 1000:6.2f}   {_codes(document) or '-'}"
        )


def main() -> None:
    """Print the figures."""
    limits = Limits(
        extract_seconds=_LIMIT, memory_bytes=1_000_000_000, reading_workers=1, ocr=_NO_OCR
    )
    with tempfile.TemporaryDirectory() as scratch:
        made = Guard(limits, scratch=Path(scratch), load=tasks.Parrot, shared=False)
        with closing(made) as guard:
            guard.extract("warm.txt", "", _LETTER)
            _overhead(guard)
            _hostile(guard)


if __name__ == "__main__":
    main()
