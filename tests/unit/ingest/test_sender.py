"""Who a mail came from where no SMTP conversation said it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sender import return_path, sender_of

#: of which many in a row exhaust what parses addresses
PIECES = [
    *(b"(", b")", b":", b";", b"<", b">", b'"', b"\\", b"@", b",", b"g:", b"<@a,@b:", b"\0", b" "),
    *(b"\r\n ", b"\r\n", b"\xed\xa0\x80", b"=?utf-8?q?", b"a", b"a@b.example"),
]
CLAIMED = b"From: Ministry <ministry@example.org>\r\n\r\nWe request support.\r\n"


def test_the_server_that_delivered_it_knows() -> None:
    raw = b"Return-Path: <bounces@example.org>\r\nReceived: by mail.example\r\n" + CLAIMED

    assert sender_of(raw, "unknown") == "bounces@example.org"


def test_it_may_stand_below_other_marks_of_the_delivery() -> None:
    raw = b"Delivered-To: intake@example.org\r\nReturn-Path:\r\n <a@example.org>\r\n" + CLAIMED

    assert sender_of(raw, "unknown") == "a@example.org"


def test_a_bounce_has_the_empty_sender() -> None:
    assert sender_of(b"Return-Path: <>\r\n" + CLAIMED, "unknown") == ""


def test_what_came_with_the_mail_proves_nothing() -> None:
    raw = b"Received: by mail.example\r\nReturn-Path: <>\r\n" + CLAIMED

    assert return_path(raw) is None
    assert sender_of(raw, "unknown") == "ministry@example.org"


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"Subject: x\r\n\r\n", b"From: nobody\r\n\r\n"])
def test_a_mail_that_says_nothing_has_the_name_that_it_is_given(raw: bytes) -> None:
    assert sender_of(raw, "unknown") == "unknown"


@given(st.binary(max_size=300), st.sampled_from([b"", b"From: ", b"Return-Path: <", b"from:\xff"]))
def test_any_bytes_give_a_sender_that_can_be_kept(rest: bytes, start: bytes) -> None:
    sender = sender_of(start + rest, "unknown")

    assert sender.isprintable()
    sender.encode()


@given(
    st.sampled_from([b"From: ", b"Return-Path: ", b"Return-Path: <", b"Received: x\r\nFrom: a "]),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([1, 40, 3_000])), max_size=6),
)
def test_no_depth_of_brackets_keeps_a_sender_from_being_told(
    start: bytes, pieces: list[tuple[bytes, int]]
) -> None:
    sender = sender_of(start + b"".join(piece * times for piece, times in pieces), "unknown")

    assert sender.isprintable()
    assert len(sender) <= 2_000


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b"(" * 500 + b" a@b.example",
        b"From: " + b":" * 90_000,
        b"Return-Path: <" + b" " * 90_000 + b"<",
    ],
)
def test_a_header_of_signs_without_end_is_passed_over_at_once(head: bytes) -> None:
    begun = time.process_time()
    sender = sender_of(head + b"\r\n\r\nWe request support.\r\n", "unknown")

    assert sender == "unknown"
    assert time.process_time() - begun < 1


def test_of_a_list_without_end_the_first_counts() -> None:
    listed = b",\r\n ".join(b"u%d@b.example" % number for number in range(5_000))

    assert sender_of(b"From: " + listed + b"\r\n\r\n", "unknown") == "u0@b.example"
