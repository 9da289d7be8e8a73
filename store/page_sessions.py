"""Browsers that were let in to the page: until they are idle, told to leave, or not ours."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_, update

from store import audit, officers
from store.tables_page import PageSessionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from store.model import Officer

IDLE: Final = timedelta(minutes=30)
#: however busy
LONGEST: Final = timedelta(hours=12)


def begin(session: Session, officer: Officer, draft_id: int, *, now: datetime) -> str:
    """Let a browser in; what it is to hold."""
    token = secrets.token_urlsafe(32)
    session.execute(
        delete(PageSessionRow).where(_is_over(now)).execution_options(synchronize_session=False)
    )
    session.add(
        PageSessionRow(digest=_digest(token), officer_id=officer.id, began_at=now, seen_at=now)
    )
    session.flush()
    details = {"draft": draft_id}
    audit.record(session, what="page_entered", who=officer, details=details, now=now)
    return token


def officer_of(session: Session, token: str, *, now: datetime) -> Officer | None:
    """Who this browser was let in for, as they stand now; the moment counts against idleness.

    Whoever is no longer one of ours is out with the next look.
    """
    digest = _digest(token)
    seen = session.execute(
        update(PageSessionRow)
        .where(PageSessionRow.digest == digest, ~_is_over(now))
        .values(seen_at=now)
        .returning(PageSessionRow.officer_id)
        .execution_options(synchronize_session=False)
    ).first()
    officer = officers.find(session, seen.officer_id) if seen else None
    if officer is None:
        end(session, token)
    return officer


def end(session: Session, token: str) -> None:
    """Forget a browser."""
    session.execute(
        delete(PageSessionRow)
        .where(PageSessionRow.digest == _digest(token))
        .execution_options(synchronize_session=False)
    )


def _is_over(now: datetime) -> ColumnElement[bool]:
    return or_(PageSessionRow.seen_at <= now - IDLE, PageSessionRow.began_at <= now - LONGEST)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
