"""The standard parser within bounds: no field and no depth of parts costs more than itself."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ingest import mail, tree
from ingest.client import client_of
from ingest.origin import read_origin
from ingest.peers import Peers

#: pieces of which many in a row exhaust a parser, or keep it busy
PIECES = [
    *("(", ")", ":", ";", "<", ">", '"', "\\", "@", ",", "=", "=?", "g:", "<@a,@b:", "\0", " "),
    *(
        "\r\n ",
        "\udce4",
        "=?utf-8?q?",
        "a",
        "a@b.example",
        "x=1; ",
        "x*0=a; ",
        "by x ",
        "dkim=pass ",
    ),
]
FIELDS = [
    *("From", "Sender", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To"),
    *("References", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding"),
    *("Content-ID", "Received", "Authentication-Results", "DKIM-Signature", "ARC-Seal"),
    *("List-Id", "Precedence", "Auto-Submitted", "X-Failed-Recipients", "MIME-Version"),
]
USUAL = {
    "From": "Awa <awa@ministry.example>",
    "Subject": "Reception centres",
    "Content-Type": "text/plain",
}
BODY = "We request support."


def a_mail(field: str, value: str) -> bytes:
    head = "".join(f"{name}: {said}\r\n" for name, said in (USUAL | {field: value}).items())
    return f"{head}\r\n{BODY}\r\n".encode("utf-8", "surrogateescape")


def nested(count: int) -> bytes:
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        for number in range(count)
    )


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    # to explain a failure it traces, which takes longer than what is measured
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.sampled_from(FIELDS),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([1, 900, 20_000])), max_size=3),
)
def test_a_field_of_any_signs_costs_itself_alone_and_little_time(
    field: str, pieces: list[tuple[str, int]]
) -> None:
    raw = a_mail(field, "".join(piece * times for piece, times in pieces))

    begun = time.process_time()
    message = mail.parse(raw)
    read_origin(raw, "x")
    took = time.process_time() - begun

    assert took < 2
    if field != "From":
        assert message.sender is not None
        assert message.sender.address == "awa@ministry.example"
    if field != "Subject":
        assert message.subject == USUAL["Subject"]
    assert BODY in str(message.bodies) or message.attachments


@pytest.mark.parametrize("field", ["To", "Cc", "Reply-To", "Sender"])
def test_an_address_behind_a_thousand_brackets_is_found_bare(field: str) -> None:
    message = mail.parse(a_mail(field, "(" * 1_000 + " omar@other.example"))

    found = [*message.recipients, *filter(None, [message.reply_to])]
    assert {one.address for one in found} <= {"omar@other.example"}
    assert message.sender is not None
    assert message.sender.name == "Awa"


def test_what_lies_too_deep_is_one_part() -> None:
    part, depth = tree.parsed(nested(5_000) + b"\r\nlast words"), 0
    while part.is_multipart():
        part, depth = part.get_payload(0), depth + 1  # type: ignore[assignment]

    assert depth == tree.MAX_NESTING + 1
    assert "last words" in str(part.get_payload())


def test_a_long_list_of_parameters_ends() -> None:
    part = tree.parsed(b"Content-Type: text/plain; " + b"a=b; " * 100_000 + b"\r\n\r\nx")

    assert part.get_content_type() == "text/plain"
    assert len(str(part["content-type"])) <= 10_000


def test_a_received_without_end_names_no_client_at_once() -> None:
    raw = b"Received: from x" + b"(" * 900_000 + b" by a.example\r\n\r\n"
    begun = time.process_time()
    client = client_of(raw, "127.0.0.1", None, Peers())

    assert client.address is None
    assert time.process_time() - begun < 1
