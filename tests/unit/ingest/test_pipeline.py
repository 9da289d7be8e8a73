from __future__ import annotations

import base64
import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.inbound import Channel, TextOrigin
from ingest.pipeline import Source, read_message
from ingest.report import report
from nlp.reading import Role
from tests.hands import FakeHands

EMAIL = Source(channel=Channel.EMAIL, envelope_sender="ministry@example.org")
FILE = Source(channel=Channel.FILE, name="letter.txt")


def a_mail(body: str = "We request support.", *files: tuple[str, bytes]) -> bytes:
    head = "From: Ministry <ministry@example.org>\r\nSubject: Letter\r\nMIME-Version: 1.0\r\n"
    if not files:
        return f"{head}\r\n{body}\r\n".encode()
    parts = [f"\r\n{body}\r\n"]
    parts += [
        "Content-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(content).decode()}\r\n"
        for name, content in files
    ]
    boundary = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return (head + boundary + "".join(f"--b\r\n{part}" for part in parts) + "--b--\r\n").encode()


def a_zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_every_quote_is_found_where_it_is_said_to_be() -> None:
    outcome = read_message(a_mail(), EMAIL, FakeHands())

    [evidence] = outcome.contents[0].themes[0].evidence
    segment = outcome.segments[evidence.segment]
    assert segment.text[evidence.start : evidence.end] == evidence.quote == "request"


def test_a_quote_from_an_attachment_names_its_file() -> None:
    mail = a_mail("See the attached.", ("letter.txt", b"We request support."))

    outcome = read_message(mail, EMAIL, FakeHands())

    assert outcome.contents[0].themes[0].evidence[0].name == "letter.txt"


def test_each_passage_is_a_segment_with_the_role_of_its_origin() -> None:
    hands = FakeHands()
    body = "We met yesterday.\r\n\r\nOn 2 Mar 2026, Bob <b@example.org> wrote:\r\n> Please request."

    outcome = read_message(a_mail(body, ("a.txt", b"Annex.")), EMAIL, hands)

    assert [passage.text for passage in hands.passages] == [s.text for s in outcome.segments]
    roles = {s.origin: p.role for s, p in zip(outcome.segments, hands.passages, strict=True)}
    assert roles == {
        TextOrigin.BODY: Role.OWN,
        TextOrigin.QUOTED: Role.QUOTED,
        TextOrigin.ATTACHMENT: Role.ATTACHED,
    }
    assert outcome.contents == ()


def test_segments_carry_the_language_that_was_read() -> None:
    outcome = read_message(a_mail(), EMAIL, FakeHands())

    assert [segment.language for segment in outcome.segments] == ["en"]


def test_files_inside_archives_are_read() -> None:
    hands = FakeHands()
    archive = a_zip({"inner.zip": a_zip({"letter.txt": b"We request support."})})

    outcome = read_message(a_mail("See attached.", ("all.zip", archive)), EMAIL, hands)

    assert hands.extracted == ["all.zip", "all.zip/inner.zip", "all.zip/inner.zip/letter.txt"]
    assert len(outcome.contents) == 1


def test_only_the_files_of_the_message_itself_are_kept_as_documents() -> None:
    archive = a_zip({"letter.txt": b"We request support."})

    outcome = read_message(a_mail("See attached.", ("all.zip", archive)), EMAIL, FakeHands())

    assert [document.name for document in outcome.documents] == ["all.zip"]


@pytest.mark.parametrize("code", ["timeout", "crashed", "too_large"])
def test_a_reading_that_fails_leaves_text_and_a_problem(code: str) -> None:
    outcome = read_message(a_mail(), EMAIL, FakeHands(broken={"read": code}))

    assert outcome.reading is None
    assert [problem.code for problem in outcome.problems] == ["not_read"]
    assert outcome.segments[0].text.startswith("We request")


def test_a_mail_that_ends_its_parser_is_still_a_message() -> None:
    raw = a_mail()

    outcome = read_message(raw, EMAIL, FakeHands(broken={"parse": "crashed"}))

    assert outcome.message.sha256 == hashlib.sha256(raw).hexdigest()
    assert [problem.code for problem in outcome.problems] == ["crashed"]


def test_what_was_not_read_to_its_end_says_so() -> None:
    outcome = read_message(a_mail(), EMAIL, FakeHands(unread=(0,)))

    assert outcome.segments[0].problem == "text_cut"
    assert [problem.code for problem in outcome.problems] == ["text_cut"]


def test_too_much_text_is_cut_before_it_is_read() -> None:
    hands = FakeHands()

    outcome = read_message(b"word " * 300_000, FILE, hands)

    assert sum(len(passage.text) for passage in hands.passages) == 1_000_000
    assert [problem.code for problem in outcome.problems] == ["text_cut"]


def test_a_file_on_its_own_is_a_message_with_one_attachment() -> None:
    outcome = read_message(b"We request support.", FILE, FakeHands())

    assert outcome.message.channel is Channel.FILE
    assert [segment.name for segment in outcome.segments] == ["letter.txt"]
    assert len(outcome.contents) == 1


def test_the_reader_learns_what_is_known_of_the_message() -> None:
    hands = FakeHands()

    read_message(a_mail(), EMAIL, hands)

    assert hands.about is not None
    assert (hands.about.subject, hands.about.sender_address) == ("Letter", "ministry@example.org")


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=500) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_a_report_whose_quotes_are_exact(raw: bytes) -> None:
    for source in (EMAIL, FILE):
        found = report("x", read_message(raw + b"\r\n\r\na request", source, FakeHands()))

        for draft in found["drafts"]:
            for theme in draft["themes"]:
                for one in theme["evidence"]:
                    text = found["segments"][one["segment"]]["text"]
                    assert text[one["start"] : one["end"]] == one["quote"]


def test_a_short_message_is_read_with_the_language_of_what_came_before() -> None:
    hands = FakeHands()
    source = Source(channel=Channel.EMAIL, earlier_language=lambda _: "fr")

    read_message(a_mail("ok"), source, hands)

    assert hands.about is not None
    assert hands.about.earlier_language == "fr"


def test_nobody_looks_for_what_came_before_a_long_message() -> None:
    asked: list[object] = []
    source = Source(channel=Channel.EMAIL, earlier_language=asked.append)

    read_message(a_mail("We request support for our office. " * 10), source, FakeHands())

    assert asked == []
