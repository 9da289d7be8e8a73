from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import cms, secured
from ingest.cms import Wrapping
from tests.odd_mails import cms_samples

CONTENT = b"Content-Type: text/plain\r\n\r\nWe request support.\r\n"

needs_openssl = pytest.mark.skipif(cms_samples.OPENSSL is None, reason="openssl is not there")


@needs_openssl
@pytest.mark.parametrize("options", [(), ("-stream",), ("-nocerts",), ("-md", "sha512")])
def test_the_content_of_a_signed_block_is_found(options: tuple[str, ...]) -> None:
    block = cms.opened(cms_samples.signed(CONTENT, *options))

    assert block is not None
    assert (block.wrapping, block.content, block.damaged) == (Wrapping.SIGNED, CONTENT, False)


@needs_openssl
@pytest.mark.parametrize("options", [(), ("-stream",)])
def test_a_large_content_is_found_whole(options: tuple[str, ...]) -> None:
    content = bytes(range(256)) * 8_000

    block = cms.opened(cms_samples.signed(content, *options))

    assert block is not None
    assert block.content == content


@needs_openssl
@pytest.mark.parametrize("options", [(), ("-stream",), ("-aes256",)])
def test_an_encrypted_block_is_known_as_one(options: tuple[str, ...]) -> None:
    block = cms.opened(cms_samples.encrypted(CONTENT, *options))

    assert block is not None
    assert (block.wrapping, block.content) == (Wrapping.ENCRYPTED, None)


@needs_openssl
def test_a_block_of_authenticated_encryption_is_encrypted() -> None:
    assert secured.opened(cms_samples.encrypted(CONTENT, "-aes-256-gcm")).code == (
        "encrypted_message"
    )


@needs_openssl
def test_a_signature_without_content_is_bare() -> None:
    opened = secured.opened(cms_samples.signature(CONTENT))

    assert (opened.message, opened.is_bare, opened.code) == (None, True, None)


@needs_openssl
@pytest.mark.parametrize("options", [(), ("-stream",)])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_a_cut_block_gives_what_is_there_and_says_so(
    options: tuple[str, ...], share: float
) -> None:
    content = CONTENT * 1_000
    data = cms_samples.signed(content, *options)

    block = cms.opened(data[: int(len(content) * share)])

    assert block is not None
    assert block.damaged
    assert block.content
    assert content.startswith(block.content)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_block_or_none(data: bytes) -> None:
    block = cms.opened(data)

    assert block is None or isinstance(block.content, bytes | None)


@given(st.lists(st.sampled_from([b"\x30\x80", b"\xa0\x80", b"\x24\x80", b"\x04\x01a", b"\0\0"])))
def test_any_nesting_is_a_block_or_none(pieces: list[bytes]) -> None:
    head = b"\x30\x80\x06\x09" + bytes.fromhex("2a864886f70d010702")

    assert cms.opened(head + b"".join(pieces)) is not None


@pytest.mark.parametrize("piece", [b"\x30\x80", b"\x04\x00", b"\x24\x80\x04\x00\0\0", b"\xa0\x80"])
def test_a_block_of_a_million_elements_does_no_harm(piece: bytes) -> None:
    head = b"\x30\x80\x06\x09" + bytes.fromhex("2a864886f70d010702")
    way = b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80\x06\x01\x01\xa0\x80\x24\x80"

    begun = time.process_time()
    cms.opened(head + way + piece * 1_000_000)

    assert time.process_time() - begun < 5
