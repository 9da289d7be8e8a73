"""What the duty looks after, as rounds: pleas, their clock, retention, the digest, trouble."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from bot import digest
from bot.erasing import folders_of
from bot.gather_round import look_after
from bot.guide import KEPT
from bot.reminding import remind
from bot.retaining import once_a_day, rules_of
from bot.rounds import Round
from bot.watch import watch_round
from ingest import erasing
from store import alarms, asides, cases, deletions, erasure, findables, guided, searches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.settings import Settings
    from store.session import Database

_log = structlog.get_logger()

#: a plea that nobody has confirmed or refused for so long needs a person
PATIENCE: Final = timedelta(days=2)
_MINUTE_S: Final = 60.0
#: made findable in one transaction, for which a press may have to wait; and so many times a round
_AT_ONCE: Final = 25
_TIMES: Final = 20
#: between two of these, so that a press finds its way in
_BREATH_S: Final = 0.05
#: of the audit, where the clock erased
BY_CLOCK: Final = "clock"


def rounds_of(settings: Settings, database: Database) -> Sequence[Round]:
    """All rounds of the role `bot`.

    Raises:
        SettingsError: the office's file of retention cannot be used.

    """
    target = None if settings.secretariat_chat is None else f"chat:{settings.secretariat_chat}"
    clean = partial(_clean, database, settings)
    find = partial(keep_findable, database)
    keep = partial(once_a_day, by=rules_of(settings), zone=settings.zone)
    reminders = partial(remind, is_on=settings.patience is not None, target=target)
    rounds = [
        Round(name="pleas", every_s=5 * _MINUTE_S, go=partial(watch_pleas, target=target)),
        Round(name="clock", every_s=5 * _MINUTE_S, go=run_clock, then=clean),
        Round(name="retention", every_s=15 * _MINUTE_S, go=keep, then=clean),
        Round(name="guided", every_s=15 * _MINUTE_S, go=end_forgotten),
        Round(name="finding", every_s=_MINUTE_S, go=forget_searches, then=find),
        Round(name="reminders", every_s=15 * _MINUTE_S, go=reminders),
        watch_round(settings),
        Round(name="gathering", every_s=_MINUTE_S, go=partial(look_after, target=target)),
    ]
    if target is not None:
        rounds.append(Round(name="deletions", every_s=15 * _MINUTE_S, go=take_away))
    if target is not None and settings.digest_at is not None:
        go = partial(digest.tell, at=settings.digest_at, zone=settings.zone, target=target)
        rounds.append(Round(name="digest", every_s=_MINUTE_S, go=go))
    return rounds


def watch_pleas(session: Session, now: datetime, *, target: str | None) -> None:
    """Raise an alarm for each plea that waits too long for an officer's word; end the others'."""
    waiting = {one.message_id: one for one in cases.unconfirmed(session, before=now - PATIENCE)}
    for held in alarms.holding(session, asides.UNCONFIRMED):
        if held.subject not in waiting:
            alarms.end(session, asides.UNCONFIRMED, subject=held.subject, now=now)
    for case in waiting.values():
        about = {"ref": case.ref, "days": PATIENCE.days}
        alarms.begin(
            session, asides.UNCONFIRMED, subject=case.message_id, about=about, target=target,
            now=now,
        )  # fmt: skip


def forget_searches(session: Session, now: datetime) -> None:
    """Forget what somebody looked for long ago."""
    searches.forget_old(session, now=now)


def keep_findable(database: Database, _now: datetime) -> None:
    """Make what has changed findable, so that nobody who looks for something waits for it."""
    for _ in range(_TIMES):
        with database.begin() as session:
            made = findables.catch_up(session, most=_AT_ONCE)
        if made < _AT_ONCE:
            return
        time.sleep(_BREATH_S)


def run_clock(session: Session, now: datetime) -> None:
    """Erase the cases whose time is over."""
    found = asides.due(session, now=now)
    for message_id in found:
        erasure.erase(session, message_id, why=BY_CLOCK, undecided=False, now=now)
    if found:
        _log.info("clock_erased", messages=found)


def take_away(session: Session, now: datetime) -> None:
    """Let files and pictures of letters leave the chat, while it still lets us delete them."""
    asked = deletions.take_away(session, now=now)
    if asked:
        _log.info("files_taken_away", messages=asked)


def end_forgotten(session: Session, now: datetime) -> None:
    """Erase the answers of guided dialogues that nobody went on with."""
    gone = guided.end_forgotten(session, before=now - KEPT)
    if gone:
        _log.info("guided_dialogues_erased", dialogues=gone)


def _clean(database: Database, settings: Settings, now: datetime) -> None:
    erasing.clean(database, folders_of(settings), now=now)
