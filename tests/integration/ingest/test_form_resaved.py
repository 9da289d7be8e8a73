"""Forms that LibreOffice opened and saved again, or printed, for real."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
import pypdfium2
import pytest

from ingest.form_match import bare
from tests.forms import ANSWERS, answers_of, filled, form_in, saved

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")

CHOSEN = {"form.technical+financial", "urgency.urgent", "consent.no"}


def resaved(folder: Path, content: bytes, kind: str) -> bytes:
    source = folder / "form.docx"
    source.write_bytes(content)
    given = ["--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command = [
        "soffice",
        *given,
        "--convert-to",
        kind,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "out" / f"form.{kind}").read_bytes()


def letters(answers: dict[str, str]) -> dict[str, str]:
    return {code: bare(text)[0] for code, text in answers.items() if "." not in code}


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "pdf"])
@pytest.mark.parametrize("language", ["ar", "ru"])
def test_answers_stay_with_their_questions(tmp_path: Path, language: str, kind: str) -> None:
    again = resaved(tmp_path, filled(language), kind)

    found, _, _ = answers_of(f"form.{kind}", again)

    assert {code for code in found if "." in code} == CHOSEN
    if (language, kind) != ("ar", "pdf"):
        # its text layer has some letters in another order
        assert letters(found) == letters(ANSWERS[language])
    assert set(found) - CHOSEN == set(ANSWERS[language])


def test_its_word_file_still_has_the_marks(tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    again.write_bytes(resaved(tmp_path, filled("en"), "docx"))
    document = docx.Document(str(again))
    printed = {f"{n}. {one.heading}" for n, one in enumerate(form_in("en").steps, 1)}
    printed |= {one.question for one in form_in("en").steps}
    for paragraph in document.paragraphs:
        if paragraph.text in printed:
            paragraph.text = ""

    found, _, _ = answers_of("form.docx", saved(document))

    assert letters(found) == letters(ANSWERS["en"])


def test_a_blank_form_is_one_page_in_every_language(tmp_path: Path) -> None:
    for language in ANSWERS:
        pdf = resaved(tmp_path, filled(language, {}, {}), "pdf")

        assert len(pypdfium2.PdfDocument(pdf)) == 1, language
