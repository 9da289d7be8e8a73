"""Parting two drafts again that were merged a moment ago: only where nobody touched the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from store import audit, drafts, likenesses, revisions
from store.completions import write
from store.links import Relation
from store.model import OPEN_STATUSES
from store.tables import DraftRow
from store.tables_threads import LikenessRow, LinkRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer


def hold(session: Session, *draft_ids: int) -> None:
    """Hold the rows in one order: two officers who merge crosswise must not wait for each other."""
    chosen = select(DraftRow.id).where(DraftRow.id.in_(draft_ids)).order_by(DraftRow.id)
    session.execute(chosen.with_for_update()).all()


def took_up(session: Session, draft: Draft) -> tuple[int, ...]:
    """The draft that took up a merged one; empty where it was not merged."""
    tie = _tie(session, draft)
    return () if tie is None or tie.draft_id is None else (tie.draft_id,)


def is_possible(session: Session, draft: Draft) -> bool:
    """Whether the draft that took it up, held by the caller, is what the merge made of it.

    One that is registered was not changed by the merge, so that nothing stands against it.
    """
    tie = _tie(session, draft)
    if tie is None or tie.draft_id is None:
        return False
    if tie.revision is None:
        return True
    target = drafts.get(session, tie.draft_id)
    return target.revision == tie.revision and target.status in OPEN_STATUSES


def unmerge(session: Session, draft: Draft, officer: Officer, *, now: datetime) -> None:
    """Take out of the other draft what this one brought, by a new revision."""
    tie = _tie(session, draft)
    if tie is None or tie.draft_id is None:
        return
    target = drafts.get(session, tie.draft_id)
    revision = target.revision
    if tie.revision is not None:
        before = revisions.content_at(session, target.id, tie.revision - 1)
        write(session, target, before, status=target.status, written_by=officer.name, now=now)
        revision += 1
    _forget(session, draft, tie)
    audit.record(
        session, what="gave_back", who=officer, message_id=target.message_id, draft_id=target.id,
        details={"draft": draft.ref, "revision": revision}, now=now,
    )  # fmt: skip
    edit_cards(session, target.id, now)


def _tie(session: Session, draft: Draft) -> LinkRow | None:
    """What the merge tied: it is of the moment of the decision."""
    return session.scalar(
        select(LinkRow).where(
            LinkRow.message_id == draft.message_id,
            LinkRow.relation == Relation.MERGED,
            LinkRow.made_at == draft.decided_at,
        )
    )


def _forget(session: Session, draft: Draft, tie: LinkRow) -> None:
    """The tie of the messages, and the officer's word that the two are the same."""
    session.execute(
        delete(LinkRow).where(LinkRow.id == tie.id).execution_options(synchronize_session=False)
    )
    session.execute(
        update(LikenessRow)
        .where(LikenessRow.draft_id == draft.id, LikenessRow.verdict == likenesses.MERGED)
        .where(LikenessRow.decided_at == draft.decided_at)
        .values(verdict=None, decided_by=None, decided_at=None)
        .execution_options(synchronize_session=False)
    )
