"""Answers to our questions come back to the draft that was asked about, by mail and by chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.own_ids import own_id
from store import decisions, drafts, keys, outbox, releases
from store.links import Relation
from store.model import DraftStatus, OutboxKind
from store.moves import UNDO_FOR
from tests.factories import ALICE
from tests.threads import ANSWER, Desk, answering, links_of, statuses

if TYPE_CHECKING:
    from store.session import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def sent(desk: Desk) -> None:
    with desk.db.begin() as session:
        while rows := outbox.claim(session, now=desk.now + UNDO_FOR, limit=99):
            for row in rows:
                outbox.sent(session, row.id, provider_ref=str(row.id), now=desk.now)


def test_an_answer_by_chat_comes_back_to_the_draft_that_was_asked_about(desk: Desk) -> None:
    letter = desk.chat("request: we need support. Our plan is attached.")
    with desk.db.begin() as session:
        [draft] = drafts.of_message(session, letter)
        decisions.ask(
            session, draft.id, 1, ALICE, asks=("criteria.15ii",), target="chat:7", now=desk.now
        )
    sent(desk)

    desk.chat(ANSWER)

    [after] = desk.drafts(letter)
    assert (after.id, after.status) == (draft.id, DraftStatus.DRAFT)
    assert statuses(desk, letter)["15ii"] == "evidenced"


def test_an_answer_by_chat_on_consent_is_attached_to_the_registered_draft(desk: Desk) -> None:
    letter = desk.chat("request: we need support. Our plan is attached.")
    with desk.db.begin() as session:
        [draft] = drafts.of_message(session, letter)
        decisions.confirm(session, draft.id, 1, ALICE, now=desk.now)
        draft = drafts.get(session, draft.id)
        releases.release(session, OutboxKind.CONSENT, draft, "chat:7", ALICE, seen=0, now=desk.now)
    sent(desk)

    answer = desk.chat("Yes, you may tell other States of it.")

    [link] = links_of(desk, answer)
    assert (link.draft_id, link.relation) == (draft.id, Relation.ATTACHED)
    assert link.rule == "asked_in_chat"
    with desk.db.reading() as session:
        told = [one for one in outbox.listed(session) if one.payload.get("message") == answer]
    # officers see that it came
    assert OutboxKind.NOTE in {one.kind for one in told}


def test_somebody_else_in_chat_is_not_taken_for_who_was_asked(desk: Desk) -> None:
    letter = desk.chat("request: we need support. Our plan is attached.")
    with desk.db.begin() as session:
        [draft] = drafts.of_message(session, letter)
        decisions.confirm(session, draft.id, 1, ALICE, now=desk.now)
        draft = drafts.get(session, draft.id)
        releases.release(session, OutboxKind.CONSENT, draft, "chat:7", ALICE, seen=0, now=desk.now)
    sent(desk)

    other = desk.chat("Yes, you may tell other States of it.", user=8)

    assert links_of(desk, other) == []


def test_an_answer_by_mail_on_consent_is_attached_to_the_registered_draft(desk: Desk) -> None:
    letter = desk.mail("request: we need support. Our plan is attached.")
    with desk.db.begin() as session:
        [draft] = drafts.of_message(session, letter)
        decisions.confirm(session, draft.id, 1, ALICE, now=desk.now)
        key = keys.key(session, keys.MESSAGE_ID)
    # as `bot/own_letters.py` names the mail
    ours = own_id(key, draft.ref.rpartition("-")[0], "question-1-1-9", "acsg.example")

    answer = desk.mail("Yes, you may tell other States of it.", headers=answering(ours))

    [link] = links_of(desk, answer)
    assert (link.draft_id, link.relation) == (draft.id, Relation.ATTACHED)
    assert link.rule == "answers_our_mail"
