"""Judgements, consents and words of officers in the tables: kept, and blanked by erasing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from store import audit, consents, decisions, drafts, erasure, inbox, judgements, releases
from store.consents import Form, Ground, Said, Scope, Towards
from store.model import DraftStatus, OutboxKind
from tests.factories import ALICE, BOB, NOW, a_content, a_read_message, an_arrival

if TYPE_CHECKING:
    from store.consents import Consent
    from store.judgements import Judgement
    from store.model import Draft, Officer
    from store.session import Database

YES = Scope(towards=Towards.NAMED, form=Form.SUMMARY, areas=("coi",), words="France")


def a_registered_draft(db: Database) -> Draft:
    with db.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
        decisions.confirm(session, 1, 1, ALICE, now=NOW)
        return drafts.get(session, 1)


def judge(
    db: Database, draft: Draft, *, seen: int = 0, officer: Officer = ALICE
) -> Judgement | None:
    with db.begin() as session:
        return judgements.judge(
            session, draft, officer, meets=True, reason="Seen <in> a plan", seen=seen, now=NOW
        )


def consent(db: Database, draft: Draft, *, seen: int = 0) -> Consent | None:
    ground = Ground(
        message_id=draft.message_id, proven="unchecked", said_by="Ms Amina", quote="we agree"
    )
    with db.begin() as session:
        return consents.record(
            session, draft, ALICE, said=Said.GIVEN, scope=YES, ground=ground, seen=seen, now=NOW
        )


def test_a_judgement_holds_until_the_next(database: Database) -> None:
    draft = a_registered_draft(database)
    first = judge(database, draft)
    assert first is not None

    second = judge(database, draft, seen=first.id, officer=BOB)

    assert second is not None
    with database.reading() as session:
        assert judgements.of_draft(session, draft.id) == [first, second]
        assert judgements.latest(session) == {draft.id: second}


def test_an_open_draft_is_neither_judged_nor_has_it_consent(database: Database) -> None:
    with database.begin() as session:
        message_id = inbox.accept(session, [an_arrival()], now=NOW, year=2026)[0].id
        drafts.save_reading(session, message_id, 1, a_read_message(), [a_content()], now=NOW)
        draft = drafts.get(session, 1)
    assert draft.status is DraftStatus.DRAFT

    assert judge(database, draft) is None
    assert consent(database, draft) is None


def test_of_two_who_judge_at_once_one_is_recorded(database: Database) -> None:
    draft = a_registered_draft(database)
    found: list[Judgement | None] = []
    threads = [
        threading.Thread(target=lambda: found.append(judge(database, draft))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([one for one in found if one is not None]) == 1


def test_the_audit_holds_codes_and_no_words(database: Database) -> None:
    draft = a_registered_draft(database)
    judge(database, draft)
    consent(database, draft)

    with database.reading() as session:
        told = {one.what: one.details for one in audit.of_draft(session, draft.id)}
    assert told["judged"] == {
        "meets": True, "reason": None, "criteria": "criteria-1", "revision": 1
    }  # fmt: skip
    assert told["consent_recorded"] == {
        "said": "given", "towards": "named", "form": "summary", "areas": ["coi"],
        "in": draft.message_id, "proven": "unchecked",
    }  # fmt: skip


def test_a_consent_comes_back_as_it_was_recorded(database: Database) -> None:
    draft = a_registered_draft(database)

    made = consent(database, draft)

    with database.reading() as session:
        assert consents.latest(session) == {draft.id: made}
        assert consents.is_open(session, draft.id)
    assert made is not None
    assert made.scope == YES


def test_erasing_leaves_the_acts_and_takes_their_words(database: Database) -> None:
    draft = a_registered_draft(database)
    judge(database, draft)
    consent(database, draft)
    with database.begin() as session:
        erasure.erase(session, draft.message_id, why="test", registered=True, now=NOW)

    with database.reading() as session:
        [judged] = judgements.of_draft(session, draft.id)
        [consented] = consents.of_draft(session, draft.id)
    assert (judged.meets, judged.reason) == (True, None)
    assert (consented.said, consented.scope.words) == (Said.GIVEN, None)
    assert (consented.ground.said_by, consented.ground.quote) == (None, None)


def test_a_letter_is_released_once_for_what_was_seen(database: Database) -> None:
    draft = a_registered_draft(database)

    def release(seen: int) -> bool:
        with database.begin() as session:
            return releases.release(
                session, OutboxKind.REGISTERED, draft, "m@example.org", ALICE, seen=seen, now=NOW
            )

    assert [release(0), release(0), release(1)] == [True, False, True]
