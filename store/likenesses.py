"""Drafts that are like earlier ones: found by few hashes or by their States, told by officers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, delete, func, select, update

from store import audit
from store.dialect import insert_into
from store.tables import DraftRow, MessageDocumentRow
from store.tables_threads import DraftStateRow, LikenessMarkRow, LikenessRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer

SAME_FILE: Final = "same_file"
SAME_WORDS: Final = "same_words"
SAME_MATTER: Final = "same_matter"
MERGED: Final = "merged"
APART: Final = "apart"
#: messages whose words are compared, those with most hashes in common first
_MOST: Final = 8
#: drafts of the same States that are looked at, newest first
_RECENT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """An earlier draft that one is like, and why."""

    draft_id: int
    other_id: int
    reason: str
    #: of a hundred; None where words were not compared
    share: int | None = None


def remember(session: Session, message_id: str, marks: Sequence[int]) -> None:
    """Keep the hashes by which a message is found again."""
    rows = [{"message_id": message_id, "mark": mark} for mark in marks]
    if rows:
        new = insert_into(session, LikenessMarkRow).on_conflict_do_nothing()
        session.connection().execute(new, rows)


def forget(session: Session, message_id: str) -> None:
    """Forget the hashes of a message, whose text is another now."""
    session.execute(
        delete(LikenessMarkRow)
        .where(LikenessMarkRow.message_id == message_id)
        .execution_options(synchronize_session=False)
    )


def remember_states(session: Session, draft_id: int, states: Sequence[str]) -> None:
    """Keep the States by which a draft is found again."""
    rows = [{"draft_id": draft_id, "state": state} for state in dict.fromkeys(states)]
    if rows:
        new = insert_into(session, DraftStateRow).on_conflict_do_nothing()
        session.connection().execute(new, rows)


def with_marks(session: Session, marks: Sequence[int], *, but: str) -> list[str]:
    """Messages that share hashes, those that share most first."""
    chosen = (
        select(LikenessMarkRow.message_id)
        .where(LikenessMarkRow.mark.in_(marks), LikenessMarkRow.message_id != but)
        .group_by(LikenessMarkRow.message_id)
        .order_by(func.count().desc(), LikenessMarkRow.message_id.desc())
        .limit(_MOST)
    )
    return list(session.scalars(chosen)) if marks else []


def with_files(session: Session, hashes: Sequence[str], *, but: str) -> list[str]:
    """Messages that came with one of these files, newest first."""
    chosen = (
        select(MessageDocumentRow.message_id)
        .where(MessageDocumentRow.sha256.in_(hashes), MessageDocumentRow.message_id != but)
        .distinct()
        .order_by(MessageDocumentRow.message_id.desc())
        .limit(_MOST)
    )
    return list(session.scalars(chosen)) if hashes else []


def of_states(session: Session, states: Sequence[str], *, since: datetime, but: str) -> list[int]:
    """Drafts that name one of these States, made since a moment, newest first."""
    chosen = (
        select(DraftRow.id)
        .join(DraftStateRow, DraftStateRow.draft_id == DraftRow.id)
        .where(DraftStateRow.state.in_(states))
        .where(DraftRow.created_at >= since, DraftRow.message_id != but)
        .distinct()
        .order_by(DraftRow.id.desc())
        .limit(_RECENT)
    )
    return list(session.scalars(chosen)) if states else []


def record(session: Session, found: Sequence[Likeness], *, now: datetime) -> None:
    """Keep what a draft is like, in the caller's transaction; what is known stays as it is."""
    rows = [
        {
            "draft_id": one.draft_id,
            "other_id": one.other_id,
            "reason": one.reason,
            "share": one.share,
            "found_at": now,
        }
        for one in found
    ]
    if rows:
        new = insert_into(session, LikenessRow).on_conflict_do_nothing()
        session.connection().execute(new, rows)


def undecided(session: Session, draft_id: int) -> list[Likeness]:
    """What a draft is like and no officer has spoken on, the surest first."""
    chosen = select(LikenessRow).where(
        LikenessRow.draft_id == draft_id, LikenessRow.verdict.is_(None)
    )
    rows = session.scalars(chosen.order_by(LikenessRow.share.desc(), LikenessRow.other_id))
    found = [
        Likeness(draft_id=row.draft_id, other_id=row.other_id, reason=row.reason, share=row.share)
        for row in rows
    ]
    return sorted(found, key=lambda one: one.share is None)


def decide(
    session: Session, draft_id: int, other_id: int, verdict: str, officer: Officer, *, now: datetime
) -> bool:
    """Keep what an officer says; False where somebody has said something before, or nothing is."""
    decided = session.execute(
        update(LikenessRow)
        .where(LikenessRow.draft_id == draft_id, LikenessRow.other_id == other_id)
        .where(LikenessRow.verdict.is_(None))
        .values(verdict=verdict, decided_by=officer.name, decided_at=now)
        .execution_options(synchronize_session=False)
    )
    return isinstance(decided, CursorResult) and decided.rowcount == 1


def tell_apart(
    session: Session, draft_id: int, other_id: int, officer: Officer, *, now: datetime
) -> bool:
    """Keep that two drafts are not the same; False where somebody was faster."""
    if not decide(session, draft_id, other_id, APART, officer, now=now):
        return False
    audit.record(
        session, what="told_apart", who=officer, draft_id=draft_id, details={"other": other_id},
        now=now,
    )  # fmt: skip
    edit_cards(session, draft_id, now)
    return True
