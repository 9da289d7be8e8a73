"""`backup`, `restore` and `release-outbox` as an administrator types them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store.session import open_database
from tests.archives import a_letter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with one letter in it, named by the environment."""
    folder = tmp_path / "var"
    monkeypatch.setenv("ACSG_DATA_DIR", str(folder))
    assert main(["messages"]) == 0
    db = open_database(f"sqlite:///{folder / 'intake.db'}")
    a_letter(db, 1)
    db.close()
    return folder


def test_a_folder_gets_an_archive_with_the_moment_in_its_name(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "backups").mkdir()

    code = main(["backup", str(tmp_path / "backups")])

    [archive] = (tmp_path / "backups").iterdir()
    assert code == 0
    assert re.fullmatch(r"acsg-intake-\d{8}T\d{6}Z\.tar\.gz", archive.name)
    assert "1 messages, 1 drafts" in capsys.readouterr().out


def test_verify_looks_through_an_archive_and_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "a.tar.gz"
    main(["backup", str(archive)])

    assert main(["restore", "--verify", str(archive)]) == 0
    archive.write_bytes(archive.read_bytes()[:-100])
    assert main(["restore", "--verify", str(archive)]) == 1

    said = capsys.readouterr()
    assert "is whole" in said.out
    assert "Traceback" not in said.err


def test_replacing_asks_first_and_another_word_changes_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "a.tar.gz"
    main(["backup", str(archive)])

    assert main(["restore", str(archive)]) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(["restore", "--replace", str(archive)]) == 1
    assert not list(home.glob("replaced-*"))
    monkeypatch.setattr("sys.stdin", io.StringIO("replace\n"))
    assert main(["restore", "--replace", str(archive)]) == 0
    assert len(list(home.glob("replaced-*"))) == 1


def test_release_says_what_goes_and_a_dry_run_releases_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "a.tar.gz")])
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "new"))
    main(["restore", str(tmp_path / "a.tar.gz")])

    assert main(["release-outbox", "--dry-run"]) == 0
    assert main(["release-outbox", "--dry-run"]) == 0
    assert "1 in all waits" in capsys.readouterr().out
    assert main(["release-outbox"]) == 0
    assert main(["release-outbox"]) == 0
    said = capsys.readouterr().out
    assert "1 in all goes out now" in said
    assert "nothing is held" in said


def test_what_is_no_archive_is_one_line(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")

    assert main(["restore", str(tmp_path / "letter.txt")]) == 1

    said = capsys.readouterr().err
    assert "no archive of ours" in said
    assert said.count("\n") == 1
