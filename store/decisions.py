"""Decisions of officers, one function for each verb; `store/transitions.py` carries them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import moves, releases
from store.model import OutboxKind
from store.moves import Asked
from store.outcome import Decided, Outcome, Stale, TooLate
from store.transitions import make

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.content import Content
    from store.model import Officer

__all__ = [
    "Decided",
    "Outcome",
    "Stale",
    "TooLate",
    "ask",
    "confirm",
    "correct",
    "hold",
    "reject",
    "resume",
    "wait",
    "withdraw",
    "withdraw_registered",
]


def confirm(
    session: Session,
    draft_id: int,
    revision: int,
    officer: Officer,
    *,
    now: datetime,
    year: int | None = None,
) -> Outcome:
    """Record that a draft renders its letter faithfully; it gets its reference in the register.

    Args:
        session: whose transaction holds the decision, its traces and the card's edit.
        draft_id: of the draft.
        revision: the one that the officer saw.
        officer: who decides; whether they may is the caller's question.
        now: the moment of the decision.
        year: of the reference, in the office's time zone; that of `now` in UTC by default.

    Raises:
        UnknownDraftError: there is no such draft.
        NotForTheRegisterError: it was corrected to a kind that the register has no place for.
    """
    asked = Asked(move=moves.CONFIRM, officer=officer, revision=revision, now=now, year=year)
    return make(session, draft_id, asked)


def reject(
    session: Session,
    draft_id: int,
    revision: int,
    officer: Officer,
    *,
    reason: str,
    old: str | None = None,
    new: str | None = None,
    now: datetime,
) -> Outcome:
    """Keep a draft out of the register, with the officer's reason.

    Args:
        session: as for `confirm`.
        draft_id: of the draft.
        revision: the one that the officer saw.
        officer: who rejects.
        reason: in words.
        old: the kind of the draft, where the reason says that it is wrong.
        new: the right one, or `lesson.NO_DRAFT_KIND`; None where the reason says nothing of it.
        now: the moment of the decision.
    """
    asked = Asked(
        move=moves.REJECT,
        officer=officer,
        revision=revision,
        now=now,
        reason=reason,
        field=None if new is None else "kind",
        old=old,
        new=new,
    )
    return make(session, draft_id, asked)


def withdraw(
    session: Session, draft_id: int, revision: int, officer: Officer, *, reason: str, now: datetime
) -> Outcome:
    """Note that the sender took a letter back."""
    asked = Asked(move=moves.WITHDRAW, officer=officer, revision=revision, now=now, reason=reason)
    return make(session, draft_id, asked)


def withdraw_registered(
    session: Session, draft_id: int, revision: int, officer: Officer, *, reason: str, now: datetime
) -> Outcome:
    """Take what was registered out of the register again; the record keeps its reference."""
    asked = Asked(
        move=moves.WITHDRAW_REGISTERED, officer=officer, revision=revision, now=now, reason=reason
    )
    return make(session, draft_id, asked)


def wait(
    session: Session, draft_id: int, revision: int, officer: Officer, *, now: datetime
) -> Outcome:
    """Put a draft aside until its sender answers."""
    asked = Asked(move=moves.WAIT, officer=officer, revision=revision, now=now)
    return make(session, draft_id, asked)


def ask(
    session: Session,
    draft_id: int,
    revision: int,
    officer: Officer,
    *,
    asks: Sequence[str],
    target: str,
    wording: int | None = None,
    remind: int | None = None,
    now: datetime,
) -> Outcome:
    """Release a question to the sender, once: the draft waits; the question leaves in a minute.

    Args:
        session: as for `confirm`, like the next three.
        draft_id: of the draft.
        revision: the one that the officer saw; the question is about what it says.
        officer: who releases it.
        asks: what is asked, as codes that stay in the audit.
        target: to whom it goes, a mail address or `chat:<id>`.
        wording: in `store/wordings.py`, where an officer put it in other words.
        remind: days after which the officer was told that a reminder follows; None: none does.
        now: the moment of the release.
    """
    asked = Asked(
        move=moves.ASK, officer=officer, revision=revision, now=now, field="question",
        old=None, new=list(asks),
    )  # fmt: skip
    outcome = make(session, draft_id, asked)
    if isinstance(outcome, Decided):
        draft = outcome.draft
        more = {} if remind is None else {"remind": remind}
        releases.put_out(
            session, OutboxKind.QUESTION, draft, target, wording=wording, now=now, **more
        )
    return outcome


def hold(
    session: Session, draft_id: int, revision: int, officer: Officer, *, now: datetime
) -> Outcome:
    """Put a draft aside for a reason of the office."""
    asked = Asked(move=moves.HOLD, officer=officer, revision=revision, now=now)
    return make(session, draft_id, asked)


def resume(
    session: Session, draft_id: int, revision: int, officer: Officer, *, now: datetime
) -> Outcome:
    """Take a draft up again that was put aside."""
    asked = Asked(move=moves.RESUME, officer=officer, revision=revision, now=now)
    return make(session, draft_id, asked)


def correct(
    session: Session,
    draft_id: int,
    revision: int,
    officer: Officer,
    *,
    change: Callable[[Content], Content],
    field: str,
    old: Any,
    new: Any,
    now: datetime,
) -> Outcome:
    """Change what a draft says; a change that changes nothing leaves no trace.

    Args:
        session: as for `confirm`, like the next three.
        draft_id: of the draft.
        revision: the one that the officer saw.
        officer: who corrects.
        change: a pure function from what it says to what it shall say.
        field: what is corrected, for the audit and for learning.
        old: what it said, as JSON.
        new: what it says now. Both stay in the audit for good: codes, no words of a letter.
        now: the moment of the correction.
    """
    asked = Asked(
        move=moves.CORRECT,
        officer=officer,
        revision=revision,
        now=now,
        field=field,
        old=old,
        new=new,
    )
    return make(session, draft_id, asked, change)
