"""What waits, once a day: counts, ages, questions without an answer; no words of letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.glance import glance, numbers
from bot.keyboards import markup
from bot.labels import label
from bot.moments import age, day
from bot.office_words import say
from bot.officer_names import name_of
from bot.render import render
from bot.scene import Text
from store import alarms, aside_list, awaited, cases, counters, drafts, inbox, outbox, waiting
from store.finding import Found
from store.model import NewOutboxRow, OutboxKind

if TYPE_CHECKING:
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.scene import Office
    from store.awaited import Awaited

#: questions without an answer that are named; the rest is counted
_MOST: Final = 10
_SERIES = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that waits for somebody of the office."""

    drafts: int
    #: receipt of the oldest of them
    oldest_at: datetime | None
    urgent: int
    parked: int
    alarms: int
    #: kind -> how many, set aside
    aside: dict[str, int]
    #: questions that were reminded of and have no answer, the oldest first
    overdue: tuple[Awaited, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the office can be left alone."""
        counts = (self.drafts, self.urgent, self.parked, self.alarms, self.aside, self.overdue)
        return not any(counts)


def waiting_now(session: Session, now: datetime) -> Waiting:
    """What waits, counted."""
    drafts, oldest_at = waiting.open_drafts(session)
    return Waiting(
        drafts=drafts,
        oldest_at=oldest_at,
        urgent=cases.count_urgent(session),
        parked=waiting.parked(session),
        alarms=len(alarms.holding(session)),
        aside=aside_list.counts(session),
        overdue=tuple(one for one in awaited.listed(session) if one.is_overdue(now)),
    )


def tell(session: Session, now: datetime, *, at: time, zone: ZoneInfo, target: str) -> None:
    """Put the digest of the day into the outbox, once its hour has come; none where nothing waits.

    A program that was down at that hour tells when it is back.
    """
    local = now.astimezone(zone)
    number = local.date().toordinal()
    if local.time() < at or not counters.reach(session, _SERIES, number):
        return
    if not waiting_now(session, now).is_nothing:
        payload = {"day": local.date().isoformat()}
        row = NewOutboxRow(kind=OutboxKind.DIGEST, target=target, payload=payload)
        outbox.add(session, [row], now=now)


def digest_text(session: Session, office: Office, *, now: datetime) -> Text:
    """The digest as things stand when it is sent."""
    found = waiting_now(session, now)
    named = found.overdue[:_MOST]
    late = [_found(session, one) for one in named]
    lines = [glance(session, one, at, office, now) for at, one in enumerate(late, 1)]
    words = render(
        "office/digest.html.j2",
        found=found,
        oldest=age(found.oldest_at, now) if found.oldest_at else "",
        day=day(now, office.zone),
        aside=[_counted(kind, number) for kind, number in found.aside.items()],
        late=[
            line | {"asked": age(one.asked_at, now), "officer": _officer(session, there)}
            for line, one, there in zip(lines, named, late, strict=True)
        ],
    )
    return Text(markup=words, keyboard=markup(numbers(late, 1)))


def _counted(kind: str, number: int) -> str:
    return say("digest.aside_kind", count=number, kind=label("kinds", kind).lower())


def _found(session: Session, question: Awaited) -> Found:
    draft = drafts.get(session, question.draft_id)
    message = inbox.get(session, draft.message_id)
    return Found(
        message_id=message.id, ref=message.ref, received_at=message.received_at, draft=draft
    )


def _officer(session: Session, found: Found) -> str:
    return "" if found.draft is None else name_of(session, found.draft.assigned_to)
