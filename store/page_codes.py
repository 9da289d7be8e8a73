"""One-time codes for the page: shown to an officer in the chat, given once in a browser."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from store import audit, officers, page_tries
from store.dialect import insert_into
from store.tables_page import PageCodeRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Officer

#: without what looks like something else: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V
LETTERS: Final = "ACDEFGHJKMNPQRTWXY34679"
LENGTH: Final = 8
LIFE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What an officer needs to be let in; the code itself is kept nowhere."""

    handle: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Whose code was given, and for which draft."""

    officer: Officer
    draft_id: int


def make(session: Session, officer: Officer, draft_id: int, *, now: datetime) -> Code:
    """A new code for this officer; an earlier one of theirs is worth nothing from now on."""
    code = Code(handle=_drawn(), code=_drawn())
    values = {
        "handle": code.handle,
        "digest": _digest(code.handle, code.code),
        "draft_id": draft_id,
        "expires_at": now + LIFE,
    }
    new = insert_into(session, PageCodeRow).values(officer_id=officer.id, **values)
    session.execute(new.on_conflict_do_update(index_elements=[PageCodeRow.officer_id], set_=values))
    # of the officer, not of the draft: nothing has changed there
    details = {"draft": draft_id}
    audit.record(session, what="page_code_shown", who=officer, details=details, now=now)
    return code


def give(session: Session, handle: str, code: str, *, address: str, now: datetime) -> LetIn | None:
    """Use a code up; None where it is wrong, used, too old, or nobody of ours has it any more.

    The caller asks `page_tries.is_paused` before. Of two who give the same code at once one is let
    in: the row goes with the first.
    """
    found = session.execute(
        select(PageCodeRow.officer_id, PageCodeRow.digest).where(PageCodeRow.handle == handle)
    ).first()
    given = _digest(handle, _plain(code))
    if found is None or not secrets.compare_digest(found.digest, given):
        page_tries.note(
            session, address=address, officer_id=found.officer_id if found else None, now=now
        )
        return None
    used = session.execute(
        delete(PageCodeRow)
        .where(PageCodeRow.handle == handle, PageCodeRow.digest == given)
        .returning(PageCodeRow.draft_id, PageCodeRow.expires_at)
        .execution_options(synchronize_session=False)
    ).first()
    officer = officers.find(session, found.officer_id)
    if used is None or officer is None or used.expires_at <= now:
        return None
    return LetIn(officer=officer, draft_id=used.draft_id)


def officer_of(session: Session, handle: str) -> int | None:
    """Whose code a form asks for."""
    return session.scalar(select(PageCodeRow.officer_id).where(PageCodeRow.handle == handle))


def _drawn() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _plain(code: str) -> str:
    """A code as it was typed: in small letters, with spaces or a hyphen between its halves."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def _digest(handle: str, code: str) -> str:
    return hashlib.sha256(f"{handle}:{code}".encode()).hexdigest()
