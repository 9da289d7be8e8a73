"""What holds for every mail, be it odd, damaged or no mail at all."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import mail, wire
from ingest.identity import identity
from ingest.inbound import Channel, InboundMessage
from ingest.pipeline import Source, read_message
from ingest.problems import SENTENCES
from ingest.recorded import to_be_kept
from tests.hands import FakeHands
from tests.odd_mails.changes import TRACES, damaged, with_ends
from tests.odd_mails.corpus import ODD_MAILS

if TYPE_CHECKING:
    from collections.abc import Iterable

# what Pillow and zipfile say of damage; under the guard nobody hears it
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

SENDER = "awa@ministry.example"
RAW = [one.raw for one in ODD_MAILS.values() if len(one.raw) < 50_000]
LINES = [name for name, one in ODD_MAILS.items() if one.has_lines]
MANY = settings(
    max_examples=800,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def hashes(message: InboundMessage) -> list[tuple[str, str]]:
    return [(one.name, hashlib.sha256(one.content).hexdigest()) for one in message.attachments]


def is_whole(message: InboundMessage, raw: bytes) -> bool:
    """It names its bytes, its problems have sentences, and it can be sent and stored."""
    texts: Iterable[str] = [body.text for body in message.bodies]
    return (
        message.sha256 == hashlib.sha256(raw).hexdigest()
        and all(one.code in SENTENCES and one.detail for one in message.problems)
        and not any("\0" in text or not text.encode("utf-8") for text in texts)
        and wire.decode(wire.encode(message), InboundMessage) == message
    )


def assert_ends_do_not_matter(raw: bytes) -> None:
    raw = with_ends(raw, b"\r\n")
    usual = mail.parse(raw)
    for end in (b"\n", b"\r"):
        other = mail.parse(with_ends(raw, end))
        assert (other.subject, other.sender) == (usual.subject, usual.sender)
        assert [body.text for body in other.bodies] == [body.text for body in usual.bodies]
        assert hashes(other) == hashes(usual)


@pytest.mark.parametrize("name", ODD_MAILS)
def test_an_odd_mail_gives_a_whole_message(name: str) -> None:
    assert is_whole(mail.parse(ODD_MAILS[name].raw), ODD_MAILS[name].raw)


@MANY
@given(damaged(RAW))
def test_a_damaged_mail_gives_a_whole_message(raw: bytes) -> None:
    assert is_whole(mail.parse(raw), raw)


@MANY
@given(st.binary(max_size=3_000))
def test_any_bytes_give_a_whole_message(raw: bytes) -> None:
    assert is_whole(mail.parse(raw), raw)


@pytest.mark.parametrize("name", ODD_MAILS)
def test_each_file_of_an_odd_mail_is_kept_by_its_hash(name: str) -> None:
    source = Source(channel=Channel.EMAIL, envelope_sender=SENDER)

    outcome = read_message(ODD_MAILS[name].raw, source, FakeHands())

    kept = {one.sha256 for one in to_be_kept(outcome).documents}
    assert {sha256 for _, sha256 in hashes(outcome.message)} <= kept


@pytest.mark.parametrize("name", LINES)
def test_other_line_ends_make_no_other_mail(name: str) -> None:
    assert_ends_do_not_matter(ODD_MAILS[name].raw)


@settings(MANY, max_examples=250)
@given(damaged([ODD_MAILS[name].raw for name in LINES if len(ODD_MAILS[name].raw) < 50_000]))
def test_other_line_ends_make_no_other_mail_of_a_damaged_one(raw: bytes) -> None:
    # a mail that has zeros or says that it is binary is no lines of text
    assert_ends_do_not_matter(raw.replace(b"\0", b"").replace(b"binary", b""))


# a line that continues the one above it belongs to whatever is put there
@given(
    st.sampled_from([raw for raw in RAW if raw[:1] not in {b" ", b"\t"}]),
    st.lists(st.sampled_from(TRACES), max_size=12),
)
def test_a_redelivery_has_the_identity_of_the_mail(raw: bytes, traces: list[bytes]) -> None:
    again = b"".join(traces) + raw

    assert identity(SENDER, again) == identity(SENDER, raw)


def test_no_two_odd_mails_share_an_identity() -> None:
    found = {identity(SENDER, one.raw) for one in ODD_MAILS.values()}

    assert len(found) == len(ODD_MAILS)


@given(st.sampled_from(RAW), st.integers(0, 50_000), st.integers(0, 255))
def test_one_other_byte_behind_the_trace_makes_another_identity(
    raw: bytes, at: int, byte: int
) -> None:
    head, tail = b"Subject: x\r\n" + raw[:at], raw[at:]
    other = head + bytes([byte]) + tail[1:]

    assert (identity(SENDER, other) == identity(SENDER, head + tail)) == (other == head + tail)


def test_each_odd_mail_is_parsed_in_a_second_and_all_in_ten() -> None:
    seconds = {name: seconds_of(one.raw) for name, one in ODD_MAILS.items()}

    assert [name for name, took in seconds.items() if took > 1] == []
    assert sum(seconds.values()) < 10


def seconds_of(raw: bytes) -> float:
    begun = time.process_time()
    mail.parse(raw)
    return time.process_time() - begun
