"""Mails that stay in the mailbox: told in the chat, with how many and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.utc import utc_now
from store import boxes, mailboxes
from store.mailboxes import LeftMail
from tests.box_room import look
from tests.dovecot import USER, MailServer, mail_server
from tests.factories import NOW
from tests.mailbox_room import account, inlet, letter, taken, taking, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from store.session import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as one:
        yield one


def left(db: Database, uid: int, code: str, at: datetime) -> None:
    with db.begin() as session:
        mail = LeftMail(uid=uid, code=code, size_bytes=45_000_001)
        mailboxes.leave(session, "box", 1, mail, now=at)
        boxes.note(session, "imap", "box", None, now=at)


def test_a_mail_over_the_limit_is_told_and_so_is_that_it_came_in_after_all(
    database: Database, server: MailServer, tmp_path: Path
) -> None:
    server.put(letter(1, extra=b"x" * 200_000), letter(2))
    box = account(server.port)
    with inlet(database) as acceptor:
        with visit(box) as session:
            taking(database, acceptor.submit, box).take(session)
        with database.begin() as writing:
            boxes.note(writing, "imap", box.name, None, now=utc_now())
        first = look(database, tmp_path, utc_now())
        with visit(box) as session:
            taking(database, acceptor.submit, box, most_bytes=1_000_000).take(session)
    then = look(database, tmp_path, utc_now())

    assert len(first) == 1
    assert first[0].startswith(
        "⚠ 1 mail was left in the mailbox and has not been taken in: larger than the limit."
    )
    assert "raise ACSG_MAX_MESSAGE_MB" in first[0]
    assert "the largest has 1 MB" in first[0]
    assert not any(word in first[0] for word in ("Letter", "ministry", "example.org", USER))
    assert then[1].startswith("✓ Over since ")
    assert len(taken(database)) == 2


def test_another_mail_that_is_left_is_told_with_the_number_of_both(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "too_large", NOW)
    look(database, tmp_path, NOW)
    left(database, 8, "too_large", NOW + MINUTE)
    look(database, tmp_path, NOW + 2 * MINUTE)

    told = look(database, tmp_path, NOW + 3 * MINUTE)

    assert [text.split(" left")[0] for text in told] == ["⚠ 1 mail was", "⚠ 2 mails were"]


def test_of_two_that_were_left_one_that_goes_is_told_no_second_time(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "too_large", NOW)
    left(database, 8, "too_large", NOW + MINUTE)
    look(database, tmp_path, NOW + MINUTE)
    with database.begin() as session:
        mailboxes.forget_left(session, "box", 1, 8)

    assert len(look(database, tmp_path, NOW + 2 * MINUTE)) == 1


def test_a_mail_that_may_come_in_yet_is_told_when_it_has_been_tried_again(
    database: Database, tmp_path: Path
) -> None:
    left(database, 7, "not_fetched", NOW)

    assert look(database, tmp_path, NOW + 60 * MINUTE) == []
    (told,) = look(database, tmp_path, NOW + 121 * MINUTE)
    assert "acsg-intake ingest FILE" in told
