"""Filled forms, as people send them back; for tests. All answers are invented."""

from __future__ import annotations

import io
import textwrap
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import docx
import pypdfium2
from bidi import get_display
from docx.oxml.ns import qn
from PIL import ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.blank_form import drawn
from bot.form_words import all_printed, printed
from bot.words import words_in
from ingest.extract import extract
from ingest.form import divided
from ingest.form_marks import NAME
from ingest.inbound import Attachment
from ingest.ocr import OcrOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.form_printed import PrintedForm

_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
ADDRESS: Final = "requests@acsg.example"
#: language -> question -> answer
ANSWERS: Final = {
    "en": {
        "who": "Republic of Kenya, Department of Refugee Services. Ms Ada Sample, Director.",
        "need": "We need two trainers for interviews with children.",
        "plan": "Objective 3 of the National Asylum Action Plan: fairer decisions.",
        "measures": "We measure the waiting time and report every three months.",
    },
    "fr": {
        "who": "République du Tchad, Direction de l'asile. M. Ali Exemple, Directeur.",
        "need": "Il nous faut deux formateurs pour les entretiens avec des enfants.",
        "plan": "Objectif 3 du Plan national d'asile : des décisions plus équitables.",
        "measures": "Nous mesurons le délai d'attente et en rendons compte chaque trimestre.",
    },
    "es": {
        "who": "República del Perú, Comisión para los Refugiados. Sra. Eva Ejemplo, Directora.",
        "need": "Necesitamos dos formadores para entrevistas con niños.",
        "plan": "Objetivo 3 del Plan Nacional de Asilo: decisiones más justas.",
        "measures": "Medimos el tiempo de espera e informamos cada tres meses.",
    },
    "ar": {
        "who": "جمهورية تشاد، إدارة شؤون اللاجئين، السيد علي، المدير",
        "need": "نحتاج إلى مدربين اثنين على إجراء المقابلات مع الأطفال",
        "plan": "الهدف الثالث من خطة العمل الوطنية للجوء: قرارات أكثر عدالة",
        "measures": "نقيس متوسط مدة الانتظار ونقدم تقريراً كل ثلاثة أشهر",
    },
    "pt": {
        "who": "República de Angola, Direção de Asilo. Sr. João Exemplo, Diretor.",
        "need": "Precisamos de dois formadores para entrevistas com crianças.",
        "plan": "Objetivo 3 do Plano Nacional de Asilo: decisões mais justas.",
        "measures": "Medimos o tempo de espera e informamos de três em três meses.",
    },
    "ru": {
        "who": "Республика Казахстан, Департамент по делам беженцев. Г-жа А. Пример, директор.",
        "need": "Нам нужны два тренера по собеседованиям с детьми.",
        "plan": "Цель 3 национального плана действий: более справедливые решения.",
        "measures": "Мы измеряем срок ожидания и отчитываемся каждые три месяца.",
    },
}
STATES: Final = {"en": "KE", "fr": "TD", "es": "PE", "ar": "TD", "pt": "AO", "ru": "KZ"}
#: what is ticked, by question
TICKED: Final = {"form": ("technical", "financial"), "urgency": ("urgent",), "consent": ("no",)}


def form_in(language: str) -> PrintedForm:
    return printed(words_in(language), ADDRESS)


def filled(
    language: str,
    answers: Mapping[str, str] | None = None,
    ticks: Mapping[str, tuple[str, ...]] | None = None,
) -> bytes:
    """The form with answers in its marks, as Word leaves it."""
    document = docx.Document(io.BytesIO(drawn(form_in(language))))
    given = ANSWERS[language] if answers is None else answers
    if language == "ar":
        fill_lines(document, form_in(language), given)
    for code, control in marks(document):
        if code in given:
            write(control, given[code])
        for one in (TICKED if ticks is None else ticks).get(code.partition(".")[0], ()):
            if code.endswith(f".{one}"):
                tick(control)
    return saved(document)


def marks(document: Any) -> Iterator[tuple[str, Any]]:
    """Content controls by the name of their question or choice."""
    for control in list(document.element.body.iter(qn("w:sdt"))):
        name = control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
        yield name.removeprefix(NAME), control


def write(control: Any, text: str) -> None:
    """What is typed into a mark; each line is a paragraph."""
    properties = control.find(qn("w:sdtPr"))
    for hint in properties.findall(qn("w:showingPlcHdr")):
        properties.remove(hint)
    content = control.find(qn("w:sdtContent"))
    first = content.find(qn("w:p"))
    first.find(f".//{qn('w:t')}").text, *more = text.split("\n")
    for line in reversed(more):
        made = deepcopy(first)
        made.find(f".//{qn('w:t')}").text = line
        first.addnext(made)


def fill_lines(document: Any, form: PrintedForm, answers: Mapping[str, str]) -> None:
    """What is typed into the empty lines under the questions of a form without marks."""
    paragraphs = document.paragraphs
    for step in form.steps:
        if step.code in answers:
            at = next(n for n, one in enumerate(paragraphs) if one.text == step.question)
            paragraphs[at + 1].runs[0].text = answers[step.code]


def tick(control: Any) -> None:
    """What a click on a box leaves."""
    control.find(f".//{qn('w:t')}").text = "☒"


def unmarked(content: bytes) -> bytes:
    """The same without marks, as programs leave it that know none."""
    document = docx.Document(io.BytesIO(content))
    for control in reversed(list(document.element.body.iter(qn("w:sdt")))):
        for one in reversed(list(control.find(qn("w:sdtContent")))):
            control.addnext(one)
        control.getparent().remove(control)
    return saved(document)


def lines_of(content: bytes) -> list[str]:
    """The lines of a form as a page of paper shows them."""
    document = docx.Document(io.BytesIO(unmarked(content)))
    return [one.text for one in document.paragraphs if one.text.strip()]


def saved(document: Any) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def as_pdf(language: str, lines: Sequence[str]) -> bytes:
    """The lines on paper, broken where a page of A4 breaks them."""
    pdfmetrics.registerFont(TTFont("DejaVu", _FONT))
    right = language == "ar"
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("DejaVu", 9)
    height = 800
    for line in lines:
        for part in textwrap.wrap(line, 95):
            if right:
                canvas.drawRightString(540, height, get_display(part))
            else:
                canvas.drawString(50, height, part)
            height -= 12
        height -= 2
    canvas.save()
    return out.getvalue()


def scanned(pdf: bytes, *, dpi: int = 200) -> bytes:
    """The page printed, signed and scanned: a picture in a PDF."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
    picture = picture.rotate(0.4, fillcolor=255).filter(ImageFilter.GaussianBlur(0.4))
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=dpi)
    return out.getvalue()


def answers_of(
    name: str, content: bytes, *, ocr: bool = False
) -> tuple[dict[str, str], list[str], list[str]]:
    """What is found on a file: answers by method, other texts, codes of problems."""
    document = extract(name, "", content, ocr=OcrOptions(enabled=ocr))
    one = Attachment(name=name, media_type="", content=content)
    [(_, read)] = divided([(one, document)], all_printed(ADDRESS))
    found: dict[str, str] = {}
    for page in read.pages:
        if page.method.startswith("form."):
            code = page.method.removeprefix("form.")
            found[code] = "\n".join(filter(None, (found.get(code), page.text)))
    others = [page.text for page in read.pages if not page.method.startswith("form.")]
    return found, [one for one in others if one], [one.code for one in read.problems]
