"""PDFs that each show one property; `python -m tests.pdf_samples` writes the golden ones.

Drawn with reportlab, which neither LibreOffice nor Chromium resembles. All texts are invented.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import pypdfium2
from reportlab.lib.colors import Color, black, white

from tests import pdf_layouts
from tests.pdf_canvas import HEIGHT, LETTER, WIDTH, jpeg, picture_of, sheet, write

FOLDER: Final = Path(__file__).with_name("corpus") / "documents"


def sideways() -> bytes:
    """Letters turned by a quarter, on a page that says nothing of it."""

    def draw(canvas: Any) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        write(canvas, LETTER, 72, WIDTH - 72)

    return sheet(draw)


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
        write(canvas, LETTER, 72, HEIGHT - 72)

    return sheet(draw)


def hidden() -> bytes:
    """A letter, and six ways to hide a word from its reader."""

    def draw(canvas: Any) -> None:
        write(canvas, LETTER, 72, 760)
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

    return sheet(draw)


def white_on_dark() -> bytes:
    """White letters that are seen, because what is behind them is dark; pale ones in a footer."""

    def draw(canvas: Any) -> None:
        canvas.setFillColor(Color(0.1, 0.2, 0.5))
        canvas.rect(60, 740, 400, 40, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 755, "MINISTRY OF THE INTERIOR")
        canvas.setFillColor(black)
        write(canvas, LETTER, 72, 700)
        canvas.setFillColor(Color(0.75, 0.75, 0.75))
        canvas.drawString(72, 40, "Page 1 of 1")

    return sheet(draw)


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

    return sheet(draw)


def form_with_xfa() -> bytes:
    """The same form with one in XFA beside it, as Adobe LiveCycle makes them."""
    return form().replace(b"/DA (/Helv 0 Tf 0 g)", b"/XFA (x)            ")


def form_in_xfa_alone() -> bytes:
    """A page that asks to wait, to be put in the place of which a viewer has to know XFA."""

    def draw(canvas: Any) -> None:
        canvas.drawString(72, 760, "Please wait... If this message is not replaced by the proper")
        canvas.drawString(72, 744, "contents of the document, your viewer may not show its type.")
        canvas.acroForm.textfield(name="state", x=180, y=712, width=220, height=20)

    made = sheet(draw).replace(b"/DA (/Helv 0 Tf 0 g)", b"/XFA (x)            ")
    return made.replace(b" /PageMode /UseNone /Pages", b"/NeedsRendering true/Pages")


def notes() -> bytes:
    """A letter on which somebody wrote two notes; a third is hidden."""

    def draw(canvas: Any) -> None:
        write(canvas, LETTER, 72, 760)
        canvas.textAnnotation("Please answer before Friday.", (400, 730, 420, 750))
        canvas.freeTextAnnotation(
            "Approved by the Director.", "0 0 0 rg /F1 12 Tf", (300, 600, 450, 640)
        )
        canvas.textAnnotation("A hidden note.", (100, 500, 120, 520), F=2)

    return sheet(draw)


def typed_around_a_scan() -> bytes:
    """A typed letterhead and footer, and between them the picture of a letter."""
    scan = picture_of(sheet(lambda canvas: write(canvas, LETTER, 60, 280, 20), (595, 330)))

    def draw(canvas: Any) -> None:
        canvas.drawString(72, 790, "MINISTRY OF THE INTERIOR OF EXAMPLIA")
        canvas.drawImage(jpeg(scan), 0, 400, 595, 330)
        canvas.drawString(72, 50, "Sent by the registry of the ministry")

    return sheet(draw)


HEAD: Final = ("REPUBLIC OF EXAMPLIA", "Commission for Refugees")
FOOT: Final = "12 Independence Drive, Port Example"


def letterhead_behind() -> bytes:
    """A letter typed over a picture of the whole sheet, which has its head and its foot."""

    def draw_sheet(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 16)
        write(canvas, HEAD, 72, 790, 22)
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(72, 40, FOOT)

    ground = picture_of(sheet(draw_sheet))

    def draw(canvas: Any) -> None:
        canvas.drawImage(jpeg(ground), 0, 0, WIDTH, HEIGHT)
        write(canvas, LETTER * 8, 72, 700)

    return sheet(draw)


def letterhead_as_strip() -> bytes:
    """A typed letter that says only in a narrow picture at its top who writes it."""

    def draw_strip(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 16)
        write(canvas, HEAD, 20, 46, 22)

    strip = picture_of(sheet(draw_strip, (450, 72)))

    def draw(canvas: Any) -> None:
        canvas.drawImage(jpeg(strip), 72, 750, 450, 72)
        write(canvas, LETTER, 72, 700)

    return sheet(draw)


def scan_with_layer(layer: tuple[str, ...] = LETTER) -> bytes:
    """The picture of a letter with the words of an earlier recognition under it, without ink."""
    scan = picture_of(sheet(lambda canvas: write(canvas, LETTER, 72, 760, 20)))

    def draw(canvas: Any) -> None:
        canvas.drawImage(jpeg(scan), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, 760)
        text.setTextRenderMode(3)
        text.setLeading(20)
        for line in layer:
            text.textLine(line)
        canvas.drawText(text)

    return sheet(draw)


def with_embedded(*files: tuple[str, bytes]) -> bytes:
    """A letter with files inside."""
    outer = pypdfium2.PdfDocument(sheet(lambda canvas: write(canvas, LETTER, 72, 760)))
    for name, content in files:
        outer.new_attachment(name).set_data(content)
    out = io.BytesIO()
    outer.save(out)
    outer.close()
    return out.getvalue()


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
    "columns-written-line-by-line": pdf_layouts.columns_line_by_line,
    "columns-of-german-written-line-by-line": pdf_layouts.columns_of_german,
    "labels-and-values-without-rules": pdf_layouts.labels_and_values,
    "arabic-stored-as-seen": pdf_layouts.arabic_as_seen,
    "arabic-table-with-rows-in-latin-letters": pdf_layouts.arabic_table,
    "table-on-a-turned-page": pdf_layouts.ruled_table_turned,
}


def main() -> None:
    for name, make in GOLDEN.items():
        (FOLDER / f"{name}.pdf").write_bytes(make())


if __name__ == "__main__":
    main()
