"""Which questions still wait for an answer, and the round that reminds of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.reminding import NO_ANSWER, remind
from store import alarms, awaited, consents, decisions, drafts, inbox, outbox, releases
from store.consents import Ground, Said, Scope
from store.model import OutboxKind
from store.moves import UNDO_FOR
from tests.factories import ALICE, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.model import Draft, OutboxRow
    from store.session import Database

DAYS = 14
PATIENCE = timedelta(days=DAYS)
CHAT = "chat:-100"


def a_draft(db: Database) -> Draft:
    with db.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
        return drafts.get(session, 1)


def asked(db: Database, *, remind_days: int | None = DAYS) -> Draft:
    """A draft whose sender was asked, and the question has left."""
    draft = a_draft(db)
    with db.begin() as session:
        decisions.ask(
            session, draft.id, 1, ALICE, asks=(), target="m@example.org", remind=remind_days,
            now=NOW,
        )  # fmt: skip
    send_all(db, NOW)
    return draft


def asked_for_consent(db: Database) -> Draft:
    draft = a_draft(db)
    with db.begin() as session:
        decisions.confirm(session, draft.id, 1, ALICE, now=NOW)
        draft = drafts.get(session, draft.id)
        releases.release(
            session, OutboxKind.CONSENT, draft, "m@example.org", ALICE, seen=0, now=NOW,
            remind=DAYS,
        )  # fmt: skip
    send_all(db, NOW)
    return draft


def send_all(db: Database, now: datetime) -> None:
    """Everything leaves, as if the minute in which it can be undone were over by then."""
    with db.begin() as session:
        for row in outbox.claim(session, now=now + UNDO_FOR, limit=99):
            outbox.sent(session, row.id, provider_ref=f"<{row.id}@x>", now=now)


def go(db: Database, now: datetime, *, is_on: bool = True) -> None:
    with db.begin() as session:
        remind(session, now, is_on=is_on, target=CHAT)


def reminders(db: Database) -> list[OutboxRow]:
    with db.reading() as session:
        return [one for one in outbox.listed(session) if one.kind is OutboxKind.REMINDER]


def told(db: Database) -> list[str]:
    with db.reading() as session:
        return [one.subject for one in alarms.holding(session, NO_ANSWER)]


@pytest.mark.parametrize("ask", [asked, asked_for_consent])
def test_one_reminder_goes_when_the_time_is_over_and_never_a_second(
    database: Database, ask: object
) -> None:
    draft = ask(database)  # type: ignore[operator]  # one of two functions of this file
    go(database, NOW + PATIENCE - timedelta(minutes=1))
    assert reminders(database) == []

    go(database, NOW + PATIENCE)
    go(database, NOW + PATIENCE + timedelta(days=1))

    [row] = reminders(database)
    assert (row.target, row.payload["draft"]) == ("m@example.org", draft.id)


def test_after_the_reminder_the_officers_are_told_once(database: Database) -> None:
    draft = asked(database)
    go(database, NOW + PATIENCE)
    send_all(database, NOW + PATIENCE)

    go(database, NOW + 2 * PATIENCE - timedelta(minutes=1))
    assert told(database) == []
    go(database, NOW + 2 * PATIENCE)
    go(database, NOW + 2 * PATIENCE)

    assert told(database) == [draft.ref]
    assert len(reminders(database)) == 1


def test_a_draft_that_was_decided_is_not_reminded_of(database: Database) -> None:
    draft = asked(database)
    with database.begin() as session:
        decisions.confirm(session, draft.id, 2, ALICE, now=NOW)

    go(database, NOW + PATIENCE)

    assert reminders(database) == []


def test_the_alarm_ends_when_the_draft_is_decided(database: Database) -> None:
    draft = asked(database)
    go(database, NOW + PATIENCE)
    send_all(database, NOW + PATIENCE)
    go(database, NOW + 2 * PATIENCE)
    with database.begin() as session:
        decisions.reject(session, draft.id, 2, ALICE, reason="No answer", now=NOW)

    go(database, NOW + 2 * PATIENCE)

    assert told(database) == []


def test_an_answered_question_is_no_longer_awaited_when_the_draft_waits_again(
    database: Database,
) -> None:
    draft = asked(database)
    with database.begin() as session:
        decisions.resume(session, draft.id, 2, ALICE, now=NOW)
        decisions.wait(session, draft.id, 3, ALICE, now=NOW)

    go(database, NOW + PATIENCE)

    assert reminders(database) == []


def test_a_question_whose_officer_was_told_of_no_reminder_has_none(database: Database) -> None:
    asked(database, remind_days=None)

    go(database, NOW + 2 * PATIENCE)

    assert reminders(database) == []


def test_a_question_that_never_left_is_not_reminded_of(database: Database) -> None:
    draft = a_draft(database)
    with database.begin() as session:
        decisions.ask(
            session, draft.id, 1, ALICE, asks=(), target="m@example.org", remind=DAYS, now=NOW
        )

    go(database, NOW + PATIENCE)

    assert reminders(database) == []


def test_nobody_is_reminded_where_the_office_wants_none(database: Database) -> None:
    asked(database)

    go(database, NOW + PATIENCE, is_on=False)

    assert reminders(database) == []


def test_a_recorded_consent_answers_the_question_for_it(database: Database) -> None:
    draft = asked_for_consent(database)
    ground = Ground(message_id=draft.message_id, proven="unchecked")
    with database.begin() as session:
        consents.record(
            session, draft, ALICE, said=Said.REFUSED, scope=Scope(), ground=ground, seen=0,
            now=NOW,
        )  # fmt: skip

    go(database, NOW + PATIENCE)

    assert reminders(database) == []
    with database.reading() as session:
        assert awaited.listed(session) == []
