"""What is kept of a guided dialogue, and what is left when it ends: only what others have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from store import documents, guided
from store.errors import UnknownDocumentError
from store.guided import Dialogue, GuidedFile
from tests.factories import NOW, a_document

if TYPE_CHECKING:
    from store.session import Database


def begun(database: Database, user: int = 7, *, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    with database.begin() as session:
        standing = Dialogue(user_id=user, step="who", asked=1, begun_at=at, touched_at=at)
        guided.keep(session, standing)


def a_file(database: Database, user: int) -> str:
    document = a_document()
    file = GuidedFile(name="plan.pdf", media_type="application/pdf", sha256=document.sha256)
    with database.begin() as session:
        documents.keep(session, document)
        guided.answer(session, user, "plan", "ours", [file], now=NOW)
    return document.sha256


def is_kept(database: Database, sha256: str) -> bool:
    with database.reading() as session:
        try:
            documents.content(session, sha256)
        except UnknownDocumentError:
            return False
    return True


def test_a_dialogue_stands_where_it_was_left(database: Database) -> None:
    begun(database)
    with database.begin() as session:
        found = guided.find(session, 7)
        assert found is not None
        guided.keep(session, replace(found, step="plan", answered="need"))

    with database.reading() as session:
        found = guided.find(session, 7)

    assert found is not None
    assert (found.step, found.answered, found.begun_at) == ("plan", "need", NOW)


def test_texts_of_one_answer_stand_in_their_order(database: Database) -> None:
    begun(database)
    with database.begin() as session:
        for text in ("first", "second"):
            guided.answer(session, 7, "need", text, now=NOW)

    with database.reading() as session:
        assert guided.answers(session, 7)["need"].text == "first\n\nsecond"


def test_an_answer_that_is_taken_back_leaves_its_files(database: Database) -> None:
    begun(database)
    a_file(database, 7)
    with database.begin() as session:
        guided.take_back(session, 7, "plan")

    with database.reading() as session:
        answer = guided.answers(session, 7)["plan"]

    assert (answer.text, [one.name for one in answer.files]) == ("", ["plan.pdf"])


def test_files_go_with_their_dialogue(database: Database) -> None:
    begun(database)
    sha256 = a_file(database, 7)

    with database.begin() as session:
        guided.end(session, 7)

    assert not is_kept(database, sha256)


def test_a_file_that_another_dialogue_has_stays(database: Database) -> None:
    begun(database)
    begun(database, 8)
    sha256 = a_file(database, 7)
    a_file(database, 8)

    with database.begin() as session:
        guided.end(session, 7)

    assert is_kept(database, sha256)


def test_erasing_a_message_with_the_same_file_leaves_it_to_the_dialogue(database: Database) -> None:
    begun(database)
    sha256 = a_file(database, 7)

    with database.begin() as session:
        documents.drop_unused(session, [sha256])

    assert is_kept(database, sha256)


def test_only_forgotten_dialogues_end(database: Database) -> None:
    begun(database, 7)
    begun(database, 8, days=1)

    with database.begin() as session:
        ended = guided.end_forgotten(session, before=NOW + timedelta(hours=1))

    with database.reading() as session:
        assert (ended, guided.find(session, 7)) == (1, None)
        assert guided.find(session, 8) is not None
