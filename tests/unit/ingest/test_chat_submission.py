from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ingest import chat, forwarded
from ingest.inbound import Channel, TextOrigin


def packed(
    text: str = "نطلب دعما",
    files: tuple[chat.ChatFile, ...] = (),
    passed_on: tuple[chat.PassedOn, ...] = (),
) -> bytes:
    return chat.pack(
        update_id=7,
        chat_id=42,
        user_id=42,
        user_name="Awa Diallo",
        language_code="ar",
        text=text,
        files=files,
        sent_at=datetime(2026, 3, 3, 8, 0, tzinfo=UTC),
        passed_on=passed_on,
    )


def nothing_kept(_: str) -> bytes:
    raise KeyError


def test_a_submission_comes_back_as_it_was_stored() -> None:
    message = chat.parse(packed(), nothing_kept)

    assert message.channel is Channel.CHAT
    assert [body.text for body in message.bodies] == ["نطلب دعما"]
    assert message.sender is not None
    assert (message.sender.address, message.sender.name) == ("telegram:42", "Awa Diallo")
    assert message.sent_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_files_are_loaded_by_their_hash() -> None:
    file = chat.ChatFile(name="../letter.pdf", media_type="application/pdf", sha256="ab")

    message = chat.parse(packed(files=(file,)), {"ab": b"%PDF-"}.__getitem__)

    assert [(one.name, one.content) for one in message.attachments] == [("letter.pdf", b"%PDF-")]


def test_a_file_that_was_never_fetched_is_a_problem() -> None:
    file = chat.ChatFile(name="letter.pdf", media_type="application/pdf", sha256="ab")

    message = chat.parse(packed(files=(file,)), nothing_kept)

    assert [(one.code, one.name) for one in message.problems] == [("missing_file", "letter.pdf")]


def test_what_is_passed_on_stands_under_a_head_that_says_who_wrote_it() -> None:
    letter = chat.PassedOn(
        author="Ministry\nof the Interior",
        written_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        text="We request support.",
    )

    message = chat.parse(packed("Please see below.", passed_on=(letter,)), nothing_kept)

    assert [body.origin for body in message.bodies] == [TextOrigin.BODY, TextOrigin.FORWARDED]
    (head,) = forwarded.heads(message.bodies)
    assert (head.name, head.date) == ("Ministry of the Interior", "2026-03-01 09:30 UTC")
    assert "We request support." in message.bodies[1].text


def test_several_passed_on_files_of_one_author_have_one_head() -> None:
    files = [chat.PassedOn(author="A. Author", written_at=None, text="") for _ in range(3)]

    message = chat.parse(packed("", passed_on=tuple(files)), nothing_kept)

    assert len(message.bodies) == 1


def test_the_same_submission_gives_the_same_bytes() -> None:
    assert packed() == packed()


@given(
    st.one_of(st.binary(max_size=100), st.sampled_from([b"[]", b'{"user": 1, "files": {}}', b"1"]))
)
def test_any_bytes_give_a_message(raw: bytes) -> None:
    assert chat.parse(raw, nothing_kept).channel is Channel.CHAT
