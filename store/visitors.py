"""People who write in private: their language, and where the talk with them stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.dialect import insert_into
from store.tables_visitors import VisitorRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who writes in private."""

    user_id: int
    chat_id: int
    #: BCP 47, the one to answer in; None until it is known
    language: str | None = None
    language_chosen: bool = False
    #: name of the topic that the talk is at
    topic: str | None = None
    #: codes and numbers of that topic, never what was written
    state: dict[str, Any] = field(default_factory=dict)


def find(session: Session, user_id: int) -> Visitor | None:
    """A visitor; None who never wrote."""
    row = session.get(VisitorRow, user_id, populate_existing=True)
    if row is None:
        return None
    return Visitor(
        user_id=row.user_id,
        chat_id=row.chat_id,
        language=row.language,
        language_chosen=row.language_chosen,
        topic=row.topic,
        state=row.state,
    )


def keep(session: Session, visitor: Visitor, *, now: datetime) -> None:
    """Write down how things stand with a visitor."""
    values = {
        "chat_id": visitor.chat_id,
        "language": visitor.language,
        "language_chosen": visitor.language_chosen,
        "topic": visitor.topic,
        "state": visitor.state,
        "seen_at": now,
    }
    new = insert_into(session, VisitorRow).values(
        user_id=visitor.user_id, first_seen_at=now, **values
    )
    session.execute(new.on_conflict_do_update(index_elements=[VisitorRow.user_id], set_=values))
