"""`show --pages`: the pictures that Evidence sends, as files, drawn from what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.cli import main
from store import drafts, inbox
from tests.factories import NOW, an_arrival
from tests.sheets import a_draft_on, a_letter_of, a_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database
    from tests.sheets import Sheet

QUOTE = "requests training of interviewers"


def keep(db: Database, sheet: Sheet) -> str:
    """A letter whose draft rests on this page; the draft's reference."""
    with db.begin() as session:
        id_ = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        inbox.begin_attempt(session, id_, 1, now=NOW)
        content = a_draft_on(sheet, QUOTE)
        found = drafts.save_reading(session, id_, 1, a_letter_of(sheet), [content], now=NOW)
    return found[0].ref


@pytest.fixture
def folder(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pages"


def test_the_pages_of_a_draft_are_written_as_pictures(database: Database, folder: Path) -> None:
    ref = keep(database, a_sheet())

    assert main(["show", ref, "--pages", str(folder)]) == 0

    (path,) = folder.iterdir()
    assert path.name == f"{ref}-01-p1.jpg"
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("JPEG", 1280)


def test_a_page_that_cannot_be_drawn_is_one_line(
    database: Database, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ref = keep(database, replace(a_sheet(), content=b"%PDF-1.7 and nothing else"))

    assert main(["show", ref, "--pages", str(folder)]) == 1

    assert "letter.pdf page 1: the page could not be drawn" in capsys.readouterr().err
    assert list(folder.iterdir()) == []
