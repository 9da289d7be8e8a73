"""The command line: help, usage, one line of trouble."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.exits import DONE, FAILED, USAGE

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var"


def test_no_command_prints_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    out = capsys.readouterr().out
    assert code == USAGE
    assert [name for name in COMMANDS if name not in out] == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("destroy", "no command destroy; `acsg-intake --help`"),
        ("mesages", "no command mesages; did you mean messages?"),
        ("--frob", "cannot use --frob; `acsg-intake --help`"),
        ("read", "read: the following arguments are required: PATH; `acsg-intake read --help`"),
        ("read --frob letter.pdf", "read: cannot use --frob; `acsg-intake read --help`"),
        ("messages --status nonsense", "messages: argument --status: invalid choice: 'nonsense'"),
        ("messages more", "messages: cannot use more;"),
        ("retry", "retry: give ids, or --all"),
        ("serve --port 3", "serve: cannot use --port 3;"),
        ("", "give a command"),
    ],
)
def test_a_wrong_use_is_one_line_that_says_what_to_do(
    given: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(given.split())

    err = capsys.readouterr().err
    assert code == USAGE
    assert err.startswith(f"acsg-intake: {told}")
    assert err.count("\n") == 1


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == DONE
    assert capsys.readouterr().out.count(".") == 2


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])

    assert caught.value.code == DONE
    assert COMMANDS[name].split("\n")[0][:20] in capsys.readouterr().out.replace("\n", " ")


def test_a_bad_setting_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_WORKERS", "many")

    code = main(["messages"])

    assert code == USAGE
    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_WORKERS: ")


def test_an_empty_database_has_no_messages(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["messages", "--json"])

    assert code == DONE
    assert capsys.readouterr().out == ""


def test_an_empty_list_says_of_which_database(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [main(["messages"]), main(["drafts"])]

    said = capsys.readouterr()
    assert codes == [DONE, DONE]
    assert said.out == ""
    assert said.err.count("/var/intake.db") == 2


def test_an_id_that_does_not_exist_is_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["retry", "nonsense"])

    said = capsys.readouterr()
    assert code == FAILED
    assert said.out == ""
    assert said.err.startswith("acsg-intake: no message nonsense; ")


def test_a_message_is_told_from_its_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("We ask for support.", encoding="utf-8")
    main(["ingest", "letter.txt"])
    ref = capsys.readouterr().out.split()[1]

    code = main(["show", ref.lower()])

    assert code == FAILED
    assert f"{ref} is a message without drafts" in capsys.readouterr().err


def test_a_name_of_several_lines_makes_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a\nb.txt").write_text("We ask for support.", encoding="utf-8")

    main(["ingest", "a\nb.txt", "no\n\x1b[31msuch"])
    refused = capsys.readouterr().err
    main(["messages"])

    assert refused == "acsg-intake: no  [31msuch: cannot read it (No such file or directory)\n"
    assert capsys.readouterr().out.count("\n") == 1


def test_what_cannot_be_read_as_labelled_texts_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "junk").write_bytes(b"\xff\xfe\x00")

    codes = [main(["evaluate", name]) for name in ("nowhere.jsonl", ".", "junk")]

    assert codes == [FAILED] * 3
    assert capsys.readouterr().err.splitlines() == [
        "acsg-intake: nowhere.jsonl: cannot read it (No such file or directory)",
        "acsg-intake: .: cannot read it (Is a directory)",
        "acsg-intake: junk: holds no text in UTF-8",
    ]


@pytest.mark.parametrize("place", ["junk", "folder"])
def test_a_database_that_is_none_is_one_line(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "junk").write_bytes(b"no database" * 1000)
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("ACSG_DATABASE_URL", f"sqlite:///{tmp_path / place}")

    code = main(["messages"])

    assert code == FAILED
    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_DATABASE_URL: ")


def test_an_unknown_draft_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["show", "ACSG-2026-0001-1"])

    assert code == FAILED
    assert "no draft ACSG-2026-0001-1" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    code = main(["drafts"])

    assert code == FAILED
    assert capsys.readouterr().err.startswith("acsg-intake: ACSG_DATABASE_URL: ")


def test_every_command_stands_in_the_operations_page() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)", page, flags=re.MULTILINE))

    assert set(COMMANDS) <= told
