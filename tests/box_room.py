"""Boxes that the program empties: how they fare, and what the chat has been told of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.alarms import alarm_markup
from bot.utc import utc_now
from bot.watch import Watch
from store import alarms, boxes, outbox
from store.model import OutboxKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from store.boxes import Box
    from store.session import Database

ZONE = ZoneInfo("UTC")


class Clock:
    """The time, and as much later as the test says."""

    def __init__(self) -> None:
        self.later = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.later


def box_of(db: Database, kind: str) -> Box | None:
    with db.reading() as session:
        return next((box for box in boxes.listed(session) if box.kind == kind), None)


def trouble_of(db: Database, kind: str) -> str | None:
    box = box_of(db, kind)
    return "never looked at" if box is None else box.trouble


def seen_since(db: Database, kind: str, at: datetime) -> bool:
    box = box_of(db, kind)
    return box is not None and box.seen_at >= at


def look(db: Database, folder: Path, at: datetime) -> list[str]:
    """One look of the round; what the chat has been told by then of boxes."""
    with db.begin() as session:
        Watch(data_dir=folder, zone=ZONE, target="chat:-100").go(session, at)
    with db.reading() as session:
        rows = [row for row in outbox.listed(session) if row.kind is OutboxKind.ALARM]
        found = [(alarms.get(session, row.payload["alarm"]), row.payload) for row in rows]
    return [
        alarm_markup(alarm, ZONE, over=bool(payload.get("over")))
        for alarm, payload in found
        if alarm is not None and alarm.code not in {"disk_nearly_full", "no_worker"}
    ]


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(fact):  # noqa: ASYNC110 - other threads set no event
            await asyncio.sleep(0.05)
