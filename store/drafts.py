"""Drafts as they stand, with their text and their history; `store/decisions.py` moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from store import audit, codec, readings
from store.errors import UnknownDraftError
from store.model import Draft, DraftStatus
from store.readings import message_of, segments
from store.tables import DraftRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import HistoryEntry, ReadMessage

__all__ = [
    "by_ref",
    "get",
    "history",
    "listed",
    "message_of",
    "of_message",
    "save_reading",
    "segments",
    "some",
]

_PAGE: Final = 200


def save_reading(
    session: Session,
    message_id: str,
    attempt: int,
    read: ReadMessage,
    contents: Sequence[Content],
    *,
    now: datetime,
) -> list[Draft]:
    """Save what was read and mark the message done; its drafts, in the order of `contents`.

    Idempotent: a message that is done keeps its reading and gives the drafts that it has, an
    attempt that is no longer the current one saves nothing.

    Raises:
        UnknownMessageError: there is no such message.
    """
    readings.save(session, message_id, attempt, read, contents, now=now)
    return of_message(session, message_id)


def get(session: Session, draft_id: int) -> Draft:
    """One draft as it stands now.

    Raises:
        UnknownDraftError: there is none with this id.
    """
    found = _values(session, _choice().where(DraftRow.id == draft_id))
    if not found:
        raise UnknownDraftError(draft_id)
    return found[0]


def some(session: Session, draft_ids: Collection[int]) -> dict[int, Draft]:
    """Several drafts at once, by their ids; what is not there is left out."""
    found = _values(session, _choice().where(DraftRow.id.in_(draft_ids))) if draft_ids else []
    return {draft.id: draft for draft in found}


def by_ref(session: Session, ref: str) -> Draft | None:
    """The draft with this reference, its own or that of the register."""
    matches = (DraftRow.ref == ref) | (DraftRow.register_ref == ref)
    found = _values(session, _choice().where(matches))
    return found[0] if found else None


def of_message(session: Session, message_id: str) -> list[Draft]:
    """The drafts that a message gave, in their order."""
    chosen = _choice().where(DraftRow.message_id == message_id)
    return _values(session, chosen.order_by(DraftRow.position))


def listed(session: Session, *, status: DraftStatus | None = None) -> Iterator[Draft]:
    """Drafts in the order of their making, read page by page."""
    after = 0
    while True:
        page = _choice().where(DraftRow.id > after).order_by(DraftRow.id).limit(_PAGE)
        if status is not None:
            page = page.where(DraftRow.status == DraftStatus(status))
        found = _values(session, page)
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].id


def history(session: Session, draft_id: int) -> list[HistoryEntry]:
    """All that happened to a draft, oldest first."""
    return audit.of_draft(session, draft_id)


def _choice() -> Select[DraftRow, RevisionRow]:
    current = and_(RevisionRow.draft_id == DraftRow.id, RevisionRow.revision == DraftRow.revision)
    # what another transaction has changed since this one last looked must be seen
    return (
        select(DraftRow, RevisionRow)
        .join(RevisionRow, current)
        .execution_options(populate_existing=True)
    )


def _values(session: Session, chosen: Select[DraftRow, RevisionRow]) -> list[Draft]:
    return [_value(row, revision) for row, revision in session.execute(chosen)]


def _value(row: DraftRow, revision: RevisionRow) -> Draft:
    return Draft(
        id=row.id,
        ref=row.ref,
        message_id=row.message_id,
        status=DraftStatus(row.status),
        revision=row.revision,
        content=codec.load(revision.content),
        language=row.language,
        created_at=row.created_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        register_ref=row.register_ref,
        reason=row.reason,
        model_version=row.model_version,
        criteria_version=row.criteria_version,
        assigned_to=row.assigned_to,
    )
