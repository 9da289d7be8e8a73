"""How many letters came of which kind, and how long they waited: numbers, no word of a letter.

An erased letter still counts by its kind and language, which its stub keeps; its areas are gone.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from store.model import OPEN_STATUSES, DraftStatus, MessageStatus, OutboxStatus
from store.sending import ANSWERS
from store.tables import DecisionRow, DraftRow, InboxRow, MessageRow, RevisionRow
from store.tables_finding import FindableRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from sqlalchemy.orm import Session

WEEKS: Final = 12
#: in place of the kind or language of a letter that is not read yet
UNREAD: Final = ""
#: a draft in one of these says what is sought or offered; others were no letter for the office
_COUNTED: Final = (*OPEN_STATUSES, DraftStatus.CONFIRMED)
_AREA: Final = "area."
_NINE_OF_TEN: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Letters of one week."""

    #: Monday, in the office's zone
    begins: date
    #: kind -> how many
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long letters waited for something that has come."""

    letters: int
    median: timedelta
    #: nine of ten waited no longer
    ninth: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The letters of the last weeks in numbers."""

    #: oldest first; the last one is not over yet
    weeks: tuple[Week, ...]
    #: id -> how many drafts name it, most frequent first
    areas: dict[str, int]
    #: BCP 47 -> how many letters, most frequent first
    languages: dict[str, int]
    #: until a draft of the letter was decided; None where none was
    decision: Waits | None
    #: until an answer that an officer released had left; None where none has
    answer: Waits | None
    #: drafts that had been registered and were withdrawn since
    withdrawn: int = 0

    @property
    def letters(self) -> int:
        """All of them."""
        return sum(sum(week.kinds.values()) for week in self.weeks)


def gathered(session: Session, *, now: datetime, zone: tzinfo) -> Statistics:
    """The numbers of the last twelve weeks, this one included, by the office's calendar."""
    begins = _mondays(now, zone)
    # a week may have an hour more or less, so each begins by the calendar
    starts = [datetime.combine(day, time(), tzinfo=zone) for day in begins]
    since = starts[0]
    kinds, languages = _letters(session, starts, since)
    weeks = tuple(
        Week(begins=day, kinds=dict(found)) for day, found in zip(begins, kinds, strict=True)
    )
    return Statistics(
        weeks=weeks,
        areas=_most_first(_areas(session, since)),
        languages=_most_first(languages),
        decision=_first_decisions(session, since),
        answer=_first_answers(session, since),
        withdrawn=_withdrawn(session, since),
    )


def _mondays(now: datetime, zone: tzinfo) -> list[date]:
    today = now.astimezone(zone).date()
    this_week = today - timedelta(days=today.weekday())
    return [this_week - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]


def _letters(
    session: Session, starts: list[datetime], since: datetime
) -> tuple[list[Counter[str]], Counter[str]]:
    """Kinds by week, and languages."""
    first = and_(DraftRow.message_id == InboxRow.id, DraftRow.position == 1)
    current = and_(RevisionRow.draft_id == DraftRow.id, RevisionRow.revision == DraftRow.revision)
    # what a program wrote is no letter, unless it was read as one
    is_letter = or_(
        MessageRow.message_id.is_(None),
        DraftRow.id.is_not(None),
        ~or_(MessageRow.automatic, MessageRow.bounce),
    )
    # an officer's word on the kind is in the draft
    said = RevisionRow.content["kind"].as_string()
    chosen = (
        select(InboxRow.received_at, said, MessageRow.kinds, MessageRow.language)
        .outerjoin(MessageRow, MessageRow.message_id == InboxRow.id)
        .outerjoin(DraftRow, first)
        .outerjoin(RevisionRow, current)
        .where(InboxRow.received_at >= since, InboxRow.status != MessageStatus.REPLACED, is_letter)
    )
    weeks: list[Counter[str]] = [Counter() for _ in starts]
    languages: Counter[str] = Counter()
    for received_at, kind, kinds, language in session.execute(chosen):
        # a clock that was set back may have left a letter in the days to come
        week = min(bisect_right(starts, received_at), len(starts)) - 1
        weeks[week][kind or (kinds[0][0] if kinds else UNREAD)] += 1
        if language is not None:
            languages[language] += 1
    return weeks, languages


def _areas(session: Session, since: datetime) -> Counter[str]:
    """Out of what drafts are found by: their contents with all quotes are many times as long."""
    key = and_(
        FindableRow.message_id == DraftRow.message_id, FindableRow.position == DraftRow.position
    )
    chosen = (
        select(FindableRow.codes)
        .join(DraftRow, key)
        .join(InboxRow, InboxRow.id == DraftRow.message_id)
        .where(InboxRow.received_at >= since, DraftRow.status.in_(_COUNTED))
    )
    return Counter(
        code.removeprefix(_AREA)
        for codes in session.scalars(chosen)
        for code in codes.split()
        if code.startswith(_AREA)
    )


def _first_decisions(session: Session, since: datetime) -> Waits | None:
    closes = DecisionRow.to_status.not_in(OPEN_STATUSES)
    chosen = (
        select(InboxRow.received_at, func.min(DecisionRow.decided_at))
        .join(DraftRow, DraftRow.message_id == InboxRow.id)
        .join(DecisionRow, DecisionRow.draft_id == DraftRow.id)
        .where(InboxRow.received_at >= since, DecisionRow.undone_at.is_(None), closes)
        .group_by(InboxRow.id)
    )
    return _waits(at - came for came, at in session.execute(chosen))


def _first_answers(session: Session, since: datetime) -> Waits | None:
    about = func.coalesce(DraftRow.message_id, OutboxTableRow.message_id)
    chosen = (
        select(InboxRow.received_at, func.min(OutboxTableRow.sent_at))
        .select_from(OutboxTableRow)
        .outerjoin(DraftRow, DraftRow.id == OutboxTableRow.draft_id)
        .join(InboxRow, InboxRow.id == about)
        .where(
            OutboxTableRow.sent_at >= since,
            OutboxTableRow.kind.in_(ANSWERS),
            OutboxTableRow.status == OutboxStatus.SENT,
            InboxRow.received_at >= since,
        )
        .group_by(InboxRow.id)
    )
    return _waits(at - came for came, at in session.execute(chosen) if at is not None)


def _withdrawn(session: Session, since: datetime) -> int:
    chosen = (
        select(func.count())
        .select_from(DraftRow)
        .join(InboxRow, InboxRow.id == DraftRow.message_id)
        .where(InboxRow.received_at >= since, DraftRow.register_ref.is_not(None))
        .where(DraftRow.status == DraftStatus.WITHDRAWN)
    )
    return session.scalar(chosen) or 0


def _waits(found: Iterable[timedelta]) -> Waits | None:
    waits = sorted(max(one, timedelta()) for one in found)
    if not waits:
        return None
    return Waits(
        letters=len(waits),
        median=(waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2,
        ninth=waits[math.ceil(_NINE_OF_TEN * len(waits)) - 1],
    )


def _most_first(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
