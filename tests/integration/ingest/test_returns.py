"""Bounces of our own mail, from the door to the card of the letter that was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.board import card_text, note_text
from bot.scene import Office
from ingest.answers import OutboxPolicy
from ingest.own_ids import own_id
from ingest.processing import Processor
from ingest.return_path import KEY, return_path
from store import drafts, erasure, inbox, keys, links, mail_returns, outbox
from store.links import Relation
from store.model import MessageStatus, NewOutboxRow, OutboxKind, OutboxStatus
from tests import reports
from tests.doors import Promises, client, open_door
from tests.factories import NOW, an_arrival
from tests.hands import FakeHands
from tests.reports import OURS, standard

if TYPE_CHECKING:
    from store.model import Arrival, OutboxRow
    from store.session import Database

REQUEST = b"From: Ministry <ministry@example.org>\r\nSubject: Letter\r\n\r\nWe request support.\r\n"
POLICY = OutboxPolicy(secretariat="chat:-100", own_addresses=frozenset({"requests@localhost"}))
OFFICE = Office(zone=ZoneInfo("UTC"), full=True)
OWN = "requests@acsg.example"


def a_processor(db: Database) -> Processor:
    return Processor(db=db, hands=FakeHands(), policy=POLICY, clock=lambda: NOW)


def begun(db: Database, arrival: Arrival) -> str:
    with db.begin() as session:
        [accepted] = inbox.accept(session, [arrival], now=NOW, year=2026)
        inbox.begin_attempt(session, accepted.id, 1, now=NOW)
    return accepted.id


def answered(database: Database) -> tuple[str, OutboxRow]:
    """A letter whose acknowledgement has left; the letter's id and the mail."""
    message_id = begun(database, an_arrival(raw=REQUEST))
    a_processor(database).process(message_id, 1)
    with database.begin() as session:
        card, mail = outbox.claim(session, now=NOW)
        outbox.sent(session, card.id, provider_ref="71", now=NOW)
        outbox.sent(session, mail.id, provider_ref=OURS, now=NOW)
    return message_id, mail


def path_of(database: Database, row_id: int) -> str:
    with database.begin() as session:
        return return_path(keys.key(session, KEY), OWN, row_id)


def came_back(database: Database, raw: bytes, *recipients: str, sender: str = "") -> str:
    message_id = begun(
        database,
        an_arrival(raw=raw, sender=sender, recipients=recipients or (OWN,)),
    )
    a_processor(database).process(message_id, 1)
    return message_id


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
