"""`python -m benchmarks.sentences [scans]`: sentences of set letters that come out whole.

Letters of our own, by two programs and in every layout (`benchmarks/typeset.py`), are read without
recognition and cut. Counted are sentences of over 60 letters whose text stands on one page, and
which of them are cut out as they were written; beside it the first sentences of paragraphs that are
joined to what stands before or after: addresses, dates, greetings, points of lists. With `scans`,
two languages in two layouts, scanned fairly, are recognised as well.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2

from benchmarks import scanner
from benchmarks.typeset import samples
from ingest import pdf
from ingest.extract import extract
from ingest.ocr import OcrOptions
from nlp.reading import Passage, Role
from nlp.sentences import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.typeset import Sample

_NO_OCR: Final = OcrOptions(enabled=False)
_OCR: Final = OcrOptions(page_seconds=120, document_seconds=600)
_LONG: Final = 60
_DPI: Final = 200
_SCANNED: Final = [
    ("chromium", layout, language)
    for layout in ("one column", "two columns")
    for language in ("fr", "ar")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of the sentences of one letter."""

    #: long ones, those whose text stands on one page, those that were cut out whole
    long: int
    there: int
    whole: int
    #: first sentences of paragraphs, and those joined to another
    first: int
    joined: int


def main() -> None:
    made = samples()
    print(f"{'':40}   long  there  whole   first joined")
    for sample in made:
        document = pdf.read("sample.pdf", sample.content, _NO_OCR)
        _print(sample, counted(sample.paragraphs, [page.text for page in document.pages]))
    if sys.argv[1:] == ["scans"]:
        print("scanned fairly")
        for sample in made:
            if (sample.renderer, sample.layout, sample.language) in _SCANNED:
                _print(sample, counted(sample.paragraphs, _recognised(sample.content)))


def _print(sample: Sample, count: Count) -> None:
    print(
        f"{sample.renderer:12} {sample.layout:14} {sample.language:11}"
        f"{count.long:7}{count.there:7}{count.whole:7} {count.first:7}{count.joined:7}",
        flush=True,
    )


def counted(paragraphs: Sequence[str], pages: Sequence[str]) -> Count:
    """Compare paragraphs as they were written with the pages that were read."""
    written = [_sentences(one, is_set=False) for one in paragraphs]
    long = [one for some in written for one in some if len(one) > _LONG]
    shown = [" ".join(page.split()) for page in pages]
    cut_out = {one for page in pages for one in _sentences(page, is_set=True)}
    there = [one for one in long if any(one in page for page in shown)]
    first = [some[0] for some in written if some]
    return Count(
        long=len(long),
        there=len(there),
        whole=sum(one in cut_out for one in there),
        first=len(first),
        joined=sum(one not in cut_out and any(one in other for other in cut_out) for one in first),
    )


def _sentences(text: str, *, is_set: bool) -> list[str]:
    passage = Passage(text=text, role=Role.ATTACHED, is_set=is_set)
    return [" ".join(one.text.split()) for one in cut([passage])[0]]


def _recognised(content: bytes) -> list[str]:
    texts = []
    for page in pypdfium2.PdfDocument(content):
        clean = page.render(scale=_DPI / 72).to_pil().convert("L")
        document = extract("page.png", "", scanner.fair(clean), ocr=_OCR)
        texts += [one.text for one in document.pages]
    return texts


if __name__ == "__main__":
    main()
