"""Tesseract for real, on letters printed, scanned askew at 200 dpi, unevenly lit and noisy."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from ingest import tesseract
from ingest.extract import extract
from ingest.ocr import OcrOptions
from ingest.tesseract import languages

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
NEEDED = {"eng", "fra", "spa", "por", "ara", "rus", "osd"}

pytestmark = pytest.mark.skipif(
    not languages() >= NEEDED, reason="Tesseract or its languages are not installed"
)


def scanned(language: str, *, skew: float = 1.2) -> Image.Image:
    page = pypdfium2.PdfDocument((CORPUS / f"letter-{language}.pdf").read_bytes())[0]
    sheet = page.render(scale=200 / 72, grayscale=True).to_pil()
    sheet = sheet.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=250)
    shades = np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float64)
    noise = np.random.default_rng(20260303)
    shades = shades * np.linspace(0.75, 0.95, shades.shape[1]) + noise.normal(0, 14, shades.shape)
    specks = noise.random(shades.shape)
    shades[specks < 0.0015] = 30
    return Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))


def upper_half(picture: Image.Image) -> Image.Image:
    """The written half of the sheet: half the time."""
    return picture.crop((0, 0, picture.width, picture.height // 2))


def as_pdf(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=200)
    return out.getvalue()


def error_rate(language: str, text: str) -> float:
    truth = " ".join((CORPUS / f"letter-{language}.txt").read_text("utf-8").split())
    read = " ".join(text.split())
    above = list(range(len(read) + 1))
    for row, wanted in enumerate(truth, start=1):
        here = [row]
        for column, got in enumerate(read, start=1):
            changed = above[column - 1] + (wanted != got)
            here.append(min(above[column] + 1, here[-1] + 1, changed))
        above = here
    return above[-1] / len(truth)


@pytest.mark.parametrize(
    ("language", "limit"), [("fr", 0.005), ("es", 0.005), ("ru", 0.005), ("ar", 0.03)]
)
def test_a_fair_scan_is_read_with_few_errors(language: str, limit: float) -> None:
    document = extract("scan.pdf", "", as_pdf(scanned(language)), ocr=OcrOptions())

    assert [page.method for page in document.pages] == ["ocr"]
    assert error_rate(language, document.pages[0].text) <= limit


def test_a_page_that_lies_on_its_side_is_turned() -> None:
    out = io.BytesIO()
    upper_half(scanned("fr")).rotate(90, expand=True).save(out, "PNG", dpi=(200, 200))

    document = extract("scan.png", "", out.getvalue(), ocr=OcrOptions())

    assert error_rate("fr", document.pages[0].text) <= 0.01


def test_a_page_whose_script_was_mistaken_is_read_in_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # what Tesseract said of a page in capitals; which pages it errs on changes with its version
    monkeypatch.setattr(tesseract, "orientation", lambda *_, **__: ("Cyrillic", 90))
    out = io.BytesIO()
    upper_half(scanned("fr")).rotate(90, expand=True).save(out, "PNG", dpi=(200, 200))

    document = extract("scan.png", "", out.getvalue(), ocr=OcrOptions())

    assert error_rate("fr", document.pages[0].text) <= 0.01


def test_a_page_that_was_stood_on_its_head_is_turned_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # wrong by half a turn; which pages Tesseract errs on changes with its version
    monkeypatch.setattr(tesseract, "orientation", lambda *_, **__: ("Latin", 270))
    out = io.BytesIO()
    upper_half(scanned("fr")).rotate(90, expand=True).save(out, "PNG", dpi=(200, 200))

    page = extract("scan.png", "", out.getvalue(), ocr=OcrOptions()).pages[0]

    assert page.turn == 90
    assert error_rate("fr", page.text) <= 0.01


def test_every_page_of_a_fax_is_read() -> None:
    out = io.BytesIO()
    pages = [upper_half(scanned("es", skew=skew)) for skew in (0.0, -0.8)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))

    document = extract("fax.tiff", "", out.getvalue(), ocr=OcrOptions())

    assert [page.number for page in document.pages] == [1, 2]
    assert all(error_rate("es", page.text) <= 0.01 for page in document.pages)


def test_a_blank_page_is_no_trouble() -> None:
    out = io.BytesIO()
    Image.new("L", (1654, 2339), 245).save(out, "PNG")

    document = extract("blank.png", "", out.getvalue(), ocr=OcrOptions())

    assert (document.pages[0].text, document.problems) == ("", ())


def test_grain_without_letters_is_not_read_as_words() -> None:
    grain = np.random.default_rng(1).normal(200, 30, (1200, 900)).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "PNG")

    document = extract("grain.png", "", out.getvalue(), ocr=OcrOptions())

    assert document.pages[0].text == ""


def test_scans_beyond_the_limit_are_kept_and_not_read() -> None:
    out = io.BytesIO()
    page = upper_half(scanned("fr", skew=0.0))
    page.save(out, "TIFF", save_all=True, append_images=[page])

    document = extract("fax.tiff", "", out.getvalue(), ocr=OcrOptions(max_pages=1))

    assert [page.problem for page in document.pages] == [None, "scan_not_read"]


def test_without_the_program_a_scan_is_kept_and_says_why() -> None:
    options = OcrOptions(tesseract="/nowhere/tesseract")

    document = extract("scan.pdf", "", as_pdf(upper_half(scanned("fr"))), ocr=options)

    assert [page.problem for page in document.pages] == ["scan_not_read"]
    assert "not installed" in document.problems[0].detail


def test_a_page_that_takes_too_long_is_given_up() -> None:
    document = extract(
        "scan.pdf", "", as_pdf(upper_half(scanned("fr"))), ocr=OcrOptions(page_seconds=0.05)
    )

    assert [page.problem for page in document.pages] == ["scan_not_read"]
    assert "too long" in document.problems[0].detail
