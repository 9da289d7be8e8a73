"""What drafts said at each point: every revision whole, and its evidence in rows of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from store import codec
from store.errors import UnknownDraftError
from store.tables import EvidenceRow, RevisionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content


def write(
    session: Session,
    draft_id: int,
    revision: int,
    content: Content,
    *,
    written_by: str,
    model_version: str,
    now: datetime,
) -> Content:
    """Write down a new revision; returns the content as it was kept."""
    data = codec.dump(content)
    session.execute(
        insert(RevisionRow).values(
            draft_id=draft_id,
            revision=revision,
            content=data,
            written_by=written_by,
            written_at=now,
        )
    )
    kept = codec.load(data)
    rows = _evidence_rows(kept, draft_id, revision, model_version)
    if rows:
        session.connection().execute(insert(EvidenceRow), rows)
    return kept


def content_at(session: Session, draft_id: int, revision: int) -> Content:
    """What a draft said at a revision.

    Raises:
        UnknownDraftError: it had no such revision.
    """
    row = session.get(RevisionRow, (draft_id, revision))
    if row is None:
        raise UnknownDraftError(draft_id)
    return codec.load(row.content)


def _evidence_rows(
    content: Content, draft_id: int, revision: int, model_version: str
) -> list[dict[str, Any]]:
    return [
        {
            "draft_id": draft_id,
            "revision": revision,
            "field": field,
            "key": key,
            "part": part,
            "message_id": one.message,
            "segment": one.segment,
            "start_offset": one.start,
            "end_offset": one.end,
            "quote": one.quote,
            "confidence": one.confidence,
            "model_version": model_version,
        }
        for field, key, part, one in codec.evidence_of(content)
    ]
