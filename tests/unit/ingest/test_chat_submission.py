from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ingest import chat
from ingest.inbound import Channel


def packed(text: str = "نطلب دعما", files: tuple[chat.ChatFile, ...] = ()) -> bytes:
    return chat.pack(
        update_id=7,
        chat_id=42,
        user_id=42,
        user_name="Awa Diallo",
        language_code="ar",
        text=text,
        files=files,
        sent_at=datetime(2026, 3, 3, 8, 0, tzinfo=UTC),
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


def test_the_same_submission_gives_the_same_bytes() -> None:
    assert packed() == packed()


@given(
    st.one_of(st.binary(max_size=100), st.sampled_from([b"[]", b'{"user": 1, "files": {}}', b"1"]))
)
def test_any_bytes_give_a_message(raw: bytes) -> None:
    assert chat.parse(raw, nothing_kept).channel is Channel.CHAT
