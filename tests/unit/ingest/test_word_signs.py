"""Boxes, chosen entries, symbols and equations, and that nothing is said twice or lost."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from ingest.extract import extract
from ingest.ocr import OcrOptions
from ingest.opendocument import FAMILY
from tests import hostile

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *(("office", "office"), ("text", "text"), ("draw", "drawing"), ("form", "form")),
        ("field", "field"),
    )
)


def read(content: bytes) -> str:
    document = extract("file", "", content, ocr=OcrOptions(enabled=False))
    return "\n".join(page.text for page in document.pages)


def word(body: str) -> str:
    return read(hostile.docx_of(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def math(inner: str) -> str:
    return f"<w:p><m:oMath>{inner}</m:oMath></w:p>"


def test_ticks_and_chosen_entries_of_a_word_form_are_read() -> None:
    assert read((CORPUS / "ticks-and-a-chosen-entry.docx").read_bytes()).split("\n\n") == [
        "☒ Financial support",
        "☐ Technical support",
        "☒ Training",
        "☐ Equipment",
        "☒ Interpreters",
        "☐ Judges",
        "Region: South",
    ]


def test_a_box_shows_the_sign_that_was_written_into_it() -> None:
    box = "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/></w14:checkbox></w:sdtPr>"

    assert word(f"<w:p>{box}<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt></w:p>") == "☒"


def test_a_box_without_a_known_sign_says_how_it_stands() -> None:
    box = "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
    sign = "<w:r><w:sym w:font='Wingdings' w:char='F041'/></w:r>"

    assert word(f"<w:p>{box}<w:sdtContent>{sign}</w:sdtContent></w:sdt></w:p>") == "☒"


def test_an_entry_that_the_field_shows_itself_is_said_once() -> None:
    field = "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:listEntry "
    field += "w:val='North'/></w:ddList></w:ffData></w:fldChar></w:r>"
    field += f"{run('North')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"

    assert word(field) == "North"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (
            "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "1/2",
        ),
        (
            "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>",
            "10^6",
        ),
        ("<m:d><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:d>", "(a+b)"),
    ],
)
def test_an_equation_keeps_its_figures_apart(inner: str, line: str) -> None:
    assert word(math(inner)) == line


def test_a_text_box_with_a_stand_in_for_old_programs_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('URGENT')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:textbox>"
    both += f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"

    assert word(f"<w:p>{run('Letter')}<w:r>{both}</w:r></w:p>") == "Letter\n\nURGENT"


def test_content_controls_in_rows_and_links_are_read_once() -> None:
    cell = (
        f"<w:sdt><w:sdtContent><w:tc><w:p>{run('two experts')}</w:p></w:tc></w:sdtContent></w:sdt>"
    )
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('Asked')}</w:p></w:tc>{cell}</w:tr></w:tbl>"
    link = f"<w:p>{run('See ')}<w:hyperlink>{run('the annex')}</w:hyperlink></w:p>"

    assert word(table + link) == "Asked | two experts\n\nSee the annex"


def related(kind: str, part: str) -> list[tuple[str, str]]:
    document = docx.Document()
    document.add_paragraph("We ask for two experts.")
    made = PackURI(f"/word/{kind}1.xml")
    content = f"<x {NAMES}>{part}</x>".encode()
    piece = Part(made, "application/xml", content, document.part.package)
    document.part.relate_to(piece, f"http://schemas.openxmlformats.org/x/{kind}")
    out = io.BytesIO()
    document.save(out)
    read_ = extract("a.docx", "", out.getvalue(), ocr=OcrOptions(enabled=False))
    return [(page.method, page.text) for page in read_.pages]


def test_comments_of_a_word_file_are_a_page_of_their_own() -> None:
    comment = f"<w:comment><w:p>{run('Or three?')}</w:p></w:comment>"

    assert related("comments", comment) == [
        ("docx", "We ask for two experts."),
        ("note", "Or three?"),
    ]


def test_the_words_of_a_diagram_are_read() -> None:
    assert related("diagramData", f"<w:p>{run('Step one')}</w:p>") == [
        ("docx", "We ask for two experts.\n\nStep one")
    ]


def test_comments_of_rich_text_are_a_page_of_their_own() -> None:
    rich = rb"{\rtf1 We ask{\*\atnauthor X}\chatn{\*\annotation{\*\atndate 1}\pard Or three?}"
    rich += b" for two.}"

    document = extract("a.rtf", "", rich, ocr=OcrOptions(enabled=False))

    assert [(page.method, page.text) for page in document.pages] == [
        ("rtf", "We ask for two."),
        ("note", "Or three?"),
    ]


def test_comments_of_an_open_document_are_a_page_of_their_own() -> None:
    remark = "<office:annotation><text:p>Or three?</text:p></office:annotation>"

    assert open_text(f"<text:p>We ask{remark} for two.</text:p>") == "We ask for two.\nOr three?"


def test_a_chunk_of_another_format_is_a_file_inside() -> None:
    chunk = ("word/part.html", b"<p>We ask for two experts.</p>")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/aFChunk" Target="part.html"/></Relationships>'
    )
    body = f"<w:document {NAMES}><w:body><w:altChunk/></w:body></w:document>".encode()
    parts = [
        ("word/document.xml", body),
        chunk,
        ("word/_rels/document.xml.rels", relations.encode()),
    ]

    document = extract("a.docx", "", hostile.zipped(parts), ocr=OcrOptions(enabled=False))

    assert (document.nested, document.problems) == ((("part.html", chunk[1]),), ())


def open_text(body: str) -> str:
    root = f'<office:document {OPEN} office:mimetype="{FAMILY}text"><office:body><office:text>'
    return read(
        f"<?xml version='1.0'?>{root}{body}</office:text></office:body></office:document>".encode()
    )


def test_boxes_of_an_open_document_are_read_where_they_are_drawn() -> None:
    form = "<office:forms><form:form><form:checkbox form:id='c1' form:label='Training' "
    form += "form:current-state='checked'/><form:text form:id='c2' form:current-value='Lomé'/>"
    form += "</form:form></office:forms>"
    drawn = "<text:p>Asked: <draw:control draw:control='c1'/> in <draw:control draw:control='c2'/>"

    assert open_text(f"{form}{drawn}</text:p>") == "Asked: ☒ Training in Lomé"


@pytest.mark.parametrize(("state", "sign"), [("true", "☒"), ("false", "☐")])
def test_a_box_of_a_word_form_saved_as_an_open_document_is_read(state: str, sign: str) -> None:
    field = "<field:fieldmark field:type='vnd.oasis.opendocument.field.FORMCHECKBOX'><field:param "
    field += f"field:name='Checkbox_Checked' field:value='{state}'/></field:fieldmark>"

    assert open_text(f"<text:p>{field} Training</text:p>") == f"{sign} Training"


@pytest.mark.parametrize(
    ("said", "sign"), [(r"\ffdefres0\ffres1", "☒"), (r"\ffdefres1\ffres25", "☒"), ("", "☐")]
)
def test_a_box_of_a_rich_text_form_is_read(said: str, sign: str) -> None:
    rich = r"{\rtf1{\field{\*\fldinst {FORMCHECKBOX}{{\*\formfield{\fftype1" + said
    rich += r"}}}}{\fldrslt }} Training}"

    assert read(rich.encode()) == f"{sign} Training"
