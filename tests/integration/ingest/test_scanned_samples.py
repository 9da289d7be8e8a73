"""Tesseract for real on pictures as people send them: photos, faxes, pages on their side."""

from __future__ import annotations

import io
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from PIL import Image, ImageOps
from pytesseract import pytesseract

from benchmarks.scans import error_rate
from ingest import images, tesseract
from ingest.extract import extract
from ingest.inbound import Attachment
from ingest.ocr import OcrOptions
from ingest.tesseract import languages
from ingest.unfold import unfold
from tests.conftest import missing

if TYPE_CHECKING:
    from ingest.segment import Document

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
#: machines that test do other things at the same time
PATIENT = OcrOptions(page_seconds=280, document_seconds=290)
NEEDED = {"eng", "fra", "spa", "por", "ara", "rus", "osd"}


@pytest.fixture(autouse=True)
def need_tesseract() -> None:
    if not languages() >= NEEDED:
        missing("Tesseract or its languages are not installed")


def read(sample: str) -> Document:
    return extract(sample, "", (CORPUS / sample).read_bytes(), ocr=PATIENT)


def with_program(tmp_path: Path, script: str) -> tuple[Document, float]:
    """What another program by Tesseract's name makes of a sample, and in how many seconds."""
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    begun = time.monotonic()
    options = OcrOptions(tesseract=str(program), page_seconds=1.0)
    content = (CORPUS / "turned-by-exif-russian.jpg").read_bytes()
    document = extract("x.jpg", "", content, ocr=options)
    return document, time.monotonic() - begun


def errors(language: str, text: str) -> float:
    return error_rate((CORPUS / f"letter-{language}.txt").read_text("utf-8"), text)


def ink_under_words(sample: str, document: Document) -> float:
    """The darkest tenth of what lies under the words' boxes, against that around all of them."""
    with Image.open(CORPUS / sample) as stored:
        upright = ImageOps.exif_transpose(stored).convert("L")
    page = document.pages[0]
    upright = upright.rotate(-page.turn, expand=True)
    shades = np.asarray(upright, dtype=np.float64)
    height, width = shades.shape
    hit = 0.0
    for word in page.words:
        left, top, right, bottom = word.box
        rows = slice(int(top * height), int(bottom * height) + 1)
        under = shades[rows, int(left * width) : int(right * width) + 1]
        hit += float(np.percentile(under, 5) < np.percentile(under, 90) - 40)
    return hit / max(len(page.words), 1)


@pytest.mark.parametrize(
    ("sample", "language", "limit", "turn"),
    [
        ("photo-of-a-sheet-on-a-table.jpg", "fr", 0.01, 0),
        ("photo-from-a-phone.heic", "fr", 0.02, 0),
        ("bad-scan-arabic-on-its-side.jpg", "ar", 0.05, 90),
        ("turned-by-exif-russian.jpg", "ru", 0.02, 0),
    ],
)
def test_a_sample_is_read_and_its_words_are_where_the_ink_is(
    sample: str, language: str, limit: float, turn: int
) -> None:
    document = read(sample)

    (page,) = document.pages
    assert errors(language, page.text) <= limit
    assert page.turn == turn
    assert all(0 < word.confidence <= 1 for word in page.words)
    assert ink_under_words(sample, document) > 0.95


def test_a_coarse_fax_of_two_pages_is_read() -> None:
    document = read("fax-of-two-pages-coarse.tiff")

    pairs = zip(("es", "fr"), document.pages, strict=True)
    found = [errors(language, page.text) for language, page in pairs]
    assert max(found) <= 0.02


def test_without_the_program_every_sample_is_kept_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(pytesseract.environ, "PATH", str(tmp_path))

    document = read("turned-by-exif-russian.jpg")

    assert [page.problem for page in document.pages] == ["scan_not_read"]
    assert "not installed" in document.problems[0].detail


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            '[ "$1" = --version ] && exec echo tesseract 5.3.0\nexec sleep 99', id="reading"
        ),
        pytest.param("exec sleep 99", id="telling its version"),
    ],
)
def test_a_program_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(tesseract, "_VERSION_SECONDS", 1.0)
    document, seconds = with_program(tmp_path, script)

    assert seconds < 30
    assert "too long" in document.problems[0].detail
    left = [one for one in psutil.Process().children() if "sleep" in one.cmdline()]
    assert left == []


def test_a_program_of_another_kind_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the library remembers the first version that it was told, and before that itself
    ask = pytesseract.get_tesseract_version
    monkeypatch.setattr(ask, "_result", ask)

    document, _ = with_program(tmp_path, "exit 0")

    assert [page.problem for page in document.pages] == ["scan_not_read"]
    assert "version" in document.problems[0].detail


def test_a_picture_of_too_many_pixels_is_told_and_not_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")

    document = extract("bomb.png", "", out.getvalue(), ocr=PATIENT)

    assert [one.code for one in document.problems] == ["too_large"]


def test_frames_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_FRAMES", 2)
    out = io.BytesIO()
    frame = Image.new("L", (200, 200), 255)
    frame.save(out, "TIFF", save_all=True, append_images=[frame] * 3)

    document = extract("fax.tiff", "", out.getvalue(), ocr=PATIENT)

    assert len(document.pages) == 2
    assert [one.code for one in document.problems] == ["too_many_pages"]


@pytest.mark.parametrize(
    "sample",
    ["scan-below-a-note.docx", "scan-below-a-note.rtf", "slide-of-a-scan.pptx"],
)
def test_a_scan_inside_a_document_is_read(sample: str) -> None:
    file = Attachment(name=sample, media_type="", content=(CORPUS / sample).read_bytes())

    opened = unfold([file], lambda one: extract(one.name, one.media_type, one.content, ocr=PATIENT))

    wanted = (CORPUS / "letter-fr.txt").read_text(encoding="utf-8").split()[:40]
    found = " ".join(page.text for page in opened[-1][1].pages).split()
    assert len([word for word in wanted if word in found]) > 36
