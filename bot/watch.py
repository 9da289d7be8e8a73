"""What needs a person: looked after by a round, told as alarms, shown by `check` and the pages.

Each finding has a code, which `bot/alarms.py` puts into words. The limits below are chosen so that
nothing is told that mends itself in the ordinary course of a day.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.box_trouble import box_findings
from bot.moments import moment
from bot.need import Finding
from bot.rounds import Round
from store import alarms, backlog, inbox
from store.model import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from bot.settings import Settings

EVERY_S: Final = 60.0
#: a message takes seconds, one with many scans some minutes, with its repeats never so long
NOT_RECORDED: Final = timedelta(minutes=20)
#: a relay or chat server that is started anew is back sooner
AWAY: Final = timedelta(minutes=10)
#: greylisting is over by then; mail servers tell their own senders after as long
MAIL_WAITS: Final = timedelta(hours=4)
#: a worker's sign of life is good for two minutes, and one that starts needs some
NO_WORKER: Final = timedelta(minutes=3)
#: below both: a mail of the largest size, its files and the database's log fit in several times
LEAST_FREE_BYTES: Final = 2_000_000_000
LEAST_FREE_SHARE: Final = 0.05
#: told by their own note, with buttons
_TOLD_OTHERWISE: Final = frozenset({"message_parked"})
CODES: Final = frozenset(
    {
        "messages_not_recorded",
        "relay_trouble",
        "mail_waits",
        "chat_unreachable",
        "no_worker",
        "disk_nearly_full",
        "message_parked",
        "mailbox_trouble",
        "mails_left",
        "folder_trouble",
    }
)


def findings(session: Session, now: datetime, *, data_dir: Path, zone: ZoneInfo) -> list[Finding]:
    """Everything that needs a person now."""
    late = backlog.unrecorded(session, before=now - NOT_RECORDED)
    relay = backlog.unsent(session, "mail", before=now - AWAY, by_relay=True)
    mail = backlog.unsent(session, "mail", before=now - MAIL_WAITS)
    chat = backlog.unsent(session, "chat", before=now - AWAY)
    found = [
        _waits("messages_not_recorded", late, zone),
        _waits("relay_trouble", relay, zone),
        None if relay.count else _waits("mail_waits", mail, zone),
        _waits("chat_unreachable", chat, zone),
        None if backlog.workers(session, now) else Finding(code="no_worker", grace=NO_WORKER),
        _disk(data_dir),
    ]
    return [*filter(None, found), *_parked(session), *box_findings(session, now, zone)]


def watch_round(settings: Settings) -> Round:
    """The round that raises and ends these alarms."""
    target = settings.secretariat_chat
    watch = Watch(
        data_dir=settings.data_dir,
        zone=settings.zone,
        target=None if target is None else f"chat:{target}",
    )
    return Round(name="watch", every_s=EVERY_S, go=watch.go)


@dataclass(slots=True, kw_only=True)
class Watch:
    """Raises what begins, ends what is over."""

    data_dir: Path
    zone: ZoneInfo
    #: where alarms are told; None where there is no chat
    target: str | None
    #: since when what has a grace holds
    _since: dict[str, datetime] = field(default_factory=dict)

    def go(self, session: Session, now: datetime) -> None:
        """Look once, in the round's transaction."""
        found = findings(session, now, data_dir=self.data_dir, zone=self.zone)
        self._since = {one.code: self._since.get(one.code, now) for one in found}
        found_now = {(one.code, one.subject): one for one in found}
        for alarm in alarms.holding(session):
            one_now = found_now.get((alarm.code, alarm.subject))
            if alarm.code in CODES and one_now is None:
                target = self._target(alarm.code)
                alarms.end(session, alarm.code, subject=alarm.subject, target=target, now=now)
            elif one_now is not None and one_now.is_newer_than(alarm.about):
                # it is told anew with what has come since, and not as over
                alarms.end(session, alarm.code, subject=alarm.subject, now=now)
        for one in found:
            if now - self._since[one.code] >= one.grace:
                alarms.begin(
                    session,
                    one.code,
                    subject=one.subject,
                    about=one.about,
                    target=self._target(one.code),
                    now=now,
                )

    def _target(self, code: str) -> str | None:
        return None if code in _TOLD_OTHERWISE else self.target


def _waits(code: str, found: backlog.Waiting, zone: ZoneInfo) -> Finding | None:
    if found.since is None:
        return None
    return Finding(code=code, about={"count": found.count, "oldest": moment(found.since, zone)})


def _disk(data_dir: Path) -> Finding | None:
    try:
        usage = shutil.disk_usage(data_dir)
    except OSError:
        return None  # a folder that is not there yet
    if usage.free >= LEAST_FREE_BYTES or usage.free >= usage.total * LEAST_FREE_SHARE:
        return None
    return Finding(code="disk_nearly_full", about={"free_mb": usage.free // 1_000_000})


def _parked(session: Session) -> Iterator[Finding]:
    for message in inbox.listed(session, status=MessageStatus.PARKED):
        about = {"ref": message.ref, "starts": message.attempts, "problem": message.problem or ""}
        yield Finding(code="message_parked", subject=message.id, about=about)
