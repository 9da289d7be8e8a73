"""`python -m benchmarks.scans [LETTERS] [KIND...]`: characters wrong in scans, faxes and photos.

Of so many letters of each language (3 unless told) every page is printed, spoilt in each way and
read with one core. A figure is the share of wrong characters (edits over length), where runs of
white space are one space, curly quotes straight, dashes hyphens, and Arabic without vowel marks;
beside it the seconds of a core a page, in the mean.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks import scanner
from benchmarks.sheets import LANGUAGES, pictures, sheets
from ingest.extract import extract
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from benchmarks.sheets import Sheet

#: kind -> dots per inch of the clean page, what is done to it
KINDS: Final[dict[str, tuple[float, Callable[[Image], bytes]]]] = {
    "fair": (200, scanner.fair),
    "bad": (144, scanner.bad),
    "turned 90": (200, partial(scanner.fair, turn=90)),
    "turned 180": (200, partial(scanner.fair, turn=180)),
    "photo": (220, scanner.photo),
    "fax": (204, scanner.fax),
}
#: kind -> what is asked for: others, Arabic
ASKED: Final = {"fair": (0.005, 0.025), "bad": (0.05, 0.05)}
_QUOTES: Final = str.maketrans("’‘`´“”„–—‐‑", "''''\"\"\"----")
_LIMITS: Final = OcrOptions(page_seconds=120, document_seconds=600)


def main() -> None:
    told = sys.argv[1:]
    count = int(told.pop(0)) if told and told[0].isdigit() else 3
    kinds = [kind for kind in KINDS if not told or kind in told]
    print("wrong characters in 100, seconds a page" + f"{count:>4} letters a language")
    print(f"{'':<12}" + "".join(f"{language:>14}" for language in LANGUAGES) + f"{'asked':>12}")
    printed = sheets(count)
    for kind in kinds:
        report(kind, printed)


def report(kind: str, printed: list[Sheet]) -> None:
    errors: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    for sheet in printed:
        text, taken = read(sheet, kind)
        errors[sheet.language].append(error_rate(sheet.text, text))
        seconds[sheet.language] += taken
    cells = [
        f"{100 * np.mean(errors[one]):>8.2f}{np.mean(seconds[one]):>5.1f}s" for one in LANGUAGES
    ]
    asked = " / ".join(f"{100 * share:.1f}" for share in ASKED.get(kind, ()))
    print(f"{kind:<12}" + "".join(cells) + f"{asked:>12}", flush=True)


def read(sheet: Sheet, kind: str) -> tuple[str, list[float]]:
    """What is read of a letter, and the seconds of each page."""
    dpi, spoil = KINDS[kind]
    texts, seconds = [], []
    for page in pictures(sheet, dpi):
        content = spoil(page)
        begun = _spent()
        document = extract("page", "", content, ocr=_LIMITS)
        seconds.append(_spent() - begun)
        texts += [one.text for one in document.pages]
    return "\n".join(texts), seconds


def _spent() -> float:
    """Seconds that this process and the programs it started have had of a core."""
    return sum(os.times()[:4])


def error_rate(truth: str, read: str) -> float:
    """Edits over length, by Levenshtein's way with a row at a time."""
    wanted, got = _letters(truth), _letters(read)
    codes = np.array([ord(char) for char in got], dtype=np.int32)
    steps = np.arange(len(got) + 1)
    row = steps.copy()
    for number, char in enumerate(wanted, start=1):
        changed = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        best = np.concatenate([[number], changed])
        # an insertion may follow an insertion: the least so far, counted from its place
        row = np.minimum.accumulate(best - steps) + steps
    return float(row[-1]) / max(len(wanted), 1)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(re.sub("[\u064b-\u0652\u0670\u0640\u200e\u200f]", "", plain).split())


if __name__ == "__main__":
    main()
