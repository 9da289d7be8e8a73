"""Who a mail came from where no SMTP conversation said it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sender import return_path, sender_of

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
