"""Tesseract for real on pages whose parts are in different scripts, and on stamped ones."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from benchmarks import scanner
from benchmarks.scans import error_rate
from ingest.extract import extract
from ingest.ocr import OcrOptions
from ingest.tesseract import languages
from tests import two_scripts
from tests.conftest import missing

#: machines that test do other things at the same time
PATIENT = OcrOptions(page_seconds=280, document_seconds=290)
NEEDED = {"eng", "fra", "spa", "por", "ara", "rus", "osd"}
BLUE, RED = (40, 60, 190), (200, 30, 50)


@pytest.fixture(autouse=True)
def need_tesseract() -> None:
    if not languages() >= NEEDED:
        missing("Tesseract or its languages are not installed")


@pytest.mark.parametrize(("left", "right"), [("fr", "ar"), ("fr", "ru")])
def test_each_half_of_a_page_is_read_in_its_own_script(left: str, right: str) -> None:
    content = two_scripts.side_by_side(left, right)

    (page,) = extract("scan.png", "", content, ocr=PATIENT).pages

    wanted = f"{two_scripts.truth(left)}\n{two_scripts.truth(right)}"
    assert error_rate(wanted, page.text) <= 0.01
    assert page.problem is None
    other = {"ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]"}[right]
    places = [w.box[0] for w in page.words if re.search(other, page.text[w.start : w.end])]
    assert min(places) >= 0.5


def test_references_addresses_and_sums_in_an_arabic_page_are_read() -> None:
    content = two_scripts.arabic_with_latin_words()

    (page,) = extract("scan.png", "", content, ocr=PATIENT).pages

    assert [word for word in two_scripts.IN_ARABIC if word in page.text.split()] == [
        *two_scripts.IN_ARABIC
    ]


@pytest.mark.parametrize("colour", [BLUE, RED])
@pytest.mark.parametrize("kind", ["JPEG", "PDF"])
def test_words_under_a_coloured_stamp_are_read(colour: tuple[int, int, int], kind: str) -> None:
    content = two_scripts.stamped(colour)
    if kind == "PDF":
        out = io.BytesIO()
        Image.open(io.BytesIO(content)).save(out, "PDF", resolution=200, quality=85)
        content = out.getvalue()

    (page,) = extract("scan", "", content, ocr=PATIENT).pages

    stamp = re.sub(r"\S*MINISTERE\S*", "", page.text)
    assert error_rate(two_scripts.truth("fr"), stamp) <= 0.01


def test_no_line_is_lost_in_a_photo_with_the_table_beside_the_sheet() -> None:
    page = Image.open(io.BytesIO(two_scripts.printed("ar")))
    photo = Image.open(io.BytesIO(scanner.photo(page))).rotate(90, expand=True)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=80)

    (read,) = extract("photo.jpg", "", out.getvalue(), ocr=PATIENT).pages

    assert error_rate(two_scripts.truth("ar"), read.text) <= 0.02
