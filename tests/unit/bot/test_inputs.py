"""Files given to a command, as the messages in them."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from bot.inputs import inputs
from ingest.inbound import Channel
from ingest.saved import Input, Unopened

MAIL = b"From: a@b.example\nTo: c@d.example\nSubject: one\n\nwords\n"


def test_a_letter_that_begins_with_from_is_kept_whole(tmp_path: Path) -> None:
    raw = b"From the Ministry of Interior, 2026\n\nwe ask.\n\nFrom January 2026 the State pays.\n"
    path = tmp_path / "letter.txt"
    path.write_bytes(raw)

    found = list(inputs([str(path)]))

    assert [one.raw for one in found if isinstance(one, Input)] == [raw]


def test_an_mbox_file_holds_several_mails(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(
        b"From a@b.example Mon Jan  5 10:00:00 2026\n"
        + MAIL
        + b"\n"
        + b"From x@y.example Tue Jan  6 10:00:00 2026\n"
        + MAIL
    )

    found = [one for one in inputs([str(path)]) if isinstance(one, Input)]

    assert [one.channel for one in found] == [Channel.EMAIL, Channel.EMAIL]
    assert [one.source for one in found] == [f"{path}#1", f"{path}#2"]


def test_a_mail_with_few_headers_is_a_mail_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "few.eml"
    path.write_bytes(MAIL)

    (found,) = inputs([str(path)])

    assert isinstance(found, Input)
    assert (found.channel, found.sender) == (Channel.EMAIL, "a@b.example")


@pytest.mark.parametrize("name", ["missing.pdf", "x" * 300, "nul\0"])
def test_what_cannot_be_opened_is_one_line(name: str, tmp_path: Path) -> None:
    (found,) = inputs([str(tmp_path / name)])

    assert isinstance(found, Unopened)
    assert found.reason.startswith("cannot read it (")


def test_a_folder_gives_the_files_in_it_and_opens_no_other_folder(tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(MAIL)
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / ".hidden").write_bytes(b"words")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.txt").write_bytes(b"words")

    found = [one for one in inputs([str(tmp_path)]) if isinstance(one, Input)]

    assert [(one.name, one.channel) for one in found] == [
        ("a.txt", Channel.FILE),
        ("b.eml", Channel.EMAIL),
    ]


def test_a_folder_without_files_is_one_line(tmp_path: Path) -> None:
    (found,) = inputs([str(tmp_path)])

    assert isinstance(found, Unopened)


def test_a_maildir_gives_its_mails_new_and_seen(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(MAIL)
    seen = mailbox.MaildirMessage(MAIL.replace(b"one", b"two"))
    seen.set_subdir("cur")
    seen.set_flags("S")
    box.add(seen)

    found = [one for one in inputs([str(tmp_path / "box")]) if isinstance(one, Input)]

    assert [one.raw.split(b"\n")[2] for one in found] == [b"Subject: one", b"Subject: two"]
    assert {one.channel for one in found} == {Channel.EMAIL}


def test_a_file_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(MAIL)

    kinds = [type(one) for one in inputs([str(tmp_path / "a.eml"), str(tmp_path)])]

    assert kinds == [Unopened, Input]


def test_a_bounce_saved_as_a_file_keeps_its_empty_sender(tmp_path: Path) -> None:
    (tmp_path / "b.eml").write_bytes(b"Return-Path: <>\n" + MAIL)

    (found,) = inputs([str(tmp_path / "b.eml")])

    assert isinstance(found, Input)
    assert found.sender == ""


def test_a_saved_message_of_outlook_is_a_file(tmp_path: Path) -> None:
    name = "french-html-inside-rich-text.msg"
    saved = Path(__file__).resolve().parents[2] / "corpus" / "documents" / name

    (found,) = inputs([str(saved)])

    assert isinstance(found, Input)
    assert (found.channel, found.sender) == (Channel.FILE, name)
