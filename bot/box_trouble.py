"""What needs a person at the boxes that this program empties: they fail, or mails stay in one."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from bot.moments import moment
from bot.need import Finding
from store import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from store.boxes import Box, Left

#: mail servers that are started anew, and networks that are gone for a moment, are back sooner
FAILS_LONG: Final = timedelta(minutes=15)
#: trouble lasts for so long after it was seen: twice the longest pause between two tries
_LASTS: Final = timedelta(minutes=10)
#: what was left for no fault of its own is tried again every hour
MAY_COME_YET: Final = timedelta(hours=2)
_CODES: Final = {boxes.MAILBOX: "mailbox_trouble", boxes.FOLDER: "folder_trouble"}
_MEGABYTE: Final = 1_000_000


def box_findings(session: Session, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    """All of it; neither an address nor a path is named."""
    for box in failing(session, now):
        if box.trouble_since is not None:
            about = {"trouble": box.trouble, "since": moment(box.trouble_since, zone)}
            yield Finding(code=_CODES[box.kind], subject=box.name, about=about)
    large = boxes.left_mails(session, too_large=True)
    other = boxes.left_mails(session, too_large=False, before=now - MAY_COME_YET)
    if large is not None:
        yield _left("too_large", large)
    if other is not None:
        yield _left("not_taken", other)


def failing(session: Session, now: datetime) -> list[Box]:
    """The boxes from which nothing could be taken for long, as far as anybody has seen."""
    return [
        box
        for box in boxes.listed(session)
        if box.trouble_since is not None
        and min(now, box.seen_at + _LASTS) - box.trouble_since >= FAILS_LONG
    ]


def _left(why: str, left: Left) -> Finding:
    about = {
        "trouble": why,
        "count": left.count,
        "size_mb": -(-left.largest_bytes // _MEGABYTE),
        "newest": left.newest.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return Finding(code="mails_left", subject=why, about=about)
