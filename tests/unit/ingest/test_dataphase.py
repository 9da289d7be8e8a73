from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dataphase import MailData

LIMIT = 1000


def fed(wire: bytes, block_size: int = 7, limit: int = LIMIT) -> tuple[MailData, bytes | None]:
    data = MailData(limit)
    for start in range(0, len(wire), block_size):
        rest = data.feed(wire[start : start + block_size])
        if rest is not None:
            return data, rest + wire[start + block_size :]
    return data, None


def stuffed(content: bytes) -> bytes:
    """What a client sends for this content, which ends with a line end (or is empty)."""
    lines = content.split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b".\r\n"


def test_a_mail_ends_at_a_dot_on_its_own_line() -> None:
    data, rest = fed(b"Subject: x\r\n\r\nHello\r\n.\r\n")

    assert rest == b""
    assert data.content() == b"Subject: x\r\n\r\nHello\r\n"


def test_what_follows_the_end_is_given_back() -> None:
    _, rest = fed(b"Hello\r\n.\r\nQUIT\r\n")

    assert rest == b"QUIT\r\n"


def test_an_empty_mail_is_a_lone_dot() -> None:
    data, rest = fed(b".\r\nQUIT\r\n")

    assert (data.content(), rest) == (b"", b"QUIT\r\n")


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\r\n\x00.\r\n"]
)
def test_nothing_but_crlf_dot_crlf_ends_a_mail(end: bytes) -> None:
    hidden = b"one" + end + b"MAIL FROM:<evil@example.org>\r\n"

    data, rest = fed(hidden + b".\r\n")

    assert rest == b""
    assert b"MAIL FROM" in (data.content() or b"")


@given(st.lists(st.sampled_from([b".", b"a", b"\r", b"\n", b"\r\n", b"..", b"\x00"]), max_size=40))
def test_any_content_comes_through_dot_stuffing_unchanged(pieces: list[bytes]) -> None:
    content = b"".join(pieces) + b"\r\n"

    for block_size in (1, 2, 3, 64):
        data, rest = fed(stuffed(content) + b"NOOP\r\n", block_size)

        assert rest == b"NOOP\r\n"
        assert data.content() == content


def test_a_mail_of_exactly_the_limit_is_taken() -> None:
    content = b"x" * (LIMIT - 2) + b"\r\n"

    data, _ = fed(content + b".\r\n")

    assert data.content() == content


def test_stuffed_dots_do_not_count() -> None:
    content = b".\r\n" * (LIMIT // 3)

    data, _ = fed(stuffed(content))

    assert data.content() == content


def test_one_byte_over_the_limit_is_too_much() -> None:
    data, rest = fed(b"x" * (LIMIT - 1) + b"\r\n.\r\n")

    assert rest == b""
    assert data.content() is None


def test_a_line_without_end_is_not_kept() -> None:
    data, rest = fed(b"x" * 100 * LIMIT)

    assert rest is None
    assert data.held_bytes == 0
    assert data.size == 100 * LIMIT


def test_a_mail_that_was_given_up_holds_no_memory() -> None:
    data = MailData(LIMIT)
    data.feed(b"Hello")

    data.give_up()
    data.feed(b" world\r\n.\r\n")

    assert data.held_bytes == 0
    assert data.content() is None
