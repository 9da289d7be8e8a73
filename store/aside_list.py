"""What gave no draft and nobody has dealt with yet: oldest first, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Text, and_, cast, exists, func, or_, select

from store.asides import Said
from store.model import MessageStatus
from store.tables import DraftRow, InboxRow, MessageRow
from store.tables_aside import AsideRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: as which a message may be set aside
KINDS: Final = ("individual_case", "enquiry", "meeting", "update", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One line of the list."""

    message_id: str
    ref: str
    kind: str
    language: str
    received_at: datetime
    is_urgent: bool


def listed(
    session: Session, *, kind: str | None = None, offset: int = 0, limit: int = 50
) -> list[SetAside]:
    """A page of the list, of one kind or of all."""
    columns = (
        InboxRow.id, InboxRow.ref, InboxRow.received_at,
        MessageRow.language, MessageRow.kinds, AsideRow.urgent,
    )  # fmt: skip
    chosen = (
        select(*columns)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(AsideRow, AsideRow.message_id == InboxRow.id)
        .where(_waits(kind))
        .order_by(InboxRow.received_at, InboxRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        SetAside(
            message_id=row.id,
            ref=row.ref,
            kind=row.kinds[0][0] if row.kinds else "",
            language=row.language,
            received_at=row.received_at,
            is_urgent=bool(row.urgent),
        )
        for row in session.execute(chosen)
    ]


def count(session: Session, *, kind: str | None = None) -> int:
    """How many there are."""
    chosen = (
        select(func.count())
        .select_from(InboxRow)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(AsideRow, AsideRow.message_id == InboxRow.id)
        .where(_waits(kind))
    )
    return session.scalar(chosen) or 0


def counts(session: Session) -> dict[str, int]:
    """How many of each kind, the kinds without any left out."""
    found = {kind: count(session, kind=kind) for kind in KINDS}
    return {kind: number for kind, number in found.items() if number}


def _waits(kind: str | None) -> ColumnElement[bool]:
    """Read, without a draft, from a person, and neither answered nor left nor confirmed a case."""
    untouched = or_(
        AsideRow.message_id.is_(None),
        and_(
            AsideRow.answered_at.is_(None),
            AsideRow.left_at.is_(None),
            or_(AsideRow.said.is_(None), AsideRow.said == Said.NOT_CASE),
        ),
    )
    drafted = exists().where(DraftRow.message_id == InboxRow.id)
    waits = and_(InboxRow.status == MessageStatus.DONE, ~drafted, untouched)
    written = and_(MessageRow.automatic.is_(False), MessageRow.bounce.is_(False))
    if kind is None:
        return and_(waits, written)
    # both databases write the list of kinds in the same way
    return and_(waits, written, cast(MessageRow.kinds, Text).startswith(f'[["{kind}"'))
