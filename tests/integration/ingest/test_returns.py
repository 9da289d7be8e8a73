"""Bounces of our own mail, from the door to the card of the letter that was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.board import card_text, note_text
from bot.scene import Office
from ingest.return_path import return_path
from store import drafts, inbox, mail_returns, outbox
from store.model import MessageStatus, NewOutboxRow, OutboxKind, OutboxStatus
from tests import reports
from tests.doors import Promises, client, open_door
from tests.factories import NOW, an_arrival
from tests.reports import OURS, standard
from tests.returning import REQUEST, a_processor, answered, begun, came_back, path_of

if TYPE_CHECKING:
    from store.model import OutboxRow
    from store.session import Database

OFFICE = Office(zone=ZoneInfo("UTC"), full=True)


def row(database: Database, row_id: int) -> OutboxRow:
    with database.reading() as session:
        return next(one for one in outbox.listed(session) if one.id == row_id)


def card(database: Database, message_id: str) -> str:
    with database.reading() as session:
        (draft,) = drafts.of_message(session, message_id)
        return card_text(session, draft, OFFICE, now=NOW).markup


def test_a_report_to_the_signed_path_marks_the_mail_and_the_card_says_so(
    database: Database,
) -> None:
    letter, mail = answered(database)

    came_back(database, standard(returned=""), path_of(database, mail.id))

    assert row(database, mail.id).status is OutboxStatus.BOUNCED
    assert "acknowledgement of 2 March 2026 came back: address unknown (5.1.1)" in card(
        database, letter
    )


def test_a_report_is_known_by_the_id_of_the_mail_where_there_is_no_signed_path(
    database: Database,
) -> None:
    letter, mail = answered(database)

    came_back(database, reports.EXIM)

    assert row(database, mail.id).status is OutboxStatus.BOUNCED
    assert "came back: it was refused (550)" in card(database, letter)


def test_the_draft_stays_as_it_was(database: Database) -> None:
    letter, mail = answered(database)
    with database.reading() as session:
        (before,) = drafts.of_message(session, letter)

    came_back(database, standard(), path_of(database, mail.id))

    with database.reading() as session:
        assert drafts.of_message(session, letter) == [before]


def test_a_report_is_never_answered_and_makes_no_note(database: Database) -> None:
    _, mail = answered(database)

    report = came_back(database, standard(), path_of(database, mail.id))

    with database.reading() as session:
        about = [one for one in outbox.listed(session) if one.payload.get("message") == report]
        assert inbox.get(session, report).status is MessageStatus.DONE
    assert about == []


@pytest.mark.parametrize(
    "recipient", ["requests+b-{}-aaaaaaaaaaaaaaaa@acsg.example", "requests+b-{}@acsg.example"]
)
def test_a_path_that_somebody_made_up_marks_nothing(recipient: str, database: Database) -> None:
    _, mail = answered(database)

    came_back(database, standard(returned=""), recipient.format(mail.id))

    assert row(database, mail.id).status is OutboxStatus.SENT


def test_an_id_that_somebody_made_up_marks_nothing(database: Database) -> None:
    _, mail = answered(database)
    forged = standard(returned=reports.RETURNED.replace(OURS, "<guess@acsg.example>"))

    came_back(database, forged)

    assert row(database, mail.id).status is OutboxStatus.SENT


def test_a_mail_that_is_late_is_not_given_up(database: Database) -> None:
    letter, mail = answered(database)

    came_back(database, standard("delayed", "4.4.1"), path_of(database, mail.id))

    assert row(database, mail.id).status is OutboxStatus.SENT
    assert "acknowledgement of 2 March 2026 was late" in card(database, letter)


def test_a_mail_may_come_back_after_it_was_late(database: Database) -> None:
    _, mail = answered(database)

    came_back(database, standard("delayed", "4.4.1"), path_of(database, mail.id))
    came_back(database, standard("failed", "4.4.7"), path_of(database, mail.id))

    assert row(database, mail.id).status is OutboxStatus.BOUNCED


def test_a_report_of_success_marks_nothing(database: Database) -> None:
    _, mail = answered(database)

    came_back(database, standard("delivered", "2.0.0"), path_of(database, mail.id))

    assert row(database, mail.id).status is OutboxStatus.SENT


def test_a_vacation_note_to_the_signed_path_is_no_bounce(database: Database) -> None:
    _, mail = answered(database)

    came_back(database, reports.VACATION, path_of(database, mail.id))

    assert row(database, mail.id).status is OutboxStatus.SENT


def test_a_mail_of_unknown_outcome_that_came_back_is_not_sent_again(database: Database) -> None:
    message_id = begun(database, an_arrival(raw=REQUEST))
    a_processor(database).process(message_id, 1)
    with database.begin() as session:
        card_row, mail = outbox.claim(session, now=NOW)
        outbox.sent(session, card_row.id, provider_ref="71", now=NOW)
        outbox.failed(
            session,
            mail.id,
            permanent=False,
            retry_at=NOW + timedelta(minutes=1),
            problem="relay_lost",
            unknown=True,
            now=NOW,
        )

    came_back(database, standard(), path_of(database, mail.id))

    with database.begin() as session:
        later = outbox.claim(session, now=NOW + timedelta(hours=1))
    assert [one.kind for one in later] == [OutboxKind.CARD_EDIT]


def test_a_second_report_on_the_same_mail_is_no_news(database: Database) -> None:
    _, mail = answered(database)
    with database.begin() as session:
        given = {"late": False, "status": "5.1.1", "report_id": "r", "now": NOW}
        first = mail_returns.mark(session, mail.id, **given)  # type: ignore[arg-type]
        second = mail_returns.mark(session, mail.id, **given)  # type: ignore[arg-type]

    assert (first, second) == (True, False)


def test_a_report_never_touches_what_went_into_a_chat(database: Database) -> None:
    with database.begin() as session:
        new = NewOutboxRow(kind=OutboxKind.CARD, target="chat:1", payload={"draft": 1})
        outbox.add(session, [new], now=NOW)
        (sent,) = outbox.claim(session, now=NOW)
        outbox.sent(session, sent.id, provider_ref="7", now=NOW)

        assert not mail_returns.mark(
            session, sent.id, late=False, status="5.1.1", report_id="r", now=NOW
        )


def test_a_note_says_that_the_acknowledgement_of_its_letter_came_back(database: Database) -> None:
    raw = REQUEST.replace(b"request", b"ask for")
    with database.begin() as session:
        (accepted,) = inbox.accept(session, [an_arrival(raw=raw)], now=NOW, year=2026)
        payload = {"message": accepted.id}
        rows = [
            NewOutboxRow(kind=OutboxKind.NOTE, target="chat:-100", payload=payload),
            NewOutboxRow(kind=OutboxKind.ACKNOWLEDGEMENT, target="m@e.example", payload=payload),
        ]
        outbox.add(session, rows, now=NOW)
        note, mail = outbox.claim(session, now=NOW)
        outbox.sent(session, note.id, provider_ref="71", now=NOW)
        outbox.sent(session, mail.id, provider_ref=OURS, now=NOW)
    came_back(database, standard())

    with database.reading() as session:
        edits = [one for one in outbox.listed(session) if one.kind is OutboxKind.NOTE_EDIT]
        text = note_text(session, accepted.id, OFFICE, now=NOW).markup

    assert [one.payload["shown"] for one in edits] == [71]
    assert "acknowledgement of 2 March 2026 came back" in text


def test_the_door_takes_mail_to_a_signed_path_and_keeps_it_as_it_is() -> None:
    promises, path = Promises(), return_path(b"k" * 32, "requests@localhost", 7)

    with open_door(promises.submit) as (door, _), client(door) as smtp:
        smtp.sendmail("", [path], standard())

    assert promises.arrivals[0].recipients == (path,)


def test_the_door_refuses_a_signed_path_of_another_address() -> None:
    with open_door(Promises().submit) as (door, _), client(door) as smtp:
        smtp.mail("")
        code, _ = smtp.rcpt(return_path(b"k" * 32, "nobody@localhost", 7))

    assert code == 550
