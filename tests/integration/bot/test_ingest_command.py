"""`ingest` and `read` of what people keep mail in: mbox, Maildir, folders, Outlook's files."""

from __future__ import annotations

import json
import mailbox
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

MSG = Path(__file__).resolve().parents[2] / "corpus/documents/french-html-inside-rich-text.msg"
POSTMARK = b"From a@b.example Mon Jan  5 10:00:00 2026\n"


def mail(number: int) -> bytes:
    return (
        b"From: Ministry <ministry%d@example.org>\nTo: requests@localhost\nSubject: Letter %d\n"
        b"\nWe request training.\n>From here on in two places.\n" % (number, number)
    )


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a mail, three in an mbox, one of Outlook, and what cannot be read."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.eml").write_bytes(mail(1))
    quoted = [mail(number).replace(b">From", b">>From") for number in (2, 3, 4)]
    (folder / "b.mbox").write_bytes(b"".join(POSTMARK + one + b"\n" for one in quoted))
    shutil.copyfile(MSG, folder / "c.msg")
    (folder / "d.txt").symlink_to(folder / "nowhere")
    return folder


Ingest = Callable[..., tuple[int, list[list[str]]]]


@pytest.fixture
def ingested(capsys: pytest.CaptureFixture[str]) -> Ingest:
    """Runs the command; exit code, and the words of each line."""

    def run(*paths: Path) -> tuple[int, list[list[str]]]:
        code = main(["ingest", *map(str, paths)])
        return code, [line.split() for line in capsys.readouterr().out.splitlines()]

    return run


@pytest.fixture(autouse=True)
def data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACSG_DATA_DIR", str(tmp_path / "var"))


def test_a_folder_comes_in_mail_by_mail_and_only_once(papers: Path, ingested: Ingest) -> None:
    code, first = ingested(papers)
    _, again = ingested(papers)

    assert code == 0
    assert [line[2] for line in first] == ["new"] * 5
    assert [line[:2] for line in again] == [line[:2] for line in first]
    assert [line[2] for line in again] == ["known"] * 5


def test_one_bad_path_costs_itself_alone(papers: Path, ingested: Ingest) -> None:
    code, lines = ingested(papers / "nowhere.eml", papers / "a.eml")

    assert code == 1
    assert len(lines) == 1


def test_a_mail_of_an_mbox_is_the_same_as_by_itself(
    papers: Path, tmp_path: Path, ingested: Ingest
) -> None:
    (tmp_path / "two.eml").write_bytes(mail(2))
    _, (alone,) = ingested(tmp_path / "two.eml")

    _, lines = ingested(papers / "b.mbox")

    assert [line[2] for line in lines] == ["known", "new", "new"]
    assert lines[0][:2] == alone[:2]


def test_a_maildir_comes_in_and_a_mail_that_was_read_since_is_known(
    tmp_path: Path, ingested: Ingest
) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    key = box.add(mail(1))
    _, first = ingested(tmp_path / "box")
    message = box.get_message(key)
    message.set_subdir("cur")
    message.set_flags("S")
    box[key] = message

    _, again = ingested(tmp_path / "box")

    assert [line[2] for line in (*first, *again)] == ["new", "known"]


def test_all_of_them_can_be_read_without_being_stored(
    papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--json", str(papers)]) == 0

    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["source"].removeprefix(f"{papers}/") for one in found] == [
        "a.eml",
        *(f"b.mbox#{number}" for number in (1, 2, 3)),
        "c.msg",
    ]
    assert [one["channel"] for one in found] == ["email"] * 4 + ["file"]
    assert ">From here on" in found[1]["segments"][0]["text"]
    assert [one["problems"] for one in found] == [[]] * 5
