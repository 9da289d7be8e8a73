"""Letters about one person's own case: a list apart from drafts, and nothing of their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Text, cast, func, select

from store.tables import InboxRow, MessageRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

KIND: Final = "individual_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of the list."""

    message_id: str
    ref: str
    received_at: datetime
    language: str
    #: how sure the reader was: sure, likely, unsure
    band: str


def listed(session: Session, *, offset: int = 0, limit: int = 50) -> list[Case]:
    """A page of the list, newest first."""
    columns = (
        InboxRow.id,
        InboxRow.ref,
        InboxRow.received_at,
        MessageRow.language,
        MessageRow.kinds,
    )
    chosen = (
        select(*columns)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .where(_is_case())
        .order_by(InboxRow.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Case(
            message_id=row.id,
            ref=row.ref,
            received_at=row.received_at,
            language=row.language,
            band=_band(row.kinds),
        )
        for row in session.execute(chosen)
    ]


def count(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(MessageRow).where(_is_case())) or 0


def _is_case() -> ColumnElement[bool]:
    return cast(MessageRow.kinds, Text).contains(f'"{KIND}"')


def _band(kinds: Sequence[Sequence[str]]) -> str:
    return next(band for kind, _, band in kinds if kind == KIND)
