"""The consent of States that others are approached; every word of it is kept, the last one holds.

No word is no consent: nothing but a record here opens the gate (`is_open`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from store import audit, completions, drafts
from store.model import DraftStatus
from store.tables_judging import ConsentRow
from store.transitions import edit_cards

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer


class Said(StrEnum):
    """What a State said."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  #: given before, and taken back


class Towards(StrEnum):
    """Who may be approached."""

    ANYONE = "anyone"
    STATES = "states"
    NAMED = "named"  #: in words


class Form(StrEnum):
    """What they may be shown."""

    SUMMARY = "summary"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How far a consent goes; none where nothing was given."""

    towards: Towards | None = None
    form: Form | None = None
    #: ids; none: all areas of the draft
    areas: tuple[str, ...] = ()
    #: who is named
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a record of consent rests on."""

    #: id of the message in which it was said
    message_id: str
    #: how well that message's sender was proven, as a code
    proven: str
    #: who said it and in what function
    said_by: str | None = None
    #: the sentence
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One record."""

    id: int
    draft_id: int
    said: Said
    scope: Scope
    ground: Ground
    officer: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether others may be approached within its scope."""
        return self.said is Said.GIVEN


def record(
    session: Session,
    draft: Draft,
    officer: Officer,
    *,
    said: Said,
    scope: Scope,
    ground: Ground,
    seen: int,
    now: datetime,
) -> Consent | None:
    """Record what a State said, or record it anew, in the caller's transaction.

    Args:
        session: of that transaction.
        draft: the registered request.
        officer: who records it; whether they may is the caller's question.
        said: what.
        scope: how far.
        ground: by whom, where.
        seen: number of the latest record when the officer looked; 0 where there was none.
        now: the moment.

    Returns:
        None where somebody has recorded something since, or the draft is not registered any more.

    """
    held = completions.hold(session, draft.id)
    if held.status is not DraftStatus.CONFIRMED or _last_id(session, draft.id) != seen:
        return None
    row = ConsentRow(
        draft_id=held.id, said=said, towards=scope.towards, form=scope.form,
        areas=list(scope.areas), scope_words=scope.words, said_by=ground.said_by,
        message_id=ground.message_id, quote=ground.quote, proven=ground.proven,
        officer_id=officer.id, officer_name=officer.name, recorded_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    details = {
        "said": said, "towards": scope.towards, "form": scope.form, "areas": list(scope.areas),
        "in": ground.message_id, "proven": ground.proven,
    }  # fmt: skip
    audit.record(
        session, what="consent_recorded", who=officer, message_id=held.message_id,
        draft_id=held.id, details=details, now=now,
    )  # fmt: skip
    edit_cards(session, held.id, now)
    return _value(row)


def of_draft(session: Session, draft_id: int) -> list[Consent]:
    """All records of a draft, oldest first; the last one holds."""
    chosen = select(ConsentRow).where(ConsentRow.draft_id == draft_id)
    return [_value(row) for row in session.scalars(chosen.order_by(ConsentRow.id))]


def latest(session: Session) -> dict[int, Consent]:
    """What holds of every draft of which something was recorded."""
    last = select(func.max(ConsentRow.id)).group_by(ConsentRow.draft_id)
    chosen = select(ConsentRow).where(ConsentRow.id.in_(last))
    return {row.draft_id: _value(row) for row in session.scalars(chosen)}


def is_open(session: Session, draft_id: int) -> bool:
    """Whether others may be approached at all; the default is no, also for what was withdrawn."""
    found = of_draft(session, draft_id)
    is_registered = drafts.get(session, draft_id).status is DraftStatus.CONFIRMED
    return is_registered and bool(found) and found[-1].is_open


def _last_id(session: Session, draft_id: int) -> int:
    chosen = select(func.max(ConsentRow.id)).where(ConsentRow.draft_id == draft_id)
    return session.scalar(chosen) or 0


def _value(row: ConsentRow) -> Consent:
    return Consent(
        id=row.id,
        draft_id=row.draft_id,
        said=Said(row.said),
        scope=Scope(
            towards=None if row.towards is None else Towards(row.towards),
            form=None if row.form is None else Form(row.form),
            areas=tuple(row.areas),
            words=row.scope_words,
        ),
        ground=Ground(
            message_id=row.message_id,
            proven=row.proven,
            said_by=row.said_by,
            quote=row.quote,
        ),
        officer=row.officer_name,
        at=row.recorded_at,
    )
