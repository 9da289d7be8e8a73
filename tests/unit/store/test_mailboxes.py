"""How far a mailbox was taken in, and what was left there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store import mailboxes
from store.mailboxes import LeftMail
from store.tables_office import AuditRow
from tests.factories import NOW

if TYPE_CHECKING:
    from store.session import Database

BOX = "intake@mail.example:993/INBOX"
LARGE = LeftMail(uid=7, code="too_large", size_bytes=50_000_000)


def test_a_new_mailbox_begins_before_its_first_mail(database: Database) -> None:
    with database.begin() as session:
        assert mailboxes.place(session, BOX, 1) == 0


def test_a_place_moves_on_and_never_back(database: Database) -> None:
    with database.begin() as session:
        for uid in (5, 9, 3):
            mailboxes.move_on(session, BOX, 1, uid, now=NOW)

        assert mailboxes.place(session, BOX, 1) == 9


def test_a_place_says_nothing_once_the_server_numbers_anew(database: Database) -> None:
    with database.begin() as session:
        mailboxes.move_on(session, BOX, 1, 900, now=NOW)

        assert mailboxes.place(session, BOX, 2) == 0

        mailboxes.move_on(session, BOX, 2, 4, now=NOW)
        assert mailboxes.place(session, BOX, 2) == 4


def test_each_mailbox_has_its_own_place(database: Database) -> None:
    with database.begin() as session:
        mailboxes.move_on(session, BOX, 1, 5, now=NOW)

        assert mailboxes.place(session, BOX + "/Letters", 1) == 0


def test_a_mail_left_twice_is_listed_and_audited_once(database: Database) -> None:
    with database.begin() as session:
        mailboxes.leave(session, BOX, 1, LARGE, now=NOW)
        mailboxes.leave(session, BOX, 1, LARGE, now=NOW)

        assert mailboxes.left(session, BOX, 1) == [LARGE]
        assert mailboxes.count_left(session, BOX) == {"too_large": 1}
        told = select(func.count()).select_from(AuditRow).where(AuditRow.what == "mail_left")
        assert session.scalar(told) == 1


def test_a_mail_that_was_taken_in_after_all_is_struck(database: Database) -> None:
    with database.begin() as session:
        mailboxes.leave(session, BOX, 1, LARGE, now=NOW)

        mailboxes.forget_left(session, BOX, 1, LARGE.uid)

        assert mailboxes.left(session, BOX, 1) == []


def test_what_was_left_under_old_numbers_is_forgotten(database: Database) -> None:
    with database.begin() as session:
        mailboxes.leave(session, BOX, 1, LARGE, now=NOW)

        mailboxes.move_on(session, BOX, 2, 1, now=NOW)

        assert mailboxes.count_left(session, BOX) == {}
