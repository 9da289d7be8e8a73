"""Calendars, tables as text, slides, old office files."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import convert, invitation
from ingest.extract import extract
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from ingest.segment import Document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, name: str = "file", media_type: str = "") -> Document:
    return extract(name, media_type, content, ocr=OcrOptions(enabled=False))


def text_of(content: bytes, name: str = "file", media_type: str = "") -> str:
    return "\n--\n".join(page.text for page in read(content, name, media_type).pages)


def test_an_invitation_is_read_as_sentences() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Paris:20260301T140000\r\n"
        "DTEND:20260301T140000Z\r\nSUMMARY:Meeting on asy\r\n lum\\, capacity\r\n"
        "LOCATION:Room 1\r\n"
        'ORGANIZER;CN="Anna: Registry":mailto:a@m.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    )

    assert text_of(event.encode()) == (
        "Summary: Meeting on asylum, capacity\nStarts: 2026-03-01 14:00 (Europe/Paris)\n"
        "Ends: 2026-03-01 14:00 UTC\nWhere: Room 1\nOrganiser: Anna: Registry <a@m.example>"
    )


@settings(deadline=None)
@given(st.text(alphabet='BEGINEVT:;="\\\n DAS,0129Z', max_size=200))
def test_any_scraps_of_a_calendar_give_a_document(text: str) -> None:
    assert invitation.read("x", b"BEGIN:VCALENDAR\n" + text.encode()).media_type == "text/calendar"


def test_a_line_without_end_in_a_calendar_takes_no_time() -> None:
    invitation.read("x", b"BEGIN:VEVENT\nX" + b';a="b"' * 300_000)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_the_cells_is_told_by_content(sign: str) -> None:
    table = "\n".join(
        sign.join(row) for row in (("a", "b b", "c"), ("1", "2", "3"), ("4", "5", "6"))
    )

    document = read(table.encode())

    assert document.media_type == "text/csv"
    assert document.pages[0].text == "a | b b | c\n1 | 2 | 3\n4 | 5 | 6"


def test_a_cell_in_quotes_holds_signs_and_lines() -> None:
    assert text_of(b'sep=;\r\n"a;b";"c\nd"\r\n1;2\r\n', "a.csv") == "a;b | c d\n1 | 2"


@pytest.mark.parametrize(
    "prose",
    ["We ask, kindly, for help.\nWith thanks, and soon.\n", "One line only; no table", "a\nb\nc\n"],
)
def test_prose_is_no_table(prose: str) -> None:
    assert read(prose.encode()).media_type == "text/plain"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1251", "koi8-r"])
def test_text_of_any_charset_is_read(charset: str) -> None:
    letter = "Просим оказать поддержку в подготовке судей и переводчиков. " * 5

    assert text_of(letter.encode(charset)) == letter


def test_slides_are_pages_in_the_order_of_showing_and_hidden_ones_are_said() -> None:
    names = 'xmlns:p="urn:p" xmlns:a="urn:a" xmlns:r="urn:x/relationships"'
    slide = (
        "<p:sld {} {}><p:sp><p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>"
    )
    relation = '<Relationship Id="r{0}" Type="x/slide" Target="slides/{0}.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        order = "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in (2, 1, 3))
        archive.writestr(
            "ppt/presentation.xml",
            f"<p:presentation {names}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        )
        relations = "".join(relation.format(n) for n in (1, 2, 3))
        archive.writestr(
            "ppt/_rels/presentation.xml.rels", f"<Relationships>{relations}</Relationships>"
        )
        for number, text in ((1, "second"), (2, "first"), (3, "what nobody is shown at all")):
            shown = 'show="0"' if number == 3 else ""
            archive.writestr(f"ppt/slides/{number}.xml", slide.format(names, shown, text))

    document = read(out.getvalue())

    assert [page.text for page in document.pages] == ["first", "second"]
    assert [one.code for one in document.problems] == ["hidden_text"]


def test_an_old_file_is_named_where_no_converter_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(convert.NoConverterError):
        convert.converted(OLE, "application/msword")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_a_conversion_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(convert.ConversionError, match="timeout"):
        convert.converted(b"words", "application/msword", seconds=0.01)
