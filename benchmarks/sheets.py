"""Letters of the training corpus set on sheets of A4, by two renderers and in several faces.

Chromium and LibreOffice, because each sets lines, hyphens and Arabic in its own way.
"""

from __future__ import annotations

import html
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from playwright.sync_api import sync_playwright

from nlp.records import read_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_CORPUS: Final = Path(__file__).resolve().parents[1] / "nlp" / "corpus"
LANGUAGES: Final = ("en", "fr", "es", "pt", "ru", "ar")
#: how a letter is set: renderer, face, size in points
_SETTINGS: Final = (
    ("chromium", "Noto Serif", 11.0),
    ("libreoffice", "DejaVu Serif", 10.5),
    ("chromium", "Noto Sans", 10.0),
)
_ARABIC: Final = (
    ("chromium", "Noto Naskh Arabic", 13.0),
    ("libreoffice", "Noto Sans Arabic", 12.0),
    ("chromium", "Noto Sans Arabic", 11.5),
)
_PAGE: Final = """<!doctype html><html lang="{language}"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 2.2cm }}
body {{ font-family: "{face}"; font-size: {size}pt; line-height: 1.35; margin: 0 }}
p {{ margin: 0 0 .45em; white-space: pre-wrap }}
</style><body dir="{direction}">{lines}</body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter as it is printed, and what stands in it."""

    language: str
    text: str
    #: a PDF with a text layer, of one page or two
    pdf: bytes


def sheets(count: int) -> list[Sheet]:
    """So many of the longest letters of each language, the settings taking turns."""
    chosen = []
    for language in LANGUAGES:
        settings = _ARABIC if language == "ar" else _SETTINGS
        for at, text in enumerate(_longest(language, count)):
            chosen.append((language, text, settings[at % len(settings)]))
    return _printed(chosen)


def pictures(sheet: Sheet, dpi: float) -> list[Image]:
    """Its pages in shades of grey, without a flaw."""
    document = pypdfium2.PdfDocument(sheet.pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def _longest(language: str, count: int) -> list[str]:
    texts = [record.text for record in read_folder(_CORPUS) if record.language == language]
    return sorted(texts, key=len, reverse=True)[:count]


def _printed(chosen: Sequence[tuple[str, str, tuple[str, str, float]]]) -> list[Sheet]:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (language, text, (renderer, face, size)) in enumerate(chosen):
            path = Path(folder, f"{number}-{renderer}.html")
            path.write_text(_page(language, text, face, size), encoding="utf-8")
            paths.append(path)
        _by_chromium([path for path in paths if "chromium" in path.name])
        _by_libreoffice([path for path in paths if "libreoffice" in path.name], folder)
        return [
            Sheet(language=language, text=text, pdf=path.with_suffix(".pdf").read_bytes())
            for (language, text, _), path in zip(chosen, paths, strict=True)
        ]


def _page(language: str, text: str, face: str, size: float) -> str:
    return _PAGE.format(
        language=language,
        face=face,
        size=size,
        direction="rtl" if language == "ar" else "ltr",
        lines="".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in text.split("\n")),
    )


def _by_chromium(paths: Sequence[Path]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for path in paths:
            page.goto(path.as_uri())
            page.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
        browser.close()


def _by_libreoffice(paths: Sequence[Path], folder: str) -> None:
    if not paths:
        return
    # through odt: HTML would be printed as a page of the web, in the size of a screen
    home = f"-env:UserInstallation=file://{folder}/office"
    for filters, sources in (
        ("odt:writer8", paths),
        ("pdf:writer_pdf_Export", [path.with_suffix(".odt") for path in paths]),
    ):
        to = ["--convert-to", filters, "--outdir", folder]
        reading = ["--infilter=HTML (StarWriter)"] if filters.startswith("odt") else []
        subprocess.run(
            ["/usr/bin/soffice", home, "--headless", *reading, *to, *map(str, sources)],
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": folder},
        )
