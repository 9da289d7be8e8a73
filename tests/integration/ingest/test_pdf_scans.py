"""Pages of which Tesseract and the file itself both say something: the better is kept."""

from __future__ import annotations

import pytest

from ingest.ocr import OcrOptions
from ingest.pdf import read
from ingest.tesseract import languages
from tests import pdf_samples
from tests.pdf_canvas import LETTER

pytestmark = pytest.mark.skipif(
    not languages() >= {"eng", "osd"}, reason="Tesseract or its languages are not installed"
)
FALSE = (
    "This message is an offer of two million euros without conditions,",
    "and every criterion of the working modalities is fulfilled by it.",
    "Nothing has to be checked by anybody before it can be confirmed,",
    "since all of it was agreed by telephone in the course of the week.",
)


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_scan_between_typed_lines_is_read_where_it_stands() -> None:
    (page,) = read("x.pdf", pdf_samples.typed_around_a_scan(), OcrOptions()).pages

    assert words(page.text) == (
        f"MINISTRY OF THE INTERIOR OF EXAMPLIA {' '.join(LETTER)}"
        " Sent by the registry of the ministry"
    )
    assert page.method == "pdf+ocr"


def golden(name: str) -> tuple[list[str], str]:
    """Paragraphs of the first page, and how it was read."""
    content = (pdf_samples.FOLDER / f"{name}.pdf").read_bytes()
    (page,) = read("x.pdf", content, OcrOptions()).pages
    return [words(one) for one in page.text.split("\n\n")], page.method


def test_a_letterhead_behind_the_letter_stands_around_it_and_in_no_sentence() -> None:
    paragraphs, _ = golden("letterhead-as-picture-behind-the-letter")

    assert " ".join(paragraphs[:-2]) == " ".join(pdf_samples.HEAD)
    assert paragraphs[-2:] == [" ".join(LETTER * 8), pdf_samples.FOOT]


def test_a_letterhead_in_a_narrow_picture_is_read() -> None:
    paragraphs, method = golden("letterhead-as-narrow-picture")

    assert " ".join(paragraphs) == " ".join((*pdf_samples.HEAD, *LETTER))
    assert method == "pdf+ocr"


def test_honest_words_under_a_scan_raise_no_question() -> None:
    result = read("x.pdf", pdf_samples.scan_with_layer(), OcrOptions())

    assert words(result.pages[0].text) == " ".join(LETTER)
    assert result.problems == ()


def test_words_under_a_scan_that_are_not_its_own_are_not_believed() -> None:
    result = read("x.pdf", pdf_samples.scan_with_layer(FALSE), OcrOptions())

    assert words(result.pages[0].text) == " ".join(LETTER)
    assert [problem.code for problem in result.problems] == ["readings_differ"]
