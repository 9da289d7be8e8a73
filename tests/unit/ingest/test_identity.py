from __future__ import annotations

from ingest.identity import identity

LETTER = b"From: a@b.example\r\nSubject: x\r\n\r\nReceived: in the body\r\n"
TRACE = (
    b"Return-Path: <a@b.example>\r\n"
    b"Received: from one by two;\r\n\tTue, 3 Mar 2026 10:00:00 +0000\r\n"
    b"ARC-Seal: i=1\r\nAuthentication-Results: mx; spf=pass\r\nDelivered-To: us\r\n"
)


def test_a_resend_with_other_trace_headers_is_the_same_mail() -> None:
    assert identity("a@b.example", TRACE + LETTER) == identity("a@b.example", LETTER)


def test_another_sender_makes_another_mail() -> None:
    assert identity("a@b.example", LETTER) != identity("c@b.example", LETTER)


def test_another_word_makes_another_mail() -> None:
    assert identity("a@b.example", LETTER) != identity("a@b.example", LETTER + b"!")


def test_a_trace_header_below_the_others_counts() -> None:
    assert identity("", b"Subject: x\r\nReceived: one\r\n\r\n") != identity(
        "", b"Subject: x\r\n\r\n"
    )


def test_a_domain_is_the_same_in_capitals() -> None:
    assert identity("a@B.Example", LETTER) == identity("a@b.example", LETTER)


def test_bytes_of_trace_headers_alone_have_an_identity() -> None:
    assert identity(None, b"Received: x") == identity("", b"Received: y")
