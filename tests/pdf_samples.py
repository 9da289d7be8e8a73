"""PDFs that each show one property; `python -m tests.pdf_samples` writes the golden ones.

Drawn with reportlab, which neither LibreOffice nor Chromium resembles. All texts are invented.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
from bidi import get_display
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

FOLDER: Final = Path(__file__).with_name("corpus") / "documents"
_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WIDTH, HEIGHT = A4
LETTER: Final = (
    "The Ministry of the Interior requests support for its asylum unit.",
    "We seek training for twenty interpreters before the end of 2026,",
    "and two experts who would review how decisions are written.",
    "The Government consents to this request being shared with States.",
)
ARABIC: Final = (
    "تطلب وزارة الداخلية دعما لوحدة اللجوء في عام 2026",
    "ونأمل تدريب عشرين مترجما (شفويا) قبل نهاية العام",
)


def _canvas(draw: Callable[[Any], None], size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=size, invariant=1)
    canvas.setFont("Times-Roman", 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _lines(canvas: Any, lines: tuple[str, ...], x: float, y: float, step: float = 16) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, y - step * number, line)


def sideways() -> bytes:
    """Letters turned by a quarter, on a page that says nothing of it."""

    def draw(canvas: Any) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        _lines(canvas, LETTER, 72, WIDTH - 72)

    return _canvas(draw)


def turned_by_the_file(degrees: int = 90) -> bytes:
    """A page stored on its side, which the file turns upright."""

    def draw(canvas: Any) -> None:
        canvas.setPageRotation(degrees)
        # reportlab turns the sheet as well
        if degrees == 90:
            canvas.translate(HEIGHT, 0)
            canvas.rotate(90)
        elif degrees == 180:
            canvas.translate(WIDTH, HEIGHT)
            canvas.rotate(180)
        else:
            canvas.translate(0, WIDTH)
            canvas.rotate(270)
        _lines(canvas, LETTER, 72, HEIGHT - 72)

    return _canvas(draw)


def hidden() -> bytes:
    """A letter, and six ways to hide a word from its reader."""

    def draw(canvas: Any) -> None:
        _lines(canvas, LETTER, 72, 760)
        canvas.setFillColor(Color(1, 1, 1))
        canvas.drawString(72, 600, "Paleword on white paper")
        canvas.setFillColor(Color(0.97, 0.97, 0.97))
        canvas.drawString(72, 580, "Nearwhite on white paper")
        canvas.setFillColor(black)
        text = canvas.beginText(72, 560)
        text.setTextRenderMode(3)
        text.textLine("Inkless without a picture")
        canvas.drawText(text)
        canvas.setFont("Times-Roman", 1)
        canvas.drawString(72, 540, "Tinyword that nobody can read")
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(WIDTH + 40, 520, "Outside of the page")
        canvas.drawString(72, 500, "Covered by a box")
        canvas.setFillColor(white)
        canvas.rect(60, 490, 300, 24, stroke=0, fill=1)

    return _canvas(draw)


def white_on_dark() -> bytes:
    """White letters that are seen, because what is behind them is dark; pale ones in a footer."""

    def draw(canvas: Any) -> None:
        canvas.setFillColor(Color(0.1, 0.2, 0.5))
        canvas.rect(60, 740, 400, 40, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 755, "MINISTRY OF THE INTERIOR")
        canvas.setFillColor(black)
        _lines(canvas, LETTER, 72, 700)
        canvas.setFillColor(Color(0.75, 0.75, 0.75))
        canvas.drawString(72, 40, "Page 1 of 1")

    return _canvas(draw)


def form() -> bytes:
    """A form with typed values and boxes to tick."""

    def draw(canvas: Any) -> None:
        canvas.drawString(72, 760, "Request for support")
        canvas.drawString(72, 720, "Requesting State:")
        canvas.acroForm.textfield(
            name="state", value="Republic of Examplia", x=180, y=712, width=220, height=20
        )
        canvas.drawString(72, 690, "Contact:")
        canvas.acroForm.textfield(
            name="contact", value="asylum unit", x=180, y=682, width=220, height=20
        )
        canvas.acroForm.checkbox(name="training", checked=True, x=72, y=652, size=14)
        canvas.drawString(92, 655, "Training")
        canvas.acroForm.checkbox(name="funds", checked=False, x=72, y=632, size=14)
        canvas.drawString(92, 635, "Funds")
        canvas.drawString(72, 600, "Signed for the ministry.")

    return _canvas(draw)


def form_with_xfa() -> bytes:
    """The same form with one in XFA beside it, as Adobe LiveCycle makes them."""
    return form().replace(b"/DA (/Helv 0 Tf 0 g)", b"/XFA (x)            ")


def form_in_xfa_alone() -> bytes:
    """A page that asks to wait, to be put in the place of which a viewer has to know XFA."""

    def draw(canvas: Any) -> None:
        canvas.drawString(72, 760, "Please wait... If this message is not replaced by the proper")
        canvas.drawString(72, 744, "contents of the document, your viewer may not show its type.")
        canvas.acroForm.textfield(name="state", x=180, y=712, width=220, height=20)

    made = _canvas(draw).replace(b"/DA (/Helv 0 Tf 0 g)", b"/XFA (x)            ")
    return made.replace(b" /PageMode /UseNone /Pages", b"/NeedsRendering true/Pages")


def notes() -> bytes:
    """A letter on which somebody wrote two notes; a third is hidden."""

    def draw(canvas: Any) -> None:
        _lines(canvas, LETTER, 72, 760)
        canvas.textAnnotation("Please answer before Friday.", (400, 730, 420, 750))
        canvas.freeTextAnnotation(
            "Approved by the Director.", "0 0 0 rg /F1 12 Tf", (300, 600, 450, 640)
        )
        canvas.textAnnotation("A hidden note.", (100, 500, 120, 520), F=2)

    return _canvas(draw)


def picture_of(content: bytes, dpi: int = 150) -> Image.Image:
    """The first page as it looks."""
    document = pypdfium2.PdfDocument(content)
    try:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture
    finally:
        document.close()


def _jpeg(picture: Image.Image) -> ImageReader:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60)
    return ImageReader(io.BytesIO(out.getvalue()))


def typed_around_a_scan() -> bytes:
    """A typed letterhead and footer, and between them the picture of a letter."""
    scan = picture_of(_canvas(lambda canvas: _lines(canvas, LETTER, 60, 280, 20), (595, 330)))

    def draw(canvas: Any) -> None:
        canvas.drawString(72, 790, "MINISTRY OF THE INTERIOR OF EXAMPLIA")
        canvas.drawImage(_jpeg(scan), 0, 400, 595, 330)
        canvas.drawString(72, 50, "Sent by the registry of the ministry")

    return _canvas(draw)


HEAD: Final = ("REPUBLIC OF EXAMPLIA", "Commission for Refugees")
FOOT: Final = "12 Independence Drive, Port Example"


def letterhead_behind() -> bytes:
    """A letter typed over a picture of the whole sheet, which has its head and its foot."""

    def draw_sheet(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 16)
        _lines(canvas, HEAD, 72, 790, 22)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 40, FOOT)

    sheet = picture_of(_canvas(draw_sheet))

    def draw(canvas: Any) -> None:
        canvas.drawImage(_jpeg(sheet), 0, 0, WIDTH, HEIGHT)
        _lines(canvas, LETTER * 8, 72, 700)

    return _canvas(draw)


def letterhead_as_strip() -> bytes:
    """A typed letter that says only in a narrow picture at its top who writes it."""

    def draw_strip(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 16)
        _lines(canvas, HEAD, 20, 46, 22)

    strip = picture_of(_canvas(draw_strip, (450, 72)))

    def draw(canvas: Any) -> None:
        canvas.drawImage(_jpeg(strip), 72, 750, 450, 72)
        _lines(canvas, LETTER, 72, 700)

    return _canvas(draw)


def scan_with_layer(layer: tuple[str, ...] = LETTER) -> bytes:
    """The picture of a letter with the words of an earlier recognition under it, without ink."""
    scan = picture_of(_canvas(lambda canvas: _lines(canvas, LETTER, 72, 760, 20)))

    def draw(canvas: Any) -> None:
        canvas.drawImage(_jpeg(scan), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, 760)
        text.setTextRenderMode(3)
        text.setLeading(20)
        for line in layer:
            text.textLine(line)
        canvas.drawText(text)

    return _canvas(draw)


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

    return _canvas(draw)


def side_by_side(left: tuple[str, ...], right: tuple[str, ...]) -> bytes:
    """Lines beside one another, each pair written from the left to the right of the page."""

    def draw(canvas: Any) -> None:
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(72, 760 - 18 * number, one)
            canvas.drawString(320, 760 - 18 * number, other)

    return _canvas(draw)


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

    return _canvas(draw)


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

    return _canvas(draw)


def with_embedded(*files: tuple[str, bytes]) -> bytes:
    """A letter with files inside."""
    outer = pypdfium2.PdfDocument(_canvas(lambda canvas: _lines(canvas, LETTER, 72, 760)))
    for name, content in files:
        outer.new_attachment(name).set_data(content)
    out = io.BytesIO()
    outer.save(out)
    outer.close()
    return out.getvalue()


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

    return _canvas(draw)


GOLDEN: Final = {
    "letters-turned-on-their-side": sideways,
    "page-turned-by-the-file": turned_by_the_file,
    "words-hidden-in-six-ways": hidden,
    "white-letters-on-a-dark-bar": white_on_dark,
    "form-with-typed-values": form,
    "form-with-xfa-beside-it": form_with_xfa,
    "form-in-xfa-alone": form_in_xfa_alone,
    "notes-written-on-the-page": notes,
    "typed-letterhead-over-scanned-body": typed_around_a_scan,
    "letterhead-as-picture-behind-the-letter": letterhead_behind,
    "letterhead-as-narrow-picture": letterhead_as_strip,
    "scan-with-earlier-recognition": scan_with_layer,
    "columns-written-line-by-line": columns_line_by_line,
    "columns-of-german-written-line-by-line": columns_of_german,
    "labels-and-values-without-rules": labels_and_values,
    "arabic-stored-as-seen": arabic_as_seen,
    "arabic-table-with-rows-in-latin-letters": arabic_table,
    "table-on-a-turned-page": ruled_table_turned,
}


def main() -> None:
    for name, make in GOLDEN.items():
        (FOLDER / f"{name}.pdf").write_bytes(make())


if __name__ == "__main__":
    main()
