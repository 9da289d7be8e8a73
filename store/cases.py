"""Letters about one person's own case: a list apart from drafts, and nothing of their content.

The reader's word counts until an officer says otherwise. Those with signs that they cannot wait
come first, then those that nobody has confirmed yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select

from store.asides import Said
from store.model import MessageStatus
from store.tables import DraftRow, InboxRow, MessageRow
from store.tables_aside import AsideRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

KIND: Final = "individual_case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of the list."""

    message_id: str
    ref: str
    received_at: datetime
    language: str
    #: how sure the reader was: sure, likely, unsure; empty where only an officer says so
    band: str
    #: codes of signs that it cannot wait
    signs: tuple[str, ...] = ()
    #: by an officer, as one person's case
    is_confirmed: bool = False
    #: when the clock erases it
    erase_at: datetime | None = None


def listed(session: Session, *, offset: int = 0, limit: int = 50) -> list[Case]:
    """A page of the list: what cannot wait first, the newest first among each."""
    urgent = func.coalesce(AsideRow.urgent, False).desc()
    unconfirmed = AsideRow.said.is_(None).desc()
    return _chosen(session, urgent, unconfirmed, InboxRow.id.desc(), offset=offset, limit=limit)


def unconfirmed(session: Session, *, before: datetime, limit: int = 500) -> list[Case]:
    """Those received before a moment on which no officer has spoken, oldest first.

    One of which there is a draft is not among them: it stands among the cards.
    """
    drafted = exists().where(DraftRow.message_id == InboxRow.id)
    silent = and_(AsideRow.said.is_(None), InboxRow.received_at < before, ~drafted)
    return _chosen(session, InboxRow.id.asc(), where=silent, limit=limit)


def count(session: Session) -> int:
    """How many there are."""
    chosen = _joined(select(func.count())).where(_is_case())
    return session.scalar(chosen) or 0


def count_urgent(session: Session) -> int:
    """How many of those with signs no officer has confirmed yet."""
    waits = and_(AsideRow.urgent, AsideRow.said.is_(None))
    return session.scalar(_joined(select(func.count())).where(_is_case(), waits)) or 0


def _chosen(
    session: Session,
    *order: ColumnElement[Any],
    where: ColumnElement[bool] | None = None,
    offset: int = 0,
    limit: int,
) -> list[Case]:
    columns = (
        InboxRow.id,
        InboxRow.ref,
        InboxRow.received_at,
        MessageRow.language,
        MessageRow.kinds,
        AsideRow.signs,
        AsideRow.said,
        AsideRow.erase_at,
    )
    chosen = _joined(select(*columns)).where(_is_case())
    if where is not None:
        chosen = chosen.where(where)
    return [
        Case(
            message_id=row.id,
            ref=row.ref,
            received_at=row.received_at,
            language=row.language,
            band=_band(row.kinds),
            signs=tuple(row.signs or ()),
            is_confirmed=row.said == Said.CASE,
            erase_at=row.erase_at,
        )
        for row in session.execute(chosen.order_by(*order).offset(offset).limit(limit))
    ]


def _joined(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        chosen.select_from(InboxRow)
        .join(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(AsideRow, AsideRow.message_id == InboxRow.id)
    )


def _is_case() -> ColumnElement[bool]:
    """By an officer's word, or where there is none by the reader's; erased ones are none."""
    read = cast(MessageRow.kinds, Text).contains(f'"{KIND}"')
    told = or_(and_(AsideRow.said.is_(None), read), AsideRow.said == Said.CASE)
    return and_(told, InboxRow.status != MessageStatus.ERASED)


def _band(kinds: Sequence[Sequence[str]]) -> str:
    return next((band for kind, _, band in kinds if kind == KIND), "")
