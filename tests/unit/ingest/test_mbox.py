"""Mails of an mbox file, as they were before they were put there."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mbox import is_mbox, mails

MARK = b"From a@b.example Mon Jan  5 10:00:00 2026"
HEAD = b"From: a@b.example\nSubject: one\n\n"


def written(found: list[bytes], end: bytes = b"\n") -> bytes:
    """As an mboxrd writer does it: "From " quoted, an empty line after each."""
    return b"".join(MARK + end + re.sub(rb"(?m)^(>*From )", rb">\1", one) + end for one in found)


def read(raw: bytes) -> list[bytes]:
    return list(mails(io.BytesIO(raw)))


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_are_kept(end: bytes) -> None:
    mail = (HEAD + b"words\n").replace(b"\n", end)

    assert read(written([mail, mail], end)) == [mail, mail]


def test_quoted_lines_come_back_whatever_their_depth() -> None:
    mail = HEAD + b"From here on\n>From there\n>>From everywhere\n> From nowhere\n"

    assert read(written([mail])) == [mail]


def test_a_line_of_a_letter_that_begins_with_from_is_no_new_mail() -> None:
    raw = MARK + b"\n" + HEAD + b"We ask.\n\nFrom January 2026 the State pays.\n\n"

    assert len(read(raw)) == 1


def test_a_mark_in_the_middle_of_a_paragraph_is_no_new_mail() -> None:
    raw = MARK + b"\n" + HEAD + b"We ask.\n" + MARK + b"\nNote: twice.\n\n"

    assert len(read(raw)) == 1


def test_the_last_mail_needs_no_end() -> None:
    assert read(MARK + b"\n" + HEAD + b"cut") == [HEAD + b"cut"]


@pytest.mark.parametrize(
    "head", [b"", b"From the Ministry, 2026\n\nwe ask", HEAD, b"From x@y 2026\n", b"%PDF-1.7"]
)
def test_other_files_are_none(head: bytes) -> None:
    assert not is_mbox(head)


@given(st.lists(st.text(alphabet="From >a:2026\n", max_size=60), min_size=1, max_size=4))
def test_what_was_put_in_comes_out(bodies: list[str]) -> None:
    found = [HEAD + body.encode() + b"\n" for body in bodies]

    assert read(written(found)) == found


@given(st.binary(max_size=400))
def test_any_bytes_are_read_to_their_end(rest: bytes) -> None:
    found = read(MARK + b"\nA: b\n" + rest)

    assert found[0].startswith(b"A: b\n"[: len(found[0])])
