"""`acsg-intake officer`: people let in and shut out where there is no chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.cli import main
from store import officers
from store.schema import migrate
from store.session import open_database

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'acsg.sqlite'}"
    monkeypatch.setenv("ACSG_DATABASE_URL", url)
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    database = open_database(url)
    migrate(database)
    database.close()


def test_people_are_added_listed_and_shut_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["officer", "add", "7", "--role", "administrator"]) == 0
    assert main(["officer", "add", "8"]) == 0
    assert main(["officer", "revoke", "8"]) == 0
    capsys.readouterr()

    assert main(["officer", "list", "--json"]) == 0

    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert lines == [{"id": 7, "name": "7", "role": "administrator"}]


def test_the_last_administrator_is_told_what_to_do_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["officer", "add", "7", "--role", "administrator"])

    assert main(["officer", "revoke", "7"]) == 1

    assert "Name another first" in capsys.readouterr().err


@pytest.mark.parametrize("id_", ["0", "9"])
def test_nobody_is_shut_out_who_is_not_there(id_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["officer", "revoke", id_]) == 1

    assert f"{id_} is nobody here" in capsys.readouterr().err


def test_a_group_is_no_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["officer", "add", "--", "-100200"]) == 1

    assert "no user id" in capsys.readouterr().err
    with open_database(f"sqlite:///{tmp_path / 'acsg.sqlite'}").reading() as session:
        assert officers.listed(session) == []
