"""The round that reminds senders of a question, once, and then tells the officers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from store import alarms, audit, awaited, drafts, releases
from store.model import OutboxKind
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.awaited import Awaited

_log = structlog.get_logger()

#: an alarm of `bot/alarms.py`
NO_ANSWER: Final = "no_answer"


def remind(session: Session, now: datetime, *, is_on: bool, target: str | None) -> None:
    """Remind whoever was asked so long ago as the question's officer was told; end what is over.

    Args:
        session: of the round's transaction.
        now: the moment.
        is_on: False: nobody is reminded any more.
        target: where officers are told.

    """
    questions = awaited.listed(session) if is_on else []
    late = set()
    for one in questions:
        if one.remind_days is None:
            continue
        patience = timedelta(days=one.remind_days)
        if one.reminded_at is None:
            if now - one.asked_at >= patience:
                _remind(session, one, now)
        elif one.is_overdue(now):
            late.add(one.draft_ref)
            about = {"ref": one.draft_ref, "days": (now - one.asked_at).days}
            alarms.begin(
                session, NO_ANSWER, subject=one.draft_ref, about=about, target=target, now=now
            )
    for held in alarms.holding(session, NO_ANSWER):
        if held.subject not in late:
            alarms.end(session, NO_ANSWER, subject=held.subject, now=now)


def _remind(session: Session, question: Awaited, now: datetime) -> None:
    draft = drafts.get(session, question.draft_id)
    releases.put_out(
        session, OutboxKind.REMINDER, draft, question.target, now=now, question=question.id
    )
    audit.record(
        session, what="reminded", message_id=draft.message_id, draft_id=draft.id,
        details={"outbox": question.id, "kind": question.kind}, now=now,
    )  # fmt: skip
    edit_cards(session, draft.id, now)
    _log.info("reminded", draft=draft.id, question=question.id)
