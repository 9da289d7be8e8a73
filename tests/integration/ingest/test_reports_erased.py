"""What came back of our answer to a letter is erased with the letter, whenever it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.board import note_text
from bot.scene import Office
from ingest.own_ids import own_id
from store import drafts, erasure, inbox, keys, links
from store.links import Relation
from store.model import MessageStatus
from tests import reports
from tests.factories import NOW
from tests.reports import OURS, standard
from tests.returning import answered, came_back, path_of

if TYPE_CHECKING:
    from store.session import Database

OFFICE = Office(zone=ZoneInfo("UTC"), full=True)


def erased(database: Database, message_id: str) -> None:
    with database.begin() as session:
        assert erasure.erase(session, message_id, why="asked", now=NOW)


def status_of(database: Database, message_id: str) -> MessageStatus:
    with database.reading() as session:
        return inbox.get(session, message_id).status


@pytest.mark.parametrize("action", ["failed", "delayed", "delivered"])
def test_a_report_is_erased_with_the_letter_whose_answer_it_is_about(
    database: Database, action: str
) -> None:
    letter, mail = answered(database)
    report = came_back(database, standard(action, returned=""), path_of(database, mail.id))
    other = came_back(database, reports.QMAIL.replace(OURS.encode(), b"<other@acsg.example>"))

    erased(database, letter)

    assert status_of(database, report) is MessageStatus.ERASED
    assert status_of(database, other) is MessageStatus.DONE


def test_every_report_on_an_answer_is_erased_with_its_letter(database: Database) -> None:
    letter, mail = answered(database)
    path = path_of(database, mail.id)
    found = [
        came_back(database, standard("delayed", "4.4.1"), path),
        came_back(database, standard("failed", "4.4.7"), path),
        came_back(database, reports.EXIM),
    ]

    erased(database, letter)

    assert {status_of(database, one) for one in found} == {MessageStatus.ERASED}


def test_a_report_is_tied_to_its_letter_and_shown_nowhere_as_a_part_of_it(
    database: Database,
) -> None:
    letter, mail = answered(database)
    report = came_back(database, standard(), path_of(database, mail.id))

    with database.reading() as session:
        [link] = links.of_message(session, report)
        assert (link.relation, link.earlier_id) == (Relation.REPORTS, letter)
        assert links.joined(session, report) is None
        assert (
            inbox.get(session, letter).ref not in note_text(session, report, OFFICE, now=NOW).markup
        )


def test_a_note_of_absence_to_the_signed_path_is_erased_with_the_letter(
    database: Database,
) -> None:
    letter, mail = answered(database)
    note = came_back(database, reports.VACATION, path_of(database, mail.id))

    erased(database, letter)

    assert status_of(database, note) is MessageStatus.ERASED


def test_a_program_that_only_stands_in_the_thread_is_nobodys_report(database: Database) -> None:
    letter, _mail = answered(database)
    note = came_back(database, reports.VACATION, sender="list@example.org")

    erased(database, letter)

    assert status_of(database, note) is MessageStatus.DONE


def test_erasing_a_report_leaves_its_letter(database: Database) -> None:
    letter, mail = answered(database)
    report = came_back(database, standard(), path_of(database, mail.id))

    erased(database, report)

    assert status_of(database, letter) is MessageStatus.DONE


def test_a_report_that_comes_when_the_letter_is_erased_is_erased_at_once(
    database: Database,
) -> None:
    letter, mail = answered(database)
    path = path_of(database, mail.id)
    erased(database, letter)

    report = came_back(database, standard(returned=""), path)

    assert status_of(database, report) is MessageStatus.ERASED
    with database.reading() as session:
        assert drafts.message_of(session, report).segments == ()


def test_the_same_where_only_our_signed_id_tells_which_letter_it_was(database: Database) -> None:
    letter, _mail = answered(database)
    with database.begin() as session:
        key = keys.key(session, keys.MESSAGE_ID)
        ref = inbox.get(session, letter).ref
    erased(database, letter)
    own = own_id(key, ref, "acknowledgement", "acsg.example")

    report = came_back(database, reports.EXIM.replace(OURS.encode(), own.encode()))

    assert status_of(database, report) is MessageStatus.ERASED


def test_a_report_on_what_nobody_here_wrote_stays(database: Database) -> None:
    letter, _mail = answered(database)
    erased(database, letter)

    report = came_back(database, reports.EXIM)

    assert status_of(database, report) is MessageStatus.DONE
