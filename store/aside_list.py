"""What gave no draft and nobody has dealt with yet: oldest first, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, and_, case, cast, exists, func, or_, select, true

from store import links
from store.asides import Said
from store.model import MessageStatus
from store.tables import DraftRow, InboxRow, MessageRow
from store.tables_aside import AsideRow
from store.tables_threads import LinkRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

#: of a message that nobody could read, or not in time
UNREAD: Final = "unread"
#: as which a message may be set aside: each that it can have, so that none waits uncounted
KINDS: Final = (
    *("individual_case", "enquiry", "meeting", "update", "other"),
    *("request", "offer", "good_practice", UNREAD),
)


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
        _joined(select(*columns))
        .where(_waits(), _is_of(kind))
        .order_by(InboxRow.received_at, InboxRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        SetAside(
            message_id=row.id,
            ref=row.ref,
            kind=row.kinds[0][0] if row.kinds else UNREAD,
            language=row.language,
            received_at=row.received_at,
            is_urgent=bool(row.urgent),
        )
        for row in session.execute(chosen)
    ]


def count(session: Session, *, kind: str | None = None) -> int:
    """How many there are."""
    chosen = _joined(select(func.count())).where(_waits(), _is_of(kind))
    return session.scalar(chosen) or 0


def counts(session: Session) -> dict[str, int]:
    """How many of each kind, the kinds without any left out."""
    each = (func.sum(case((_is_of(kind), 1), else_=0)) for kind in KINDS)
    numbers = session.execute(_joined(select(*each)).where(_waits())).one()
    return {kind: number for kind, number in zip(KINDS, numbers, strict=True) if number}


def _joined(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        chosen.select_from(InboxRow)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(AsideRow, AsideRow.message_id == InboxRow.id)
    )


def _waits() -> ColumnElement[bool]:
    """Read, without a draft, from a person, and neither answered nor left nor confirmed a case.

    What completed a draft or is attached to one is seen to there.
    """
    untouched = or_(
        AsideRow.message_id.is_(None),
        and_(
            AsideRow.answered_at.is_(None),
            AsideRow.left_at.is_(None),
            or_(AsideRow.said.is_(None), AsideRow.said == Said.NOT_CASE),
        ),
    )
    drafted = exists().where(DraftRow.message_id == InboxRow.id)
    tied = exists().where(
        LinkRow.message_id == InboxRow.id,
        LinkRow.relation.in_(links.JOINING),
        LinkRow.draft_id.is_not(None),
    )
    waits = and_(InboxRow.status == MessageStatus.DONE, ~drafted, ~tied, untouched)
    return and_(waits, MessageRow.automatic.is_(False), MessageRow.bounce.is_(False))


def _is_of(kind: str | None) -> ColumnElement[bool]:
    """Whether a message is of a kind in the first place; each is for None."""
    if kind is None:
        return true()
    # both databases write the list of kinds in the same way
    kinds = cast(MessageRow.kinds, Text)
    return kinds == "[]" if kind == UNREAD else kinds.startswith(f'[["{kind}"')
