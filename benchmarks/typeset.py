"""Letters of our own set as PDFs by two programs: LibreOffice and Chromium, in four layouts.

What is to be read again is known word for word. Needs soffice and chromium.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from nlp.records import read_folder

LANGUAGES: Final = ("en", "fr", "es", "pt", "ru", "ar")
RENDERERS: Final = ("libreoffice", "chromium")
#: the last sets French at the left and Arabic at the right
LAYOUTS: Final = ("one column", "two columns", "tables", "two languages")
_CORPUS: Final = Path(__file__).resolve().parents[1] / "nlp" / "corpus"
#: a letter and the next until there are so many characters: about two pages
_CHARACTERS: Final = 5_500
_TABLES: Final[dict[str, list[list[str]]]] = {
    "en": [
        ["Activity", "Period", "Amount in euros"],
        ["Training of twenty interpreters", "January to March 2027", "48 500"],
        ["Registration forms, printed in three languages", "April 2027", "7 250"],
        ["Study visit to a country that has such a unit", "to be agreed", "12 000"],
    ],
    "fr": [
        ["Activité", "Période", "Montant en euros"],
        ["Formation de vingt interprètes", "janvier à mars 2027", "48 500"],
        ["Formulaires d'enregistrement imprimés en trois langues", "avril 2027", "7 250"],
        ["Visite d'étude dans un pays doté d'une telle unité", "à convenir", "12 000"],
    ],
    "es": [
        ["Actividad", "Periodo", "Importe en euros"],
        ["Formación de veinte intérpretes", "enero a marzo de 2027", "48 500"],
        ["Formularios de registro impresos en tres idiomas", "abril de 2027", "7 250"],
        ["Visita de estudio a un país que tenga tal unidad", "por acordar", "12 000"],
    ],
    "pt": [
        ["Atividade", "Período", "Montante em euros"],
        ["Formação de vinte intérpretes", "janeiro a março de 2027", "48 500"],
        ["Formulários de registo impressos em três línguas", "abril de 2027", "7 250"],
        ["Visita de estudo a um país que tenha tal unidade", "a combinar", "12 000"],
    ],
    "ru": [
        ["Мероприятие", "Срок", "Сумма в евро"],
        ["Обучение двадцати переводчиков", "январь – март 2027 года", "48 500"],
        ["Регистрационные бланки на трёх языках", "апрель 2027 года", "7 250"],
        ["Ознакомительная поездка в страну, где есть такой отдел", "уточняется", "12 000"],
    ],
    "ar": [
        ["النشاط", "الفترة", "المبلغ باليورو"],
        ["تدريب عشرين مترجما شفويا", "من يناير إلى مارس 2027", "48 500"],
        ["استمارات تسجيل مطبوعة بثلاث لغات", "أبريل 2027", "7 250"],
        ["زيارة دراسية إلى بلد لديه وحدة مماثلة", "يتفق عليها لاحقا", "12 000"],
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A PDF and what it says."""

    language: str
    renderer: str
    layout: str
    paragraphs: tuple[str, ...]
    #: rows of cells, after the second paragraph; empty in most layouts
    table: tuple[tuple[str, ...], ...]
    content: bytes

    @property
    def text(self) -> str:
        """All of it in the order of reading."""
        rows = ["\n".join(" ".join(row) for row in self.table)] if self.table else []
        return "\n".join([*self.paragraphs[:2], *rows, *self.paragraphs[2:]])


def samples() -> list[Sample]:
    """All languages in all layouts by both programs; takes half a minute."""
    wanted = [(language, layout) for layout in LAYOUTS[:3] for language in LANGUAGES]
    wanted.append(("fr", LAYOUTS[3]))
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for renderer in RENDERERS:
            draw = _by_libreoffice if renderer == "libreoffice" else _by_chromium
            contents = draw([_sheet(*one, renderer) for one in wanted], Path(folder))
            made += [
                Sample(
                    language=language,
                    renderer=renderer,
                    layout=layout,
                    paragraphs=tuple(_said(language, layout)),
                    table=tuple(map(tuple, _TABLES[language])) if layout == "tables" else (),
                    content=content,
                )
                for (language, layout), content in zip(wanted, contents, strict=True)
            ]
    return made


def printed(wanted: list[tuple[str, str]]) -> list[bytes]:
    """These languages and layouts by Chromium alone."""
    return _by_chromium([_html(*one) for one in wanted], Path())


@cache
def letter(language: str) -> tuple[str, ...]:
    """Paragraphs of long letters, about two pages of them."""
    found = [
        r
        for r in read_folder(_CORPUS)
        if r.language == language and r.channel in {"letter", "email"}
    ]
    out: list[str] = []
    for record in sorted(found, key=lambda r: (r.channel != "letter", -len(r.text), r.id)):
        out += [line.strip() for line in record.text.split("\n") if line.strip()]
        if sum(map(len, out)) > _CHARACTERS:
            break
    return tuple(out)


def _said(language: str, layout: str) -> list[str]:
    if layout == LAYOUTS[3]:
        return [one for pair in _pairs() for one in pair]
    return list(letter(language))


def _pairs() -> list[tuple[str, str]]:
    """Cells of the page in two languages: as in a treaty, article beside article."""
    french = [one for one in letter("fr") if len(one) > 200][:5]
    arabic = [one for one in letter("ar") if len(one) > 200][:5]
    return list(zip(french, arabic, strict=False))


def _sheet(language: str, layout: str, renderer: str) -> str:
    return _fodt(language, layout) if renderer == "libreoffice" else _html(language, layout)


def _html(language: str, layout: str) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    style = (
        "@page{size:A4;margin:22mm} body{font:11pt 'Noto Serif','Noto Naskh Arabic',serif;"
        "text-align:justify;hyphens:auto;line-height:1.35} p{margin:0 0 7pt}"
        "td{border:1px solid #444;padding:3pt;text-align:start} table{border-collapse:collapse}"
        f"tr{{break-inside:avoid}}.bare td{{border:0;width:50%;vertical-align:top}} "
        f".many{{columns:{2 if layout == LAYOUTS[1] else 1}}}"
    )
    body = [f"<p>{escape(one)}</p>" for one in _said(language, layout)]
    if layout == LAYOUTS[2]:
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in _TABLES[language]
        )
        body.insert(2, f"<table>{rows}</table><br>")
    if layout == LAYOUTS[3]:
        cells = (
            f"<td lang=fr>{escape(f)}</td><td lang=ar dir=rtl>{escape(a)}</td>" for f, a in _pairs()
        )
        body = ["<table class=bare>", *(f"<tr>{row}</tr>" for row in cells), "</table>"]
    return (
        f"<!doctype html><html lang={language} dir={direction}><meta charset=utf-8>"
        f"<style>{style}</style><body><div class=many>{''.join(body)}</div></body></html>"
    )


def _by_chromium(sheets: list[str], _folder: Path) -> list[bytes]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        out = []
        for sheet in sheets:
            page.set_content(sheet)
            out.append(page.pdf(prefer_css_page_size=True))
        browser.close()
    return out


_FODT: Final = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
 <style:font-face style:name="S" svg:font-family="'Noto Serif'"/>
 <style:font-face style:name="A" svg:font-family="'Noto Naskh Arabic'"/>
</office:font-face-decls>
<office:automatic-styles>
{styles}
 <style:style style:name="Two" style:family="section"><style:section-properties><style:columns
  fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
 <style:style style:name="Grid" style:family="table-cell"><style:table-cell-properties
  fo:border="0.5pt solid #444444" fo:padding="0.1cm"/></style:style>
 <style:style style:name="Bare" style:family="table-cell"><style:table-cell-properties
  fo:border="none" fo:padding="0.15cm"/></style:style>
 <style:style style:name="R" style:family="table-row"><style:table-row-properties
  fo:keep-together="always"/></style:style>
 <style:style style:name="T" style:family="table"><style:table-properties
  style:writing-mode="{mode}"/></style:style>
 <style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm"
  fo:page-height="29.7cm" fo:margin="2.2cm" style:writing-mode="{mode}"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"/>
</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""
_STYLE: Final = """ <style:style style:name="{name}" style:family="paragraph">
  <style:paragraph-properties fo:text-align="{align}" fo:margin-bottom="0.2cm" fo:line-height="125%"
   style:writing-mode="{mode}"/>
  <style:text-properties style:font-name="S" fo:font-size="11pt" style:font-name-complex="A"
   style:font-size-complex="12pt" fo:language="{language}" fo:hyphenate="true"
   fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"
   style:language-complex="ar"/></style:style>"""


def _fodt(language: str, layout: str) -> str:
    mode = "rl-tb" if language == "ar" else "lr-tb"
    body = [
        f'<text:p text:style-name="P">{escape(one)}</text:p>' for one in _said(language, layout)
    ]
    if layout == LAYOUTS[1]:
        inside = "".join(body)
        body = [f'<text:section text:style-name="Two" text:name="s">{inside}</text:section>']
    if layout == LAYOUTS[2]:
        body.insert(2, _table(_TABLES[language], "Grid", ["C"] * 3))
    if layout == LAYOUTS[3]:
        body = [_table([list(pair) for pair in _pairs()], "Bare", ["P", "A"])]
    styles = [
        _STYLE.format(name="P", align="justify", mode=mode, language=language),
        _STYLE.format(name="C", align="start", mode=mode, language=language),
        _STYLE.format(name="A", align="justify", mode="rl-tb", language="ar"),
    ]
    return _FODT.format(styles="\n".join(styles), mode=mode, body="".join(body))


def _table(rows: list[list[str]], cell_style: str, styles: list[str]) -> str:
    def cell(words: str, style: str) -> str:
        return (
            f'<table:table-cell table:style-name="{cell_style}" office:value-type="string">'
            f'<text:p text:style-name="{style}">{escape(words)}</text:p></table:table-cell>'
        )

    inside = "".join(
        f'<table:table-row table:style-name="R">{"".join(map(cell, row, styles))}</table:table-row>'
        for row in rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(styles)}"/>'
    return f'<table:table table:style-name="T" table:name="t">{columns}{inside}</table:table>'


def _by_libreoffice(sheets: list[str], folder: Path) -> list[bytes]:
    files = [folder / f"sheet-{number}.fodt" for number in range(len(sheets))]
    for file, sheet in zip(files, sheets, strict=True):
        file.write_text(sheet, encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", "pdf", "--outdir", folder, *files],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [file.with_suffix(".pdf").read_bytes() for file in files]
