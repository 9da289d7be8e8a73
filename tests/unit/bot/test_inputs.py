"""Files given to a command, as the messages in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.inputs import Input, Unopened, inputs
from ingest.inbound import Channel

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_what_cannot_be_opened_is_one_line(name: str, tmp_path: Path) -> None:
    (found,) = inputs([str(tmp_path / name)])

    assert isinstance(found, Unopened)
    assert found.reason.startswith("cannot read it (")
