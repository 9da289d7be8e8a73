"""Guided requests and filled forms, and the signed letter that is to follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from store import links
from store.methods import FORM, GUIDED, SCANNED
from store.tables import SegmentRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from store.model import Draft


def is_unsigned(session: Session, draft: Draft) -> bool:
    """Whether a draft rests on a guided request or a form whose signed letter has not come.

    It comes back as a file in which its reference can be read, and a form may come as a scan at
    once; whether there is a signature on it is for people to see.
    """
    message_id = draft.message_id
    if is_form(session, message_id):
        if _is_scanned(session, message_id):
            return False
    elif not _has(session, message_id, GUIDED):
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


def is_form(session: Session, message_id: str) -> bool:
    """Whether a filled form came with a message."""
    return _has(session, message_id, FORM)


def _has(session: Session, message_id: str, mark: str) -> bool:
    answers = exists().where(
        SegmentRow.message_id == message_id, SegmentRow.method.like(f"{mark}.%")
    )
    return bool(session.scalar(select(answers)))


def _is_scanned(session: Session, message_id: str) -> bool:
    """Whether a form of it is a scan, as of what was signed by hand."""
    answer, page = aliased(SegmentRow), aliased(SegmentRow)
    scanned = exists().where(
        answer.message_id == message_id,
        answer.method.like(f"{FORM}.%"),
        page.message_id == message_id,
        page.method == SCANNED,
        page.document_sha256 == answer.document_sha256,
    )
    return bool(session.scalar(select(scanned)))
