"""A letter that holds two things: what an officer picks goes to a second draft of the letter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store import audit, drafts, likenesses, moves, outbox, readings
from store.attempts import locked
from store.content import BY_OFFICER, Content
from store.model import NewOutboxRow, OutboxKind
from store.moves import Asked
from store.outcome import Decided
from store.readings import Versions
from store.transitions import make

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from store.model import Draft, Officer
    from store.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What goes to the second draft."""

    kind: str
    areas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Both drafts as they stand after it."""

    first: Draft
    second: Draft


def is_two(content: Content, part: Part) -> bool:
    """Whether this makes two drafts of one: each keeps something that the other does not say."""
    there = {theme.id for theme in content.themes}
    if not part.areas <= there:
        return False
    return part.kind != content.kind or (bool(part.areas) and part.areas != there)


def parted(content: Content, part: Part) -> tuple[Content, Content]:
    """What the first draft keeps, and what the second says.

    Areas go with their evidence. What the letter says of the criteria is about the letter as a
    whole and stays with both, as States, conditions and facts do.
    """
    kept = tuple(theme for theme in content.themes if theme.id not in part.areas)
    gone = tuple(theme for theme in content.themes if theme.id in part.areas)
    first = replace(content, themes=kept)
    second = replace(content, themes=gone)
    if part.kind != content.kind:
        second = replace(second, kind=part.kind, confidence=1.0, band=BY_OFFICER)
    return first, second


def split(
    session: Session,
    draft_id: int,
    revision: int,
    officer: Officer,
    part: Part,
    *,
    target: str,
    now: datetime,
) -> Split | Outcome:
    """Make a second draft of the same letter, numbered after the last; its card is on its way.

    Args:
        session: whose transaction holds both drafts, their traces and cards.
        draft_id: of the draft that is split, which gets a new revision.
        revision: the one that the officer saw.
        officer: who splits.
        part: what goes to the second; `is_two` says whether it may.
        target: where the second's card goes, a `chat:<id>`.
        now: the moment.

    Raises:
        UnknownDraftError: there is no such draft.
    """
    draft = drafts.get(session, draft_id)
    # the numbers of a message's drafts are given out one after the other
    row = locked(session, draft.message_id)
    areas = sorted(theme.id for theme in draft.content.themes)
    asked = Asked(
        move=moves.SPLIT, officer=officer, revision=revision, now=now, field="themes",
        old=areas, new=[area for area in areas if area not in part.areas],
    )  # fmt: skip
    first, second = parted(draft.content, part)
    # where no area goes, the first stays as it is and has a new revision all the same
    change = None if first == draft.content else (lambda _: first)
    outcome = make(session, draft_id, asked, change)
    if not isinstance(outcome, Decided):
        return outcome
    versions = Versions(
        language=draft.language, model=draft.model_version, criteria=draft.criteria_version
    )
    new_id = readings.add_draft(session, row, second, versions, opened_by=officer, now=now)
    likenesses.remember_states(session, new_id, second.states)
    card = NewOutboxRow(kind=OutboxKind.CARD, target=target, payload={"draft": new_id})
    outbox.add(session, [card], now=now)
    _tie(session, outcome.draft, new_id, officer, now)
    return Split(first=outcome.draft, second=drafts.get(session, new_id))


def _tie(session: Session, first: Draft, second_id: int, officer: Officer, now: datetime) -> None:
    """Name each in the other's history."""
    second = drafts.get(session, second_id)
    for one, other, what in ((first, second, "split_into"), (second, first, "split_off")):
        audit.record(
            session, what=what, who=officer, message_id=one.message_id, draft_id=one.id,
            details={"draft": other.ref}, now=now,
        )  # fmt: skip
