"""`acsg-intake directory`: fill it, look at it, forget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store import directory

if TYPE_CHECKING:
    from pathlib import Path

    from store.session import Database

HEAD = "organisation,state,kind,domains,contacts\n"
TABLE = HEAD + "Ministry of Interior,TD,,interior.gouv.td mi.gouv.td,\nUNHCR,,unhcr,unhcr.org,\n"


@pytest.fixture
def table(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACSG_DATABASE_URL", database_url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "known.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def domains(db: Database) -> dict[str, str]:
    with db.reading() as session:
        return {name: one.organisation for name, one in directory.domains(session).items()}


def test_a_table_is_added_once(
    database: Database, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [main(["directory", "import", str(table)]) for _ in range(2)]

    assert codes == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "2 organisations added or changed, 0 known as they are",
        "0 organisations added or changed, 2 known as they are",
    ]
    assert domains(database) == {
        "interior.gouv.td": "Ministry of Interior",
        "mi.gouv.td": "Ministry of Interior",
        "unhcr.org": "UNHCR",
    }


def test_a_dry_run_adds_nothing(
    database: Database, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "import", str(table), "--dry-run"]) == 0

    assert capsys.readouterr().out.startswith("2 organisations would be added or changed")
    assert domains(database) == {}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("Ministry of Nothing,XQ,,nothing.gouv.td,\n", "line 4: state: XQ is none"),
        ("Another,TD,,unhcr.org,\n", "line 4: unhcr.org is already of UNHCR"),
    ],
)
def test_one_wrong_line_leaves_the_directory_as_it_was(
    database: Database, table: Path, capsys: pytest.CaptureFixture[str], more: str, told: str
) -> None:
    table.write_text(TABLE + more, encoding="utf-8")

    assert main(["directory", "import", str(table)]) == 1

    assert f"known.csv {told}" in capsys.readouterr().err
    assert domains(database) == {}


def test_a_file_that_is_not_there_is_one_line(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "import", "nothing.csv"]) == 1

    assert capsys.readouterr().err == (
        "acsg-intake: nothing.csv: cannot read it (No such file or directory)\n"
    )


def test_what_is_known_is_listed(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["directory", "import", str(table)])
    capsys.readouterr()

    main(["directory", "list"])
    main(["directory", "list", "--json"])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert any(line == "--  unhcr      UNHCR  unhcr.org  (imported)" for line in lines[:2])
    found = {one["organisation"]: one for one in map(json.loads, lines[2:])}
    assert found["Ministry of Interior"]["domains"] == ["interior.gouv.td", "mi.gouv.td"]
    assert found["UNHCR"]["state"] is None


def test_a_domain_is_forgotten(
    database: Database, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["directory", "import", str(table)])

    assert main(["directory", "remove", "mi.gouv.td"]) == 0
    assert main(["directory", "remove", "unhcr"]) == 0
    assert main(["directory", "remove", "nobody.org"]) == 1

    assert domains(database) == {"interior.gouv.td": "Ministry of Interior"}
    assert "nothing is known of nobody.org" in capsys.readouterr().err


def test_an_act_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directory"]) == 2

    assert capsys.readouterr().err.startswith("acsg-intake: directory: ")
