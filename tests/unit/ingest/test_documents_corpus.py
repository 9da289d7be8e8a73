"""Files of tests/corpus/documents, each named by the property that it shows.

Made by LibreOffice, python-docx and msgforge of invented letters; winmail.dat by our own writer.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.extract import extract
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from ingest.segment import Document

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "documents"

ARABIC_ROW = "تدريب القضاة | المنطقة الشمالية | 3 | 12500 €"
RUSSIAN_ROW = "Обучение судей | Северный регион | 3 | 12 500 €"
FRENCH_ROW = "Formation des juges | Région du Nord | 3 | 12 500 €"
#: what LibreOffice's letters have around their text: letterhead, box, note, foot
AROUND = ("وزارة", "URGENT · عاجل · СРОЧНО", "Art. 14 (2)", "Tel. +00 12 345 67")


def read(name: str) -> Document:
    content = (FOLDER / name).read_bytes()
    return extract(name, "", content, ocr=OcrOptions(enabled=False))


def text_of(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("arabic-table-box-note.docx", ARABIC_ROW),
        ("arabic-table-box-note.odt", ARABIC_ROW),
        ("arabic-table-box-note.rtf", ARABIC_ROW),
        ("russian-table-box-note.rtf", RUSSIAN_ROW),
        ("french-table-box-note.odt", FRENCH_ROW),
        ("russian-rich-text-body.msg", RUSSIAN_ROW),
        ("french-html-inside-rich-text.msg", FRENCH_ROW),
        ("russian-rich-text-body-and-file.dat", RUSSIAN_ROW),
    ],
)
def test_a_letter_keeps_its_rows_in_any_format(name: str, row: str) -> None:
    document = read(name)

    assert row in text_of(document).split("\n")
    assert document.problems == ()


@pytest.mark.parametrize(
    "name", ["arabic-table-box-note.docx", "arabic-table-box-note.odt", "arabic-table-box-note.rtf"]
)
def test_what_stands_around_a_letter_is_read(name: str) -> None:
    text = text_of(read(name))

    assert [words for words in AROUND if words not in text] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_an_old_word_file_is_read_by_way_of_a_new_one() -> None:
    document = read("russian-old-word.doc")

    assert document.media_type == "application/msword"
    assert RUSSIAN_ROW in text_of(document).split("\n")


@pytest.mark.parametrize(
    "name", ["white-text-on-white.docx", "newsletter-that-hides-an-offer.html", "hidden-text.rtf"]
)
def test_a_file_that_hides_text_says_so_and_does_not_tell_it(name: str) -> None:
    document = read(name)

    assert "three million" not in text_of(document)
    assert [one.code for one in document.problems] == ["hidden_text"]


@pytest.mark.parametrize(
    "name", ["password.docx", "password-old-word.doc", "password.odt", "password.zip"]
)
def test_a_file_with_a_password_says_so(name: str) -> None:
    assert [one.code for one in read(name).problems] == ["encrypted"]


def test_a_template_and_data_from_elsewhere_are_not_fetched() -> None:
    document = read("remote-template-and-dde.docx")

    assert text_of(document) == "We ask for support. 42"
    assert document.problems == ()
