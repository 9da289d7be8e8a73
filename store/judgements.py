"""Whether registered requests meet the criteria, in the word of officers; every word is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store import audit, completions
from store.model import DraftStatus
from store.tables_judging import JudgementRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one officer said of a request and the criteria."""

    id: int
    draft_id: int
    revision: int
    meets: bool
    #: None where it was typed
    reason_code: str | None
    #: None where the letter was erased
    reason: str | None
    #: criterion -> how it stood in the letter
    marks: dict[str, str]
    criteria_version: str
    officer: str
    at: datetime


def judge(
    session: Session,
    draft: Draft,
    officer: Officer,
    *,
    meets: bool,
    reason: str,
    reason_code: str | None = None,
    seen: int,
    now: datetime,
) -> Judgement | None:
    """Say it, or say it anew, in the caller's transaction.

    Args:
        session: of that transaction.
        draft: the registered request.
        officer: who says it; whether they may is the caller's question.
        meets: or not yet.
        reason: in words.
        reason_code: of the reason, where it was chosen.
        seen: number of the latest word when the officer looked; 0 where there was none.
        now: the moment.

    Returns:
        None where somebody has said something since, or the draft is not registered any more.

    """
    held = completions.hold(session, draft.id)
    if held.status is not DraftStatus.CONFIRMED or _last_id(session, draft.id) != seen:
        return None
    row = JudgementRow(
        draft_id=held.id, revision=held.revision, meets=meets, reason_code=reason_code,
        reason=reason, marks={one.id: one.status for one in held.content.criteria},
        criteria_version=held.criteria_version, officer_id=officer.id, officer_name=officer.name,
        judged_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    details = {"meets": meets, "reason": reason_code, "criteria": held.criteria_version}
    audit.record(
        session, what="judged", who=officer, message_id=held.message_id, draft_id=held.id,
        details=details | {"revision": held.revision}, now=now,
    )  # fmt: skip
    edit_cards(session, held.id, now)
    return _value(row)


def of_draft(session: Session, draft_id: int) -> list[Judgement]:
    """All that was said of a draft, oldest first; the last one holds."""
    chosen = select(JudgementRow).where(JudgementRow.draft_id == draft_id)
    return [_value(row) for row in session.scalars(chosen.order_by(JudgementRow.id))]


def latest(session: Session) -> dict[int, Judgement]:
    """What holds of every draft of which something was said."""
    last = select(func.max(JudgementRow.id)).group_by(JudgementRow.draft_id)
    chosen = select(JudgementRow).where(JudgementRow.id.in_(last))
    return {row.draft_id: _value(row) for row in session.scalars(chosen)}


def _last_id(session: Session, draft_id: int) -> int:
    chosen = select(func.max(JudgementRow.id)).where(JudgementRow.draft_id == draft_id)
    return session.scalar(chosen) or 0


def _value(row: JudgementRow) -> Judgement:
    return Judgement(
        id=row.id,
        draft_id=row.draft_id,
        revision=row.revision,
        meets=row.meets,
        reason_code=row.reason_code,
        reason=row.reason,
        marks=dict(row.marks),
        criteria_version=row.criteria_version,
        officer=row.officer_name,
        at=row.judged_at,
    )
