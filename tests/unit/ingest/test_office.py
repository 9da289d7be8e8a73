from __future__ import annotations

import io

import docx
from docx.oxml import OxmlElement

from ingest.office import read


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def text_of(document: object) -> str:
    return read("letter.docx", saved(document)).pages[0].text


def test_letterhead_paragraphs_and_tables_come_in_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministry of the Interior"
    document.add_paragraph("We ask for support.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], "abcd", strict=True):
        cell.text = text
    document.add_paragraph("With thanks.")

    assert text_of(document) == (
        "Ministry of the Interior\n\nWe ask for support.\n\na | b\nc | d\n\nWith thanks."
    )


def test_insertions_under_review_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We ask for ")
    inserted, deleted = paragraph.add_run("two experts")._r, paragraph.add_run("one expert")._r
    for tag, run in (("w:ins", inserted), ("w:del", deleted)):
        change = OxmlElement(tag)
        run.addprevious(change)
        change.append(run)

    assert text_of(document) == "We ask for two experts"


def test_content_controls_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Filled in on a form.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)

    assert text_of(document) == "Filled in on a form."


def test_an_empty_document_says_so() -> None:
    assert [one.code for one in read("x.docx", saved(docx.Document())).problems] == ["empty"]


def test_a_damaged_document_says_so() -> None:
    assert [one.code for one in read("x.docx", saved(docx.Document())[:-200]).problems] == [
        "damaged"
    ]
