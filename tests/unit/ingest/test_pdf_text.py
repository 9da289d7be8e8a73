from __future__ import annotations

import io
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr import OcrOptions
from ingest.pdf import read

if TYPE_CHECKING:
    from ingest.segment import Document

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
NO_OCR = OcrOptions(enabled=False)


def drawn(*pages: list[tuple[float, float, str]], password: str | None = None) -> bytes:
    out = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt)
    for page in pages:
        canvas.setFont("Times-Roman", 12)
        for x, y, words in page:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def document(content: bytes) -> Document:
    return read("letter.pdf", content, NO_OCR)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru"])
def test_a_letter_is_read_word_for_word(language: str) -> None:
    page = document((CORPUS / f"letter-{language}.pdf").read_bytes()).pages[0]

    assert words(page.text) == words((CORPUS / f"letter-{language}.txt").read_text("utf-8"))


def test_paragraphs_are_set_apart_and_lines_are_not() -> None:
    page = document((CORPUS / "letter-fr.pdf").read_bytes()).pages[0]

    assert len(page.text.split("\n\n")) == 6


def test_an_arabic_line_that_vowel_marks_tear_apart_is_mended() -> None:
    page = document((CORPUS / "arabic-vowel-marks-and-table.pdf").read_bytes()).pages[0]

    assert page.text.startswith("لقد أجرينا تقييما للاحتياجات في عام 2025 وتبين أن عدد الملفات")


def test_a_ruled_table_gives_rows_in_its_place_in_the_order_of_reading() -> None:
    page = document((CORPUS / "arabic-vowel-marks-and-table.pdf").read_bytes()).pages[0]

    assert page.text.split("\n\n")[1] == "المجال | الحاجة\nالترجمة | تدريب عشرين مترجما"


def test_a_word_divided_at_the_end_of_a_line_is_joined() -> None:
    page = document(
        drawn([(60, 800, "We want to strengthen the regis-"), (60, 785, "tration.")])
    ).pages[0]

    assert page.text == "We want to strengthen the registration."


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(60, 800 - 15 * row, f"left column line {row}") for row in range(5)]
    right = [(320, 800 - 15 * row, f"right column line {row}") for row in range(5)]

    text = document(drawn([*left, *right])).pages[0].text

    assert text.index("left column line 4") < text.index("right column line 0")


def test_pages_are_numbered_from_one_and_an_empty_page_is_kept() -> None:
    pages = document(drawn([(60, 800, "first page")], [], [(60, 800, "third page")])).pages

    assert [(page.number, page.text) for page in pages] == [
        (1, "first page"),
        (2, ""),
        (3, "third page"),
    ]


def test_a_document_with_a_password_is_encrypted() -> None:
    result = document(drawn([(60, 800, "secret")], password="secret"))

    assert [problem.code for problem in result.problems] == ["encrypted"]


def test_a_document_cut_off_in_the_middle_is_damaged() -> None:
    assert [problem.code for problem in document(b"%PDF-1.7\n" + bytes(500)).problems] == [
        "damaged"
    ]


def test_a_document_of_very_many_pages_is_read_up_to_the_limit() -> None:
    result = document(drawn(*[[(60.0, 800.0, f"page {number}")] for number in range(305)]))

    assert len(result.pages) == 300
    assert [problem.code for problem in result.problems] == ["too_many_pages"]


def test_a_page_that_is_one_picture_is_a_scan() -> None:
    scan = (
        pypdfium2.PdfDocument((CORPUS / "letter-fr.pdf").read_bytes())[0].render(scale=1).to_pil()
    )
    out = io.BytesIO()
    scan.save(out, "PDF")

    result = document(out.getvalue())

    assert [(page.method, page.problem) for page in result.pages] == [("ocr", "scan_not_read")]


def test_a_file_embedded_in_a_document_lies_inside_it() -> None:
    outer = pypdfium2.PdfDocument(drawn([(60, 800, "see the annex")]))
    outer.new_attachment("annex.txt").set_data(b"the annex")
    out = io.BytesIO()
    outer.save(out)

    assert document(out.getvalue()).nested == (("annex.txt", b"the annex"),)


def test_a_page_of_text_takes_a_fraction_of_the_time_allowed() -> None:
    content = (CORPUS / "letter-fr.pdf").read_bytes()
    document(content)

    started = time.process_time()
    document(content)

    assert time.process_time() - started < 0.05
