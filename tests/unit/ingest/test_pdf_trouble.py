"""Files that are no good PDFs: each gives its code, none an exception, all in bounded time."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.bounds import Bounds
from ingest.ocr import OcrOptions
from ingest.pdf import read
from tests import pdf_samples

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
NO_OCR = OcrOptions(enabled=False)


def codes(content: bytes) -> list[str]:
    return [problem.code for problem in read("x.pdf", content, NO_OCR).problems]


def raw(*objects: str) -> bytes:
    """A file of these objects, numbered from 1, its catalogue the first; no table of them."""
    body = "".join(
        f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, start=1)
    )
    return f"%PDF-1.7\n{body}trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n".encode()


def page(content: str, box: str = "0 0 595 842") -> bytes:
    return raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )


WORDS = "BT /F 12 Tf 72 700 Td (We request support) Tj ET"


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("", ownerPassword="secret", canPrint=0))
    canvas.drawString(72, 700, "We request support")
    canvas.save()

    result = read("x.pdf", out.getvalue(), NO_OCR)

    assert (result.pages[0].text, result.problems) == ("We request support", ())


@pytest.mark.parametrize("lock", ["Adobe.PubSec/SubFilter/adbe.pkcs7.s5", "MicrosoftIRMServices"])
def test_a_file_under_a_certificate_or_rights_management_is_locked_not_damaged(lock: str) -> None:
    locked = page(WORDS).replace(
        b"/Root 1 0 R", f"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/{lock}/V 4/R 4>>".encode()
    )

    assert codes(locked) == ["encrypted"]


def test_a_file_without_its_end_is_read_and_nothing_is_said_where_nothing_is_lost() -> None:
    whole = (CORPUS / "letter-fr.pdf").read_bytes()
    end = whole.rindex(b"startxref")

    cut = read("x.pdf", whole[:end], NO_OCR)

    assert cut.pages[0].text == read("x.pdf", whole, NO_OCR).pages[0].text
    assert cut.problems == ()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_off_among_its_objects_is_damaged(share: float) -> None:
    whole = (CORPUS / "letter-fr.pdf").read_bytes()
    objects = whole.rindex(b"endobj")

    assert set(codes(whole[: int(share * objects)])) & {"damaged", "no_pages"}


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n", b"\0" * 1000, b"MZ" + b"x" * 99])
def test_what_is_no_pdf_is_damaged(content: bytes) -> None:
    assert codes(content) == ["damaged"]


def test_a_document_without_pages_says_so() -> None:
    empty = raw("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>")

    assert codes(empty) == ["no_pages"]


def test_of_2000_pages_the_first_are_read_and_the_rest_are_told() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(2_000):
        document.new_page(*A4)
    out = io.BytesIO()
    document.save(out)

    result = read("x.pdf", out.getvalue(), NO_OCR, bounds=Bounds(pages=50))

    assert len(result.pages) == 50
    told = [(one.code, "50" in one.detail) for one in result.problems]
    assert told == [("too_many_pages", True), ("no_text", False)]


@pytest.mark.parametrize(
    "box",
    [
        "0 0 1e9 1e9",
        "0 0 0 0",
        "0 0 1e-3 1e9",
        "595 842 0 0",
        "-1e6 -1e6 1e6 1e6",
        "0 0 nan inf",
        "a b",
    ],
)
def test_a_page_of_absurd_size_is_read_with_words_within_it(box: str) -> None:
    (one,) = read("x.pdf", page(WORDS, box), NO_OCR).pages

    assert all(0 <= side <= 1 for word in one.words for side in word.box)


@pytest.mark.parametrize(
    "content",
    [
        WORDS + " 10 10 m 20 20 l S" * 100_000,
        WORDS + " 10 10 5 5 re f" * 100_000,
        WORDS + " BT /F 9 Tf 9 9 Td (x) Tj ET" * 100_000,
        WORDS + " q" * 100_000,
        "BT /F 12 Tf 72 700 Td (" + "word " * 60_000 + ") Tj ET",
        WORDS + "".join(f" {x} 0 m {x} 800 l S 0 {x} m 500 {x} l S" for x in range(0, 500, 1)),
    ],
    ids=["lines", "boxes", "letters", "states", "one line", "grid"],
)
def test_a_page_of_very_many_objects_ends_in_time(content: str) -> None:
    started = time.process_time()
    result = read("x.pdf", page(content), NO_OCR)

    assert time.process_time() - started < 20
    assert len(result.pages) == 1


def test_a_page_tree_that_goes_in_circles_ends() -> None:
    circle = raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 9/Parent 3 0 R>>",
        "<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>",
    )

    assert set(codes(circle)) & {"damaged", "no_pages"}


def test_a_page_tree_of_great_depth_ends() -> None:
    deep = raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        *(f"<</Type/Pages/Kids[{number} 0 R]/Count 1>>" for number in range(3, 5_000)),
        "<</Type/Page/MediaBox[0 0 9 9]>>",
    )

    assert set(codes(deep)) & {"damaged", "no_pages"}


def test_a_form_that_holds_itself_ends() -> None:
    loop = raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
        "/Resources<</XObject<</X 5 0 R>>>>>>",
        "<</Length 5>>stream\n/X Do\nendstream",
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5/Resources<</XObject<</X 5 0 R>>>>>>"
        "stream\n/X Do\nendstream",
    )

    assert len(read("x.pdf", loop, NO_OCR).pages) == 1


def test_a_wrong_table_of_objects_is_mended() -> None:
    whole = (CORPUS / "letter-es.pdf").read_bytes()
    wrong = whole.replace(b"\nstartxref\n", b"\nstartxref\n9")

    assert read("x.pdf", wrong, NO_OCR).pages[0].text == read("x.pdf", whole, NO_OCR).pages[0].text


def test_more_files_inside_than_the_limit_are_told() -> None:
    many = pdf_samples.with_embedded(*((f"{number}.txt", b"x") for number in range(25)))

    result = read("x.pdf", many, NO_OCR)

    assert len(result.nested) == 20
    assert [one.code for one in result.problems] == ["too_many_files"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(pdf_samples.GOLDEN)), st.data())
def test_a_damaged_file_gives_a_document(name: str, data: st.DataObject) -> None:
    content = bytearray((CORPUS / f"{name}.pdf").read_bytes()[:60_000])
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    result = read("x.pdf", bytes(content), NO_OCR)

    assert result.pages or result.problems


def test_a_blank_page_is_told() -> None:
    assert codes(page("")) == ["no_text"]


def test_a_page_with_words_is_not_told_to_be_blank() -> None:
    assert codes(page(WORDS)) == []
