"""What waits, once a day: counts and ages, nothing of letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.labels import label
from bot.moments import age
from bot.render import render
from bot.scene import Text
from store import alarms, aside_list, cases, counters, outbox, waiting
from store.model import NewOutboxRow, OutboxKind

if TYPE_CHECKING:
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.scene import Office

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

    @property
    def is_nothing(self) -> bool:
        """Whether the office can be left alone."""
        return not (self.drafts or self.urgent or self.parked or self.alarms or self.aside)


def waiting_now(session: Session) -> Waiting:
    """What waits, counted."""
    drafts, oldest_at = waiting.open_drafts(session)
    return Waiting(
        drafts=drafts,
        oldest_at=oldest_at,
        urgent=cases.count_urgent(session),
        parked=waiting.parked(session),
        alarms=len(alarms.holding(session)),
        aside=aside_list.counts(session),
    )


def tell(session: Session, now: datetime, *, at: time, zone: ZoneInfo, target: str) -> None:
    """Put the digest of the day into the outbox, once its hour has come; none where nothing waits.

    A program that was down at that hour tells when it is back.
    """
    local = now.astimezone(zone)
    day = local.date().toordinal()
    if local.time() < at or not counters.reach(session, _SERIES, day):
        return
    if not waiting_now(session).is_nothing:
        payload = {"day": local.date().isoformat()}
        row = NewOutboxRow(kind=OutboxKind.DIGEST, target=target, payload=payload)
        outbox.add(session, [row], now=now)


def digest_text(session: Session, office: Office, *, now: datetime) -> Text:
    """The digest as things stand when it is sent."""
    found = waiting_now(session)
    markup = render(
        "office/digest.html.j2",
        found=found,
        oldest=age(found.oldest_at, now) if found.oldest_at else "",
        day=now.astimezone(office.zone).strftime("%-d %b %Y"),
        aside=[(label("kinds", kind), number) for kind, number in found.aside.items()],
    )
    return Text(markup=markup)
