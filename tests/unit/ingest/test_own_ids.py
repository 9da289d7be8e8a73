"""Our signed Message-IDs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.own_ids import OwnId, own_id, read_own

KEY = bytes(range(32))
REF = "ACSG-2026-0042"


def test_an_id_of_ours_tells_letter_and_question() -> None:
    written = own_id(KEY, REF, "question-2-7", "acsg.example")

    read = read_own(KEY, written)

    assert read == OwnId(ref=REF, what="question-2-7")
    assert read.position == 2


def test_an_acknowledgement_is_about_no_draft() -> None:
    assert OwnId(ref=REF, what="acknowledgement").position is None


def test_an_id_is_the_same_each_time() -> None:
    assert own_id(KEY, REF, "x", "a.example") == own_id(KEY, REF, "x", "a.example")


def test_an_id_signed_with_another_key_is_nobodys() -> None:
    assert read_own(bytes(32), own_id(KEY, REF, "x", "a.example")) is None


def test_an_id_moved_to_another_letter_is_nobodys() -> None:
    moved = own_id(KEY, REF, "x", "a.example").replace("0042", "0043")

    assert read_own(KEY, moved) is None


def test_an_id_survives_a_server_that_changes_its_case() -> None:
    assert read_own(KEY, own_id(KEY, REF, "x", "a.example").upper()) == OwnId(ref=REF, what="x")


@given(st.text(max_size=120))
def test_whatever_else_stands_there_is_not_ours(text: str) -> None:
    assert read_own(KEY, f"<acsg.{text}@acsg.example>") is None
    assert read_own(KEY, text) is None
