"""The blank form as a page of Word, with a mark for each answer that other programs keep.

A mark is a content control named for its question. What stands in it is read from there; where
marks are gone, the numbered headings say the same.
"""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.paper import paragraph, set_out
from bot.scene import File
from ingest.form_boxes import EMPTY
from ingest.form_marks import NAME, TITLE

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from ingest.form_printed import PrintedForm, PrintedStep

#: what it says of its making
_MADE_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
_RULE: Final = "_" * 36
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_BETWEEN: Final = "     "


def form_file(form: PrintedForm) -> File:
    """The form with its name."""
    return File(name=f"acsg-form-{form.language}.docx", content=drawn(form))


def drawn(form: PrintedForm) -> bytes:
    """The form as a file of Word: one page."""
    document = docx.Document()
    set_out(document, title=form.title, language=form.language, at=_MADE_AT)
    right = form.is_right_to_left
    paragraph(document, form.to, is_right_to_left=right, size=9, after=2)
    paragraph(document, form.title, is_right_to_left=right, size=13, bold=True, after=3, before=3)
    paragraph(document, form.how, is_right_to_left=right, size=8, after=2)
    for number, step in enumerate(form.steps, start=1):
        heading = f"{number}. {step.heading}"
        paragraph(
            document, heading, is_right_to_left=right, size=10, bold=True, before=3, keep=True
        )
        paragraph(document, step.question, is_right_to_left=right, size=8, keep=True)
        _answer(document, form, step)
    for label in form.closing:
        line = f"{label}: {_RULE}"
        paragraph(document, line, is_right_to_left=right, size=10, before=9, keep=True)
    paragraph(document, form.foot, is_right_to_left=right, size=8, before=6)
    packed = io.BytesIO()
    document.save(packed)
    return _undated(packed)


def _undated(packed: io.BytesIO) -> bytes:
    """The package without the time of its packing: the same form is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _MADE_AT.timetuple()[:6])
            after.writestr(entry, before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _answer(document: Document, form: PrintedForm, step: PrintedStep) -> None:
    """Where to write, inside a mark.

    From right to left without one: LibreOffice 7 writes what stands in such a mark several times.
    """
    is_marked = not form.is_right_to_left
    text = form.placeholder if is_marked and not step.choices else ""
    made = paragraph(document, text, is_right_to_left=form.is_right_to_left, size=10, after=1)
    if step.choices:
        _boxes(made, step)
    if not is_marked:
        return
    control = _control(step, is_empty=not step.choices)
    content: Any = OxmlElement("w:sdtContent")
    control.append(content)
    made._p.addprevious(control)  # noqa: SLF001 - the library knows no content controls
    content.append(made._p)  # noqa: SLF001 - the same


def _control(step: PrintedStep, *, is_empty: bool) -> Any:
    control: Any = OxmlElement("w:sdt")
    properties: Any = OxmlElement("w:sdtPr")
    for name, value in (("w:alias", f"{TITLE}{step.code}"), ("w:tag", f"{NAME}{step.code}")):
        mark: Any = OxmlElement(name)
        mark.set(qn("w:val"), value)
        properties.append(mark)
    if is_empty:
        properties.append(OxmlElement("w:showingPlcHdr"))
    control.append(properties)
    return control


def _boxes(made: Paragraph, step: PrintedStep) -> None:
    """Boxes to tick, each before its words."""
    run = made.runs[0]
    template = run._element  # noqa: SLF001 - the library knows no boxes
    for code, words in step.choices:
        made._p.append(_box(f"{step.code}.{code}", template))  # noqa: SLF001 - the same
        made._p.append(_like(template, f" {words}{_BETWEEN}"))  # noqa: SLF001 - the same
    made._p.remove(template)  # noqa: SLF001 - the same


def _box(name: str, template: Any) -> Any:
    box: Any = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w:tag w:val="{NAME}{name}"/>'
        '<w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        "</w:sdtPr><w:sdtContent/></w:sdt>"
    )
    box.find(qn("w:sdtContent")).append(_like(template, EMPTY))
    return box


def _like(template: Any, text: str) -> Any:
    """A run that looks like another."""
    made = deepcopy(template)
    for old in made.findall(qn("w:t")):
        made.remove(old)
    words: Any = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    made.append(words)
    return made
