"""Which pictures of a document are read, and what is said of the others."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import openpyxl.drawing.image
import pytest
from docx.oxml import OxmlElement
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest import datapictures, mail, rtfpictures
from ingest.enclosed import MAX_INSIDE, Picture, enclosed
from ingest.extract import extract
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from ingest.segment import Document

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
NOTE = "Please find below the letter of the Ministry of Justice of our country. " * 3
EMF = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)


def read(content: bytes, name: str = "letter") -> Document:
    return extract(name, "", content, ocr=OcrOptions(enabled=False))


def codes(document: Document) -> list[str]:
    return [one.code for one in document.problems]


def a_picture(width: int, height: int, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (width, height), 1).save(made, kind)
    return made.getvalue()


def a_document(picture: bytes, *, text: str = NOTE, width: float = 6) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    if text:
        made.add_paragraph(text)
    made.add_picture(io.BytesIO(picture), width=Inches(width))
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "sample",
    [
        "scan-below-a-note.docx",
        "scan-below-a-note.odt",
        "scan-below-a-note.rtf",
        "slide-of-a-scan.pptx",
    ],
)
def test_a_scan_pasted_into_a_document_is_handed_on(sample: str) -> None:
    document = read((CORPUS / sample).read_bytes())

    assert [Image.open(io.BytesIO(data)).size for _, data in document.nested] == [(1241, 1754)]
    assert codes(document) == []


def test_a_scan_in_the_header_of_a_page_is_handed_on() -> None:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(NOTE)
    run = made.sections[0].header.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(a_picture(1200, 1700)), width=Inches(6))
    made.save(out)

    assert len(read(out.getvalue()).nested) == 1


@pytest.mark.parametrize(("size", "width"), [((300, 200), 2.0), ((1600, 1600), 1.0)])
def test_a_logo_beside_words_is_left_out(size: tuple[int, int], width: float) -> None:
    document = read(a_document(a_picture(*size), width=width))

    assert (document.nested, codes(document)) == ((), [])


def test_a_part_of_a_page_is_handed_on_where_there_are_hardly_any_words() -> None:
    assert len(read(a_document(a_picture(900, 300), text="")).nested) == 1


def test_a_file_with_a_small_picture_alone_is_not_called_empty() -> None:
    assert codes(read(a_document(a_picture(60, 60), text="", width=1))) == ["no_text"]


def test_a_picture_deleted_under_review_is_left_out() -> None:
    content = a_document(a_picture(1200, 1700))
    made, out = docx.Document(io.BytesIO(content)), io.BytesIO()
    run = made.paragraphs[-1].runs[0]._r
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    made.save(out)

    assert read(out.getvalue()).nested == ()


def test_a_drawing_of_lines_is_named_as_one_that_is_not_read() -> None:
    picture = Picture(name="letter.emf", content=EMF, inches=(6.0, 8.0))

    found = enclosed("a.docx", [picture], text=NOTE)

    assert [name for name, _ in found.nested] == ["letter.emf"]
    assert codes(read(EMF)) == ["not_readable_type"]
    assert "image/emf" in read(EMF).problems[0].detail


def test_more_pictures_than_the_limit_are_told() -> None:
    pages = [
        Picture(name=f"{n}.png", content=a_picture(1200, 1700 + n)) for n in range(MAX_INSIDE + 1)
    ]

    found = enclosed("a.docx", pages, text=NOTE)

    assert len(found.nested) == MAX_INSIDE
    assert [one.code for one in found.problems] == ["too_many_inside"]


def test_a_scan_in_the_html_of_a_mail_is_one_of_its_files() -> None:
    raw = (CORPUS.parent / "mail" / "scan-inside-the-html.eml").read_bytes()

    assert [(one.name, one.media_type) for one in mail.parse(raw).attachments] == [
        ("picture-1.png", "image/png")
    ]


def test_words_after_a_large_picture_in_html_are_read() -> None:
    coded = base64.b64encode(a_picture(1200, 1700, "BMP") * 4)
    page = b"<p>Before<img src='data:image/bmp;base64," + coded + b"'><p>After"

    document = read(page)

    assert document.pages[0].text.split() == ["Before", "After"]
    assert codes(document) == []


def test_a_logo_in_html_is_left_out() -> None:
    coded = base64.b64encode(a_picture(300, 200) + bytes(200))
    page = f"<p>{NOTE}<img src='data:image/png;base64,{coded.decode()}'>".encode()

    assert read(page).nested == ()


def test_rich_text_gives_a_picture_once_where_it_is_written_twice() -> None:
    digits = a_picture(1200, 1700, "JPEG").hex().encode()
    rich = (
        b"{\\rtf1 {\\*\\shppict{\\pict\\jpegblip " + digits + b"}}{\\nonshppict{\\pict\\wmetafile8 "
    )
    rich += digits + b"}}}"

    assert [one.name for one in rtfpictures.pictures(rich)] == ["picture-1.jpg"]


def test_rich_text_gives_pictures_that_are_written_as_bytes() -> None:
    data = a_picture(1200, 1700)
    rich = b"{\\rtf1 {\\pict\\pngblip\\bin%d " % len(data) + data + b"} We ask}"

    document = read(rich)

    assert [content for _, content in document.nested] == [data]
    assert document.pages[0].text == "We ask"


def test_a_bitmap_of_rich_text_is_a_file_again() -> None:
    bitmap = a_picture(1200, 1700, "BMP")
    rich = b"{\\rtf1 {\\pict\\dibitmap0 " + bitmap[14:].hex().encode() + b"}}"

    assert [Image.open(io.BytesIO(data)).size for _, data in read(rich).nested] == [(1200, 1700)]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_after_the_sign_of_a_picture_give_a_list(content: bytes) -> None:
    rtfpictures.pictures(b"{\\rtf1{\\pict\\dibitmap\\bin9" + content)
    datapictures.apart(b"<img src='data:image/png;base64," + b"QUJD" * 20 + content)


def test_a_scan_on_a_sheet_of_a_workbook_is_handed_on() -> None:
    made, out = openpyxl.Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet["A1"] = NOTE
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(a_picture(1200, 1700))))
    made.save(out)

    assert len(read(out.getvalue()).nested) == 1
