"""What officers taught, as the records have it: on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from store import decisions, lessons
from store.content import Theme
from store.model import MessageStatus
from store.tables import InboxRow
from tests.factories import ALICE, NOW, a_content
from tests.teaching import a_letter, confirmed, corrected, draft_of, opened

if TYPE_CHECKING:
    from store.lesson import Lesson
    from store.session import Database


def listed(db: Database) -> list[Lesson]:
    with db.reading() as session:
        return lessons.listed(session)


def the_one(db: Database) -> Lesson:
    (lesson,) = listed(db)
    return lesson


def rejected(db: Database, draft_id: int, kind: str | None, revision: int = 1) -> None:
    with db.begin() as session:
        decisions.reject(
            session, draft_id, revision, ALICE, reason="in words", old="request", new=kind, now=NOW
        )


def test_a_draft_that_nobody_decided_on_teaches_nothing(database: Database) -> None:
    a_letter(database, 1, "text", a_content(), kind="request")

    assert listed(database) == []


def test_a_confirmed_draft_was_right_in_kind_and_areas(database: Database) -> None:
    message_id = a_letter(database, 1, "text", a_content(), kind="request")
    confirmed(database, draft_of(database, message_id))

    lesson = the_one(database)

    assert (lesson.message_id, lesson.model_version) == (message_id, "model-1")
    assert lesson.kinds is not None
    assert (lesson.kinds.said, lesson.kinds.wrong, lesson.kinds.missing) == (("request",), (), ())
    assert lesson.areas is not None
    assert (lesson.areas.said, lesson.areas.wrong, lesson.areas.missing) == (("coi",), (), ())
    assert not lesson.is_correction


def test_a_corrected_kind_is_a_wrong_one_and_a_missing_one(database: Database) -> None:
    message_id = a_letter(database, 1, "text", a_content(kind="offer"), kind="offer")
    corrected(database, draft_of(database, message_id), "request")

    review = the_one(database).kinds

    assert review is not None
    assert (review.predicted, review.wrong, review.missing) == (
        ("offer",), ("offer",), ("request",),
    )  # fmt: skip


def test_corrected_areas_are_told_apart_though_the_draft_is_still_open(database: Database) -> None:
    areas = (Theme(id="coi", confidence=0.9), Theme(id="training", confidence=0.5))
    message_id = a_letter(database, 1, "text", a_content(themes=areas), kind="request")
    new = (areas[0], Theme(id="backlog", confidence=1.0))
    with database.begin() as session:
        decisions.correct(
            session, draft_of(database, message_id), 1, ALICE,
            change=lambda content: replace(content, themes=new), field="themes",
            old=["coi", "training"], new=["backlog", "coi"], now=NOW,
        )  # fmt: skip

    lesson = the_one(database)

    assert lesson.kinds is None
    assert lesson.areas is not None
    assert (lesson.areas.predicted, lesson.areas.said) == (("coi", "training"), ("coi", "backlog"))
    assert (lesson.areas.wrong, lesson.areas.missing) == (("training",), ("backlog",))


def test_a_draft_opened_under_a_note_is_a_missing_kind(database: Database) -> None:
    opened(database, a_letter(database, 1, "text", kind="update"), "request")

    review = the_one(database).kinds

    assert review is not None
    assert (review.predicted, review.wrong, review.missing) == (("update",), (), ("request",))


def test_a_draft_rejected_as_none_of_the_kinds_was_wrong(database: Database) -> None:
    message_id = a_letter(database, 1, "text", a_content(), kind="request")
    rejected(database, draft_of(database, message_id), "none")

    review = the_one(database).kinds

    assert review is not None
    assert (review.wrong, review.missing, review.said) == (("request",), (), ())


def test_a_rejection_that_says_nothing_of_the_kind_teaches_nothing(database: Database) -> None:
    message_id = a_letter(database, 1, "text", a_content(), kind="request")
    rejected(database, draft_of(database, message_id), None)

    assert listed(database) == []


def test_letters_about_one_person_never_teach(database: Database) -> None:
    said_so = a_letter(database, 1, "text", a_content(), kind="request")
    rejected(database, draft_of(database, said_so), "individual_case")
    corrected_to = a_letter(database, 2, "text", a_content(), kind="request")
    corrected(database, draft_of(database, corrected_to), "individual_case")
    opened(database, a_letter(database, 3, "text", kind="individual_case"), "request")

    assert listed(database) == []


def test_a_request_that_was_taken_for_one_persons_case_teaches_once_it_is_confirmed(
    database: Database,
) -> None:
    message_id = a_letter(database, 1, "text", kind="individual_case")

    confirmed(database, opened(database, message_id, "request"))

    assert the_one(database).message_id == message_id


@pytest.mark.parametrize("status", [MessageStatus.ERASED, MessageStatus.PARKED])
def test_a_message_that_is_not_there_to_be_read_never_teaches(
    database: Database, status: MessageStatus
) -> None:
    message_id = a_letter(database, 1, "text", a_content(), kind="request")
    confirmed(database, draft_of(database, message_id))
    with database.begin() as session:
        session.execute(update(InboxRow).values(status=status))

    assert listed(database) == []


def test_lessons_come_newest_first(database: Database) -> None:
    first = a_letter(database, 1, "text", kind="update")
    second = a_letter(database, 2, "text", kind="update")

    opened(database, second, "request")
    opened(database, first, "offer", NOW + timedelta(hours=1))

    assert [lesson.message_id for lesson in listed(database)] == [first, second]
