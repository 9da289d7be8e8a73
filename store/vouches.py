"""Who has read a letter for the office: what they said of its draft, and decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from store import audit, moves
from store.tables_judging import VouchRow
from store.tables_office import AuditRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer

#: names of the events in the audit
ASKED: Final = "asked_to_read"
VOUCHED, OBJECTED = "vouched", "objected"
#: decisions on a part of a draft, for which its letter has to be read
_SPLIT: Final = moves.SPLIT.event
_PARTS: Final = frozenset({moves.CORRECT.event, _SPLIT, "split_off"})
#: from here on a draft rests on a letter more
_GREW: Final = frozenset({"completed", "took_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouch:
    """What somebody said of a draft who read its letter."""

    is_right: bool
    #: of the letter, that they read
    languages: tuple[str, ...]
    #: what is not right; None where it was not said, or the letter was erased
    words: str | None
    officer_id: int
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody decided on a part of a draft, or said something of it, having read its letter."""

    officer_id: int
    officer: str
    is_right: bool
    #: None for a decision, for which nobody is asked what they read
    languages: tuple[str, ...] | None = None


def say(
    session: Session,
    draft: Draft,
    officer: Officer,
    *,
    is_right: bool,
    languages: Sequence[str],
    revision: int,
    words: str | None = None,
    now: datetime,
) -> None:
    """Say that a draft is right, or what is not, in the caller's transaction.

    Args:
        session: of that transaction.
        draft: open; what it says does not change, so that no card becomes outdated by it.
        officer: who says it, in whatever role; whether they may is the caller's question.
        is_right: the draft says what the letter says.
        languages: of the letter, that they read.
        revision: the one that they saw.
        words: what is not right.
        now: the moment.
    """
    row = VouchRow(
        draft_id=draft.id, revision=revision, is_right=is_right, languages=list(languages),
        words=words, officer_id=officer.id, officer_name=officer.name, said_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    details = {"vouch": row.id, "languages": list(languages), "revision": revision}
    audit.record(
        session,
        what=VOUCHED if is_right else OBJECTED,
        who=officer,
        message_id=draft.message_id,
        draft_id=draft.id,
        details=details,
        now=now,
    )
    edit_cards(session, draft.id, now)


def of_draft(session: Session, draft_id: int) -> list[Vouch]:
    """The last word of each who said something of a draft, oldest first."""
    chosen = select(VouchRow).where(VouchRow.draft_id == draft_id).order_by(VouchRow.id)
    last = {row.officer_id: row for row in session.scalars(chosen)}
    return [_value(row) for row in sorted(last.values(), key=lambda row: row.id)]


def was_asked(session: Session, draft_id: int, officer: Officer) -> bool:
    """Whether a colleague asked this person to read the letter."""
    return any(row.details.get("new") == officer.id for row in _events(session, draft_id, {ASKED}))


def looks(session: Session, draft_id: int) -> list[Look]:
    """Who has looked at a draft since its letter last grew, oldest first."""
    names = _PARTS | _GREW | {VOUCHED, OBJECTED, "undone"}
    found: list[tuple[str, Look]] = []
    for row in _events(session, draft_id, names):
        if row.what in _GREW:
            found = []
        elif row.what == "undone":
            found = (
                _without_split(found) if row.details.get("undid") == moves.SPLIT.action else found
            )
        elif row.officer_id is not None:
            found.append((row.what, _look(row, row.officer_id)))
    return [look for _, look in found]


def grew_at(session: Session, draft_id: int) -> datetime | None:
    """When a further letter last joined; None where there is but one."""
    rows = _events(session, draft_id, _GREW)
    return rows[-1].at if rows else None


def _without_split(found: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    """All but the last split, which was undone."""
    last = max((n for n, (what, _) in enumerate(found) if what == _SPLIT), default=-1)
    return [one for n, one in enumerate(found) if n != last]


def _look(row: AuditRow, officer_id: int) -> Look:
    languages = row.details["languages"] if row.what not in _PARTS else None
    return Look(
        officer_id=officer_id,
        officer=row.who,
        is_right=row.what != OBJECTED,
        languages=None if languages is None else tuple(languages),
    )


def _events(
    session: Session, draft_id: int, names: frozenset[str] | set[str]
) -> Sequence[AuditRow]:
    chosen = select(AuditRow).where(AuditRow.draft_id == draft_id, AuditRow.what.in_(names))
    return session.scalars(chosen.order_by(AuditRow.id)).all()


def _value(row: VouchRow) -> Vouch:
    return Vouch(
        is_right=row.is_right,
        languages=tuple(row.languages),
        words=row.words,
        officer_id=row.officer_id,
        officer=row.officer_name,
        at=row.said_at,
    )
