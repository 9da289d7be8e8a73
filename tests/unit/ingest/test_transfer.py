from __future__ import annotations

import quopri
import time
from base64 import b64encode, encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import inline, transfer, uuencode
from tests.odd_mails.encodings import uuencoded, yencoded


@given(st.binary(max_size=2_000))
def test_base64_is_undone(data: bytes) -> None:
    assert transfer.base64(encodebytes(data)) == (data, False)


@given(st.binary(max_size=2_000), st.binary(max_size=2_000))
def test_two_blocks_of_base64_are_one(first: bytes, second: bytes) -> None:
    joined = encodebytes(first) + encodebytes(second)

    assert transfer.base64(joined)[0] == first + second


@given(st.binary(min_size=50, max_size=2_000), st.integers(0, 40), st.sampled_from(b"!*<>,.;\0"))
def test_a_sign_that_is_none_costs_nothing_but_a_remark(data: bytes, at: int, sign: int) -> None:
    signs = b64encode(data)

    assert transfer.base64(signs[:at] + bytes([sign]) + signs[at:]) == (data, True)


@given(st.binary(max_size=2_000), st.integers(1, 25))
def test_quoted_printable_is_undone(data: bytes, width: int) -> None:
    # every byte as a code: the standard encoder loses the first half of some line ends
    lines = (data[at : at + width] for at in range(0, len(data), width))
    encoded = "=\r\n".join("".join(f"={one:02X}" for one in line) for line in lines)

    assert transfer.quoted_printable(encoded.encode()) == data


@given(st.binary(max_size=2_000).filter(lambda data: b"\r" not in data))
def test_quoted_printable_of_the_standard_encoder_is_undone(data: bytes) -> None:
    assert transfer.quoted_printable(quopri.encodestring(data, quotetabs=True)) == data


@given(st.sampled_from(["base64", "quoted-printable", "x-uuencode"]), st.binary(max_size=500))
def test_any_bytes_can_be_decoded(coding: str, data: bytes) -> None:
    assert isinstance(transfer.decoded(data, coding)[0], bytes)


@pytest.mark.parametrize("declared", ["", "7bit", "8bit", "binary", "x-made-up", ";;", "8bits"])
@given(st.binary(max_size=200))
def test_what_is_not_encoded_stays_as_it_is(declared: str, data: bytes) -> None:
    assert transfer.decoded(data, declared) == (data, False)


def test_forty_megabytes_of_base64_with_junk_are_undone_in_seconds() -> None:
    data = encodebytes(bytes(range(256)) * 120_000) + b"\n!\n"

    begun = time.process_time()
    transfer.base64(data)

    assert time.process_time() - begun < 8


@given(st.binary(min_size=1, max_size=3_000))
def test_a_file_in_uuencode_is_found_between_words(content: bytes) -> None:
    words, files = inline.apart(b"Dear all,\r\n" + uuencoded(content) + b"Goodbye\r\n")

    assert words == b"Dear all,\r\nGoodbye\r\n"
    assert [(one.attachment.content, one.damaged) for one in files] == [(content, False)]


@given(st.binary(min_size=1, max_size=3_000))
def test_a_file_in_yenc_is_found_between_words(content: bytes) -> None:
    words, files = inline.apart(b"Dear all,\r\n" + yencoded(content) + b"Goodbye\r\n")

    assert words == b"Dear all,\r\nGoodbye\r\n"
    assert [(one.attachment.content, one.damaged) for one in files] == [(content, False)]


@given(st.binary(max_size=500))
def test_any_bytes_behind_a_beginning_are_a_file_or_words(data: bytes) -> None:
    words, files = inline.apart(b"begin 644 a.pdf\n" + data)

    assert files or words == b"begin 644 a.pdf\n" + data


def test_a_hundred_thousand_beginnings_do_no_harm() -> None:
    begun = time.process_time()
    list(uuencode.files(b"begin 644 a\n" * 100_000))
    list(uuencode.files(b"=ybegin size=1 name=a\nx\n" * 100_000))

    assert time.process_time() - begun < 3
