"""Guided requests and the signed letter that is to follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from store import links
from store.tables import SegmentRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft

#: how the method of a segment begins that answers a question
GUIDED: Final = "guided"


def is_unsigned(session: Session, draft: Draft) -> bool:
    """Whether a draft rests on a guided request whose letter has not come back.

    It comes back as a file in which its reference can be read; whether there is a signature on it
    is for people to see.
    """
    if not _is_guided(session, draft.message_id):
        return False
    came = {one.message for one in draft.content.sources}
    came |= {one.message_id for one in links.of_draft(session, draft.id)}
    # of a page in Arabic or Russian that was scanned only the digits can be trusted
    _, year, number, _ = draft.ref.split("-")
    back = exists().where(
        SegmentRow.message_id.in_(came - {draft.message_id}),
        SegmentRow.document_sha256.is_not(None),
        SegmentRow.text.contains(year, autoescape=True),
        SegmentRow.text.contains(number, autoescape=True),
    )
    return not session.scalar(select(back))


def _is_guided(session: Session, message_id: str) -> bool:
    answers = exists().where(
        SegmentRow.message_id == message_id, SegmentRow.method.like(f"{GUIDED}.%")
    )
    return bool(session.scalar(select(answers)))
