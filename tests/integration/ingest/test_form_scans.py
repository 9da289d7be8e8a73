"""Forms that were printed, filled in and scanned, read by Tesseract for real."""

from __future__ import annotations

import difflib

import pytest

from ingest.tesseract import languages
from tests.forms import ANSWERS, answers_of, as_pdf, filled, lines_of, scanned

pytestmark = pytest.mark.skipif(
    not languages() >= {"eng", "rus", "osd"}, reason="Tesseract or its languages are not installed"
)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_answers_on_a_scan_go_to_their_questions(language: str) -> None:
    scan = scanned(as_pdf(language, lines_of(filled(language))))

    found, _, _ = answers_of("scan.pdf", scan, ocr=True)

    for code, answer in ANSWERS[language].items():
        read = " ".join(found[code].split())
        assert difflib.SequenceMatcher(None, read, answer, autojunk=False).ratio() > 0.9
    others = {code.partition(".")[0] for code in found} - set(ANSWERS[language])
    assert others <= {"form", "urgency", "consent"}
