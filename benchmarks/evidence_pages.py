"""Evidence pictures of every kind of page, to be looked at: `python -m benchmarks.evidence_pages`.

Letters of the corpus are set, scanned, turned and photographed; of each page some sentences are
marked as a press of Evidence would mark them. Writes them to a folder, and a sheet of all of them.
Needs chromium and Tesseract.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks import scanner, typeset
from ingest import extract, places
from ingest.ocr import OcrOptions
from ingest.page_marks import Mark
from ingest.page_picture import drawn
from nlp.reading import Passage, Role
from nlp.sentences import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.segment import Page

CONTACT_SHEET: Final = (
    Path(__file__).resolve().parents[1] / "docs" / "images" / "evidence-pages.png"
)
_ACROSS: Final = 4
_THUMB: Final = (290, 230)
#: too much like others for the sheet of the documentation
_DRAWN_ONLY: Final = {
    "two columns",
    "last of a page",
    "first of the next",
    "text turned by the file",
    "scan, Latin",
    "bad scan",
    "photo",
    "many, Portuguese",
    "many, Arabic scan",
    "scan in a turned PDF",
}
_COLOURS: Final = 44
_SHORTEST, _LONGEST = 50, 320
#: in an order that is not the page's, as on a card
_MANY: Final = (5, 2, 8, 3, 7, 4, 6)
_HEAD: Final = "Ministry of the Interior, Office for Refugees and Returnees, Room 12."


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document and which of its sentences to mark, by their order on the page."""

    name: str
    content: bytes
    page: int = 1
    sentences: tuple[int, ...] = (1,)
    #: what stands in one of them, instead of their order
    holding: str = ""
    #: numbers of those that a press asked for
    asked: tuple[int, ...] = ()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for case in _cases():
        document = extract.extract(case.name, "", case.content, ocr=OcrOptions())
        page = next(one for one in document.pages if one.number == case.page)
        marks = tuple(_marks(case, page))
        picture = drawn(case.content, case.page, page.turn, marks)
        name = case.name.replace(" ", "-").replace(",", "")
        (folder / f"{name}.jpg").write_bytes(picture)
        (folder / f"{name}.txt").write_text(_said(case, page), encoding="utf-8")
        print(
            f"{case.name:<34} turn {page.turn:>3}  words {len(page.words):>4}  "
            f"kept {len(places.pack(page.words)):>5} bytes  picture {len(picture) // 1000:>4} KB"
        )
        if case.name not in _DRAWN_ONLY:
            shown.append((case.name, picture))
    _sheet(shown).save(CONTACT_SHEET, optimize=True)


def _cases() -> Iterator[Case]:
    wanted = [
        ("fr", "one column"), ("ar", "one column"), ("fr", "two columns"), ("en", "tables"),
        ("fr", "two languages"), ("ru", "one column"), ("ar", "tables"),
        ("es", "one column"), ("pt", "one column"), ("en", "one column"),
    ]  # fmt: skip
    made = typeset.printed(wanted)
    french, arabic, columns, table, beside, russian, arabic_table, *others = made
    spanish, portuguese, english = others
    yield Case(name="text, Latin", content=french, sentences=(2, 5, 6))
    yield Case(name="text, Arabic", content=arabic, sentences=(2, 4))
    yield Case(name="two columns", content=columns, sentences=(2, 9))
    yield Case(name="cell of a table", content=table, holding="Study visit")
    yield Case(name="cell of a table, Arabic", content=arabic_table, holding="|")
    yield Case(name="two languages", content=beside, sentences=(1, 3))
    yield Case(name="last of a page", content=french, sentences=(-1,))
    yield Case(name="first of the next", content=french, page=2, sentences=(0,))
    yield Case(name="text turned by the file", content=_rotated(french), sentences=(2,))
    yield Case(name="scan, Latin", content=scanner.fair(_picture(french, 200)), sentences=(2, 3))
    yield Case(name="scan, Arabic", content=scanner.fair(_picture(arabic, 200)), sentences=(2,))
    turned = scanner.fair(_picture(russian, 200), turn=90)
    yield Case(name="scan on its side, Cyrillic", content=turned, sentences=(2,))
    yield Case(name="bad scan", content=scanner.bad(_picture(french, 144)), sentences=(3,))
    yield Case(name="photo", content=scanner.photo(_picture(french, 200)), sentences=(2,))
    yield Case(name="typed head over a scan", content=_mixed(french), sentences=(0, 3))
    yield from _crowded((english, french, spanish, portuguese, columns), russian, arabic)
    yield Case(name="scan in a turned PDF", content=_mixed(french, turn=180), sentences=(3,))


def _crowded(latin: Sequence[bytes], russian: bytes, arabic: bytes) -> Iterator[Case]:
    """Pages with more findings than are filled."""
    english, french, spanish, portuguese, columns = latin
    yield Case(name="many, English", content=english, sentences=_MANY)
    yield Case(name="many, one asked for", content=spanish, sentences=_MANY, asked=(2,))
    yield Case(name="many, Portuguese", content=portuguese, sentences=_MANY)
    yield Case(name="many, Arabic", content=arabic, sentences=_MANY)
    yield Case(name="many, two columns", content=columns, sentences=_MANY)
    scan = scanner.bad(_picture(french, 144))
    yield Case(name="many, bad scan", content=scan, sentences=_MANY)
    scan = scanner.fair(_picture(arabic, 200))
    yield Case(name="many, Arabic scan", content=scan, sentences=_MANY)
    photo = scanner.photo(_picture(russian, 200))
    yield Case(name="many, photo", content=photo, sentences=_MANY)


def _marks(case: Case, page: Page) -> Iterator[Mark]:
    for number, (start, end) in enumerate(_spans(case, page), start=1):
        held = places.within(page.words, start, end)
        words, boxes = page.text[start:end], places.runs(held)
        yield Mark(
            number=number,
            boxes=boxes,
            line=places.line_of(page.words, boxes[0]) if boxes else None,
            is_unsure=places.legible(held) < places.LEGIBLE,
            from_right=sum("\u0600" <= letter <= "\u06ff" for letter in words) * 2
            > len(words) * 0.7,
            is_asked=number in case.asked,
        )


def _said(case: Case, page: Page) -> str:
    return "\n\n".join(
        f"{places.legible(places.within(page.words, start, end)):.2f} {page.text[start:end]}"
        for start, end in _spans(case, page)
    )


def _spans(case: Case, page: Page) -> list[tuple[int, int]]:
    found, _ = cut([Passage(text=page.text, role=Role.ATTACHED, is_set=True)])
    if case.holding:
        return [(one.start, one.end) for one in found if case.holding in one.text][:1]
    if case.sentences[0] <= 0 and len(case.sentences) == 1:
        chosen = [found[case.sentences[0]]]
    else:
        long = [one for one in found if _SHORTEST < one.end - one.start < _LONGEST]
        chosen = [long[number] for number in case.sentences if number < len(long)]
    return [(one.start, one.end) for one in chosen]


def _picture(content: bytes, dpi: int) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=dpi / 72).to_pil()
    return picture.convert("L")


def _rotated(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        page.set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _mixed(content: bytes, *, turn: int = 0) -> bytes:
    """A typed letterhead over the picture of a page; or the picture alone, lying otherwise."""
    scan = Image.open(io.BytesIO(scanner.fair(_picture(content, 200)))).rotate(-turn, expand=True)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(scan), 0, -60 if not turn else 0, A4[0], A4[1])
    if not turn:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(0, A4[1] - 62, A4[0], 62, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(
            60, A4[1] - 40, "Ministry of the Interior, Office for Refugees and Returnees, Room 12."
        )
    canvas.save()
    return out.getvalue()


def _sheet(shown: list[tuple[str, bytes]]) -> Image.Image:
    rows = -(-len(shown) // _ACROSS)
    width, height = _THUMB[0] + 16, _THUMB[1] + 40
    sheet = Image.new("RGB", (_ACROSS * width, rows * height), "#eceff1")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=14)
    for number, (name, content) in enumerate(shown):
        x, y = number % _ACROSS * width + 8, number // _ACROSS * height + 30
        with Image.open(io.BytesIO(content)) as picture:
            small = picture.convert("RGB")
        small.thumbnail((_THUMB[0], 10_000), Image.Resampling.LANCZOS)
        sheet.paste(small.crop((0, 0, small.width, min(small.height, _THUMB[1]))), (x, y))
        pen.text((x, y - 22), name, fill="#263238", font=font)
    return sheet.quantize(_COLOURS, dither=Image.Dither.NONE, kmeans=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("var/evidence-pages"))
