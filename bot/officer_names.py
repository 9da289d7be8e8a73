"""Officers by their names, as cards and lists say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import officers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def name_of(session: Session, user_id: int | None) -> str:
    """The name of an officer; the number of one who has left; empty for nobody."""
    if user_id is None:
        return ""
    found = officers.find(session, user_id)
    return str(user_id) if found is None else found.name
