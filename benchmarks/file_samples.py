"""Letters of the corpus as files of other formats, made by other programs than ours."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock
from xml.sax.saxutils import escape

import docx
import msgforge
import openpyxl
from msgforge import _builder

from benchmarks.winmail import winmail
from nlp.records import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CORPUS: Final = Path(__file__).resolve().parents[1] / "nlp" / "corpus"
LANGUAGES: Final = ("en", "fr", "es", "ar", "pt", "ru")
#: words of a table, a line a row, in each language; figures and signs among them
TABLES: Final = {
    "en": (
        "Activity|Place|Experts|Cost",
        "Training of judges|Northern region|3|12,500 €",
        "Interpreters|Capital|14|40 %",
    ),
    "fr": (
        "Activité|Lieu|Experts|Coût",
        "Formation des juges|Région du Nord|3|12 500 €",
        "Interprètes|Capitale|14|40 %",
    ),
    "es": (
        "Actividad|Lugar|Expertos|Coste",
        "Formación de jueces|Región norte|3|12.500 €",
        "Intérpretes|Capital|14|40 %",
    ),
    "ar": (
        "النشاط|المكان|الخبراء|التكلفة",
        "تدريب القضاة|المنطقة الشمالية|3|12500 €",
        "المترجمون|العاصمة|14|40 %",
    ),
    "pt": (
        "Atividade|Local|Peritos|Custo",
        "Formação de juízes|Região Norte|3|12.500 €",
        "Intérpretes|Capital|14|40 %",
    ),
    "ru": (
        "Мероприятие|Место|Эксперты|Стоимость",
        "Обучение судей|Северный регион|3|12 500 €",
        "Переводчики|Столица|14|40 %",
    ),
}
_HEAD: Final = "Ministry · Ministère · Ministerio · وزارة · Ministério · Министерство"
_FOOT: Final = "Tel. +00 12 345 67"
_NOTE: Final = "Art. 14 (2)"
_BOX: Final = "URGENT · عاجل · СРОЧНО"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a sample says."""

    language: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: what stands around it: letterhead, foot, note, box
    around: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """All of its words in order, as far as the order is certain."""
        rows = [cell for row in self.rows for cell in row]
        return " ".join([*self.paragraphs, *rows]).split()


def letters(count: int = 3) -> list[Letter]:
    """The longest letters of each language, each with a table."""
    records = [r for r in read_folder(_CORPUS) if r.channel == "letter"]
    found = []
    for language in LANGUAGES:
        own = sorted((r for r in records if r.language == language), key=lambda r: -len(r.text))
        rows = tuple(tuple(line.split("|")) for line in TABLES[language])
        for record in own[:count]:
            # some letters hold tables of their own, drawn with the sign that parts cells here
            lines = record.text.replace("|", " ").split("\n")
            paragraphs = tuple(line for line in lines if line.strip())
            found.append(Letter(language, paragraphs, rows))
    return found


def by_libreoffice(
    found: list[Letter], folder: Path, endings: Sequence[str]
) -> Iterator[tuple[str, Letter, bytes]]:
    """Each letter in these formats, with letterhead, note, box and foot."""
    full = [Letter(x.language, x.paragraphs, x.rows, (_HEAD, _FOOT, _NOTE, _BOX)) for x in found]
    sources = [folder / f"{number}.fodt" for number in range(len(full))]
    for source, letter in zip(sources, full, strict=True):
        source.write_text(_flat(letter), encoding="utf-8")
    for ending in endings:
        _convert(sources, ending, folder / ending)
        for source, letter in zip(sources, full, strict=True):
            yield ending, letter, (folder / ending / f"{source.stem}.{ending}").read_bytes()


def workbooks(found: list[Letter]) -> Iterator[tuple[str, Letter, bytes]]:
    """The paragraphs in the first column, the table below; the table alone as csv."""
    for letter in found:
        out, text = io.BytesIO(), io.StringIO()
        _book(letter).save(out)
        yield "xlsx", letter, out.getvalue()
        csv.writer(text, delimiter=";").writerows(letter.rows)
        yield "csv", Letter(letter.language, (), letter.rows), text.getvalue().encode("utf-8-sig")


def converted_workbooks(found: list[Letter], folder: Path) -> Iterator[tuple[str, Letter, bytes]]:
    """The same workbooks as ods and xls."""
    sources = [folder / f"book-{number}.xlsx" for number in range(len(found))]
    for source, letter in zip(sources, found, strict=True):
        _book(letter).save(source)
    for ending in ("ods", "xls"):
        _convert(sources, ending, folder / ending)
        for source, letter in zip(sources, found, strict=True):
            yield ending, letter, (folder / ending / f"{source.stem}.{ending}").read_bytes()


def _book(letter: Letter) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for line in [*((text,) for text in letter.paragraphs), *letter.rows]:
        # a text that begins like a formula is a text all the same
        book.active.append([f" {cell}" if cell[:1] in "=+-@" else cell for cell in line])
    return book


def by_python_docx(found: list[Letter]) -> Iterator[tuple[str, Letter, bytes]]:
    """Each letter as a docx of another writer."""
    for letter in found:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = _HEAD
        for text in letter.paragraphs:
            document.add_paragraph(text)
        table = document.add_table(rows=0, cols=len(letter.rows[0]))
        for row in letter.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        out = io.BytesIO()
        document.save(out)
        full = Letter(letter.language, letter.paragraphs, letter.rows, (_HEAD,))
        yield "docx (python-docx)", full, out.getvalue()


def mails(found: list[Letter], folder: Path) -> Iterator[tuple[str, Letter, bytes]]:
    """Each letter as the page of a .msg, as HTML in RTF, as rich text, and as winmail.dat."""
    for number, letter in enumerate(found):
        page = _page(letter)
        bare = Letter(letter.language, letter.paragraphs, letter.rows)
        saved = _msg(page)
        yield "msg, HTML", bare, saved
        # the same without its page: the HTML inside its RTF is what is left
        tag, other = (
            "__substg1.0_10130102".encode("utf-16-le"),
            "__substg1.0_6F130102".encode("utf-16-le"),
        )
        yield "msg, HTML in RTF", bare, saved.replace(tag, other)
        rich = (folder / "rtf" / f"{number}.rtf").read_bytes()
        full = Letter(letter.language, letter.paragraphs, letter.rows, (_HEAD, _FOOT, _NOTE, _BOX))
        with mock.patch.object(_builder, "_encapsulate_html", lambda _, rich=rich: rich):
            yield "msg, RTF", full, _msg(page).replace(tag, other)
        about = {"subject": "Request", "sender": "Registry", "files": {}}
        yield "winmail.dat, RTF", full, winmail(**about, rtf=rich, html=None)  # type: ignore[arg-type] # the same for both
        html = page.encode()
        yield "winmail.dat, HTML", bare, winmail(**about, rtf=None, html=html)  # type: ignore[arg-type] # the same for both


def _msg(page: str) -> bytes:
    made: Any = msgforge.Message(
        subject="Request", html_body=page, to=["requests@acsg.example"], sender="a@ministry.example"
    )
    content: bytes = made.as_bytes()
    return content


def _page(letter: Letter) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in letter.rows
    )
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in letter.paragraphs)
    head = '<html><head><meta charset="utf-8"></head>'
    return f"{head}<body>{paragraphs}<table>{rows}</table></body></html>"


def _convert(sources: Iterable[Path], ending: str, out: Path) -> None:
    profile = f"-env:UserInstallation={(out.parent / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", out, *sources],
        check=True,
        capture_output=True,
        timeout=1_200,
    )


def _flat(letter: Letter) -> str:
    """The letter as OpenDocument in one file: letterhead, note, box, table, foot."""
    first, *rest = letter.paragraphs
    note = "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
    note += f"<text:note-body><text:p>{_NOTE}</text:p></text:note-body></text:note>"
    box = "<draw:frame text:anchor-type='paragraph' svg:width='6cm' svg:height='1cm'>"
    box += f"<draw:text-box><text:p>{_BOX}</text:p></draw:text-box></draw:frame>"
    body = f"<text:p>{_quoted(first)}{note}</text:p><text:p>{box}</text:p>"
    body += "".join(f"<text:p>{_quoted(text)}</text:p>" for text in rest)
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell><text:p>{_quoted(cell)}</text:p></table:table-cell>" for cell in row
        )
        + "</table:table-row>"
        for row in letter.rows
    )
    columns = f"<table:table-column table:number-columns-repeated='{len(letter.rows[0])}'/>"
    names = {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
    }
    spaces = " ".join(
        f"xmlns:{short}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
        for short, name in names.items()
    )
    spaces += " xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'"
    source = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document {spaces} office:version='1.2' "
        "office:mimetype='application/vnd.oasis.opendocument.text'><office:automatic-styles>"
        "<style:page-layout style:name='pm1'><style:page-layout-properties/><style:header-style/>"
        "<style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles>"
        "<style:master-page style:name='Standard' style:page-layout-name='pm1'><style:header>"
        f"<text:p>{_HEAD}</text:p></style:header><style:footer><text:p>{_FOOT}</text:p>"
        "</style:footer></style:master-page></office:master-styles><office:body><office:text>"
        f"{body}<table:table table:name='T'>{columns}{rows}</table:table>"
        "</office:text></office:body></office:document>"
    )
    # LibreOffice knows the format by these very quotes
    return source.replace("'", '"')


def _quoted(text: str) -> str:
    return escape(text, {"'": "&apos;"})
