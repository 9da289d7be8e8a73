"""Files of many programs: each is read or named, none is quoted as the code that it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import sniff, xmlkind
from ingest.extract import extract
from ingest.ocr import OcrOptions
from tests import hostile

if TYPE_CHECKING:
    from ingest.segment import Document

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
FRENCH_ROW = "Formation des juges | Région du Nord | 3 | 12 500 €"
ASKED = "We ask for two experts."
WORD_2003 = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
SHEET_2003 = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
)


def read(content: bytes) -> Document:
    return extract("file", "", content, ocr=OcrOptions(enabled=False))


def text_of(content: bytes) -> str:
    return "\n".join(page.text for page in read(content).pages)


@pytest.mark.parametrize(
    "word",
    [
        *("BMI, Berlin", "MZV, Praha", "GIF", "MThd", "ID3", "AC10", "OTTO", "FLV", "8BPS", "BZh"),
        *("OggS", "fLaC", "SQLi", "%!", "CWS", "MSCF", "Cr24", "NES", "LZIP"),
    ],
)
def test_words_that_begin_like_a_program_or_picture_are_text(word: str) -> None:
    assert text_of(f"{word}: {ASKED}".encode()) == f"{word}: {ASKED}"


def test_russian_words_that_begin_like_a_recording_are_text() -> None:
    words = "яснее сказать нельзя, просим помощи в обучении переводчиков"

    assert text_of(words.encode("cp1251")) == words


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"BM" + bytes(4) + bytes(4) + b"\x36\0\0\0" + bytes(60), "image/bmp"),
        (b"MZ\x90\0" + bytes(range(256)), "application/x-msdownload"),
        (b"%!PS-Adobe-3.0\n%%Pages: 1\nshowpage", "application/postscript"),
    ],
)
def test_pictures_and_programs_are_known_all_the_same(content: bytes, kind: str) -> None:
    assert read(content).media_type == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        (("Index/Document.iwa", "preview.jpg"), "application/vnd.apple.iwork"),
        (("index.apxl",), "application/vnd.apple.keynote"),
        (("[Content_Types].xml", "visio/document.xml"), "application/vnd.ms-visio.drawing"),
        (("[Content_Types].xml", "Sequence.fdseq"), "application/vnd.openxmlformats-package"),
    ],
)
def test_a_package_without_a_reader_is_named_and_not_unpacked(
    members: tuple[str, ...], kind: str
) -> None:
    document = read(hostile.zipped((name, b"<x>code</x>") for name in members))

    assert [(one.code, one.what) for one in document.problems] == [("not_readable_type", kind)]
    assert (document.pages, document.nested) == ((), ())


def test_a_binary_workbook_is_named() -> None:
    document = read((CORPUS / "binary-workbook.xlsb").read_bytes())

    assert [one.code for one in document.problems] == ["not_readable_type"]
    assert document.nested == ()


def test_a_book_is_named() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("content.opf", "<x/>")

    assert [one.what for one in read(made.getvalue()).problems] == ["application/epub+zip"]


@pytest.mark.parametrize("sample", ["french-word-2003.xml", "french-in-one-file.fodt"])
def test_a_letter_in_one_file_of_xml_keeps_its_rows_and_what_stands_around_it(sample: str) -> None:
    text = text_of((CORPUS / sample).read_bytes())

    assert FRENCH_ROW in text.split("\n")
    assert all(words in text for words in ("وزارة", "URGENT", "Art. 14 (2)", "Tel. +00 12 345 67"))
    assert "<" not in text


def test_a_newer_word_file_in_one_file_of_xml_is_read() -> None:
    inner = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>' + ASKED
    inner += "</w:t></w:r></w:p></w:body></w:document>"
    packed = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
    packed += 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part '
    packed += f'pkg:name="/word/document.xml"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>'

    assert text_of(f"{packed}</pkg:package>".encode()) == ASKED


def test_a_workbook_of_2003_is_read_row_by_row() -> None:
    cells = '<Cell><Data ss:Type="String">Training</Data></Cell>'
    cells += '<Cell ss:Index="3"><Data ss:Type="DateTime">2027-03-01T00:00:00.000</Data></Cell>'
    table = f'<Worksheet ss:Name="Plan"><Table><Row>{cells}</Row></Table></Worksheet>'

    text = text_of(f'<?xml version="1.0"?><Workbook {SHEET_2003}>{table}</Workbook>'.encode())

    assert text == "Plan\nTraining |  | 2027-03-01"


def test_of_any_other_xml_the_words_alone_are_read() -> None:
    page = "<?xml version='1.0'?><case id='4'><to>ACSG</to>"
    page += "<p>We ask for <b>two</b> experts.</p></case>"

    assert text_of(page.encode()) == f"ACSG\n{ASKED}"


def test_damaged_xml_says_so_and_is_not_quoted() -> None:
    document = read(b"<?xml version='1.0'?><letter><p>We ask")

    assert [one.code for one in document.problems] == ["damaged"]
    assert document.pages == ()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "image/svg+xml"),
        (b'{"request": ["two experts"]}', "application/json"),
    ],
)
def test_what_programs_write_for_programs_is_named(content: bytes, kind: str) -> None:
    assert [one.what for one in read(content).problems] == [kind]


@pytest.mark.parametrize(
    "text",
    ["[1] See the annex. " + ASKED, "<Ministry of Justice> " + ASKED, "{draft} " + ASKED],
)
def test_words_in_brackets_are_words(text: str) -> None:
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><p>" + ASKED,
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>"
        + ASKED
        + "</p></html>",
        "<div xmlns='x'>" + ASKED,
    ],
)
def test_a_page_of_html_is_read_as_one(page: str) -> None:
    document = read(page.encode())

    assert (document.media_type, document.pages[0].text) == ("text/html", ASKED)


def test_a_page_of_html_in_two_bytes_a_letter_is_read_as_one() -> None:
    assert text_of(f"<html><body><p>{ASKED}</p>".encode("utf-16")) == ASKED


WEB = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
PAGE = b"Content-Location: file:///C:/letter.htm\r\nContent-Type: text/html\r\n\r\n"
PAGE += f"<p>{ASKED}\r\n".encode()
LIST = b"Content-Location: file:///C:/filelist.xml\r\nContent-Type: text/xml\r\n\r\n<xml/>\r\n"


@pytest.mark.parametrize("head", [b"", b"From: <Saved by Blink>\r\nSubject: Letter\r\n"])
def test_a_page_saved_as_one_file_is_read_without_what_word_keeps_beside_it(head: bytes) -> None:
    document = read(head + WEB + PAGE + b"--b\r\n" + LIST + b"--b--\r\n")

    assert (document.pages[-1].text, document.nested, document.problems) == (ASKED, (), ())


def test_a_mail_with_a_mark_of_its_charset_in_front_is_a_mail() -> None:
    raw = f"\ufeffFrom: a@b.example\r\nSubject: x\r\nMessage-ID: <a@b>\r\n\r\n{ASKED}".encode()

    assert [page.text for page in read(raw).pages][-1] == ASKED


def test_a_table_in_two_bytes_a_letter_keeps_its_rows() -> None:
    table = "Activity;Amount\nTraining;48500\nTravel;1200\n"

    assert text_of(table.encode("utf-16")).split("\n")[1] == "Training | 48500"


@pytest.mark.parametrize("charset", ["cp1256", "utf-16"])
def test_an_invitation_is_read_in_older_and_wider_charsets(charset: str) -> None:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:تدريب القضاة على اللجوء", "END:VEVENT")

    assert text_of("\r\n".join(lines).encode(charset)) == "Summary: تدريب القضاة على اللجوء"


def test_a_business_card_is_read_as_lines() -> None:
    lines = (
        *("BEGIN:VCARD", "VERSION:2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=A7=D8=AD="),
        *("=D9=85=D8=AF;;;;", "ORG:Ministry;Asylum", "item1.TEL;CELL:+20 1", "END:VCARD"),
    )

    text = text_of("\r\n".join(lines).encode())

    assert text == "Name: احمد\nOrganisation: Ministry, Asylum\nTelephone: +20 1"


@settings(max_examples=100, deadline=None)
@given(st.text("<>?!-[]DOCTYPE xmlns=:'\"a/", max_size=300))
def test_any_beginning_is_told_in_no_time(start: str) -> None:
    assert xmlkind.told(f"<?xml ?><!DOCTYPE a {start}".encode()) in {None, *xmlkind.KINDS}


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_package_whose_kind_is_damaged_is_some_archive(packed: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 4)
    content = bytearray(out.getvalue())
    # behind the local header and the name (APPNOTE 4.3.7); no block of DEFLATE begins so
    content[38:48] = b"\x07" * 10

    assert sniff.media_type(bytes(content)) == sniff.ZIP
