"""Where the words of segments stand on their pages: kept with a reading, asked for by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from store.model import StoredPlaces
from store.tables import PlacesRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def keep(session: Session, message_id: str, places: Sequence[StoredPlaces]) -> None:
    """Keep the places of a message whose segments have just been written."""
    rows = [
        {
            "message_id": message_id,
            "position": one.segment,
            "turn": one.turn,
            "words": one.words,
        }
        for one in places
    ]
    if rows:
        session.connection().execute(insert(PlacesRow), rows)


def of_message(
    session: Session, message_id: str, segments: Sequence[int] | None = None
) -> tuple[StoredPlaces, ...]:
    """The places of a message, or of some of its segments; those without any are left out."""
    chosen = select(PlacesRow).where(PlacesRow.message_id == message_id)
    if segments is not None:
        chosen = chosen.where(PlacesRow.position.in_(list(segments)))
    return tuple(
        StoredPlaces(segment=row.position, turn=row.turn, words=row.words)
        for row in session.scalars(chosen.order_by(PlacesRow.position))
    )
