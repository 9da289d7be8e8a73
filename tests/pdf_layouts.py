"""PDFs whose words stand beside one another: columns, tables, lines of Arabic."""

from __future__ import annotations

from typing import Any, Final

from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.pdf_canvas import WIDTH, sheet

_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
ARABIC: Final = (
    "تطلب وزارة الداخلية دعما لوحدة اللجوء في عام 2026",
    "ونأمل تدريب عشرين مترجما (شفويا) قبل نهاية العام",
)


def columns_line_by_line() -> bytes:
    """Two columns whose lines a printer driver wrote from the left to the right of the page."""
    left = (
        "The Ministry of the Interior asks",
        "for training of interpreters, who",
        "are needed in the border towns of",
        "the country from next year, and",
        "for two experts in registration.",
    )
    right = (
        "Le Ministère de l'Intérieur vous",
        "demande la formation d'interprètes",
        "dont les villes frontalières ont",
        "besoin dès l'année prochaine, et",
        "deux experts de l'enregistrement.",
    )

    def draw(canvas: Any) -> None:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(72, 760 - 16 * number, one)
            canvas.drawString(320, 760 - 16 * number, other)

    return sheet(draw)


def side_by_side(left: tuple[str, ...], right: tuple[str, ...]) -> bytes:
    """Lines beside one another, each pair written from the left to the right of the page."""

    def draw(canvas: Any) -> None:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(72, 760 - 18 * number, one)
            canvas.drawString(320, 760 - 18 * number, other)

    return sheet(draw)


def columns_of_german() -> bytes:
    """Two columns written line by line, in a language that writes many words with a capital."""
    return side_by_side(
        (
            "Das Ministerium bittet um die",
            "Ausbildung von Dolmetschern in",
            "Grenzstädten des Landes und um",
            "Fachleute für die Erfassung der",
            "Anträge, die dort gestellt und",
            "bisher nicht bearbeitet werden.",
        ),
        (
            "Die Regierung hat einen Plan zur",
            "Stärkung des Asylwesens, der alle",
            "Behörden verpflichtet und dessen",
            "Ziele jedes Jahr geprüft und dem",
            "Parlament vorgelegt werden, das",
            "über die Mittel dafür entscheidet.",
        ),
    )


LABELS: Final = (
    ("Registration unit in Banjul", "eight desktop computers and two scanners"),
    ("Interviewing unit in Basse", "four interpreters of Wolof and Pulaar"),
    ("Legal aid unit in Brikama", "a trainer for three weeks in June"),
    ("Appeals board secretariat", "a model of reasoned decisions"),
    ("Statistics section of GCR", "a licence for the case database"),
    ("Border post at Giboro town", "leaflets in French and in Wolof"),
)


def labels_and_values() -> bytes:
    """A table without rules: what each unit needs."""
    return side_by_side(*zip(*LABELS, strict=True))


def arabic_as_seen() -> bytes:
    """Arabic whose letters are stored from left to right, as old programs do."""
    pdfmetrics.registerFont(TTFont("DejaVu", _FONT))

    def draw(canvas: Any) -> None:
        canvas.setFont("DejaVu", 12)
        for number, line in enumerate(ARABIC):
            canvas.drawRightString(WIDTH - 72, 760 - 20 * number, get_display(line))

    return sheet(draw)


def arabic_table() -> bytes:
    """A ruled table that is read from the right; most of its rows have no Arabic letter."""
    pdfmetrics.registerFont(TTFont("DejaVu", _FONT))
    rows = [
        ("المنظمة", "السنة", "المبلغ بالدولار"),
        ("UNHCR", "2027", "48500"),
        ("International Organization for Migration", "2028", "12000"),
        ("الهلال الأحمر", "2026", "7250"),
    ]

    def draw(canvas: Any) -> None:
        canvas.setFont("DejaVu", 11)
        canvas.drawRightString(WIDTH - 72, 780, get_display(ARABIC[0]))
        canvas.grid([72, 180, 240, 523], [740 - 24 * number for number in range(len(rows) + 1)])
        for number, row in enumerate(rows):
            for right, cell in zip((517, 234, 174), row, strict=True):
                canvas.drawRightString(right, 724 - 24 * number, get_display(cell))

    return sheet(draw)


def ruled_table_turned() -> bytes:
    """A ruled table on a page that the file turns."""

    def draw(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.drawString(72, 500, "Needs by year")
        canvas.grid([72, 250, 400], [380, 420, 460])
        for x, y, cell in (
            (80, 435, "Training"),
            (260, 435, "2026"),
            (80, 395, "Equipment"),
            (260, 395, "2027"),
        ):
            canvas.drawString(x, y, cell)

    return sheet(draw)
