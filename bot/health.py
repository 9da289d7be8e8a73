"""`/health/live`, `/health/ready` and `/metrics` for whoever watches the program."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from bot.box_trouble import failing
from bot.lines import rfc3339
from bot.utc import utc_now
from store import alarms, asked_again, backlog, boxes, counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from bot.listen import Listen
    from store.alarms import Alarm
    from store.backlog import Waiting
    from store.boxes import Box
    from store.outbox import Lane
    from store.session import Database


class Measure(NamedTuple):
    """One metric's name, its line of help, and the name of its label; "" for none."""

    name: str
    help: str
    label: str = "status"


MESSAGES = Measure("acsg_messages", "Messages by status.")
DRAFTS = Measure("acsg_drafts", "Drafts by status.")
OUTBOX = Measure("acsg_outbox", "Things to be sent, by status.")
NOT_RECORDED = Measure("acsg_received_not_recorded", "Messages received, not yet recorded.", "")
OLDEST_WAITING = Measure("acsg_oldest_waiting_seconds", "Age of the oldest of those.", "")
OUTBOX_OLDEST = Measure("acsg_outbox_oldest_seconds", "Age of the oldest thing to be sent.", "lane")
ALARMS = Measure("acsg_alarms", "Alarms that hold, by code.", "code")
BOX_WELL = Measure(
    "acsg_box_well_seconds", "Since a mailbox or folder was last looked through well.", "box"
)
MAILS_LEFT = Measure("acsg_mails_left", "Mails left in the mailbox, by why.", "why")
ASKED_AGAIN = Measure(
    "acsg_senders_asked_again", "Mails about whose sender DNS is asked again.", ""
)


def health_application(
    database: Database,
    checks: Mapping[str, Callable[[], bool]],
    emptied: Mapping[str, str] | None = None,
) -> web.Application:
    """Build the pages.

    Args:
        database: Where the counts come from; ready means that it answers.
        checks: Name of a running part -> whether it runs.
        emptied: Name of a part that empties a box -> name of the box.

    """

    async def live(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        state = {name: check() for name, check in checks.items()}
        held: list[Alarm] = []
        failing_boxes: dict[tuple[str, str], Box] = {}
        try:
            held, failing_boxes = await asyncio.to_thread(_troubles, database, utc_now())
        except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
            state["database"] = False
        else:
            state["database"] = True
        # a person must look, and meanwhile the program goes on: that is no reason to take it away,
        # its doors for mail and chat least of all
        text = "".join(
            _part(name, failing_boxes.get((name, (emptied or {}).get(name, ""))), is_good=good)
            for name, good in state.items()
        )
        text += "".join(f"alarm {one.code} since {rfc3339(one.raised_at)}\n" for one in held)
        return web.Response(text=text, status=200 if all(state.values()) else 503)

    async def metrics(_request: web.Request) -> web.Response:
        counted = await asyncio.to_thread(_counted, database, utc_now())
        text = "".join(_metric(measure, found) for measure, found in counted.items())
        return web.Response(text=text, content_type="text/plain")

    application = web.Application()
    application.add_routes(
        [
            web.get("/health/live", live),
            web.get("/health/ready", ready),
            web.get("/metrics", metrics),
        ]
    )
    return application


async def serve_page(application: web.Application, listen: Listen) -> web.AppRunner:
    """Start serving; the caller ends it with `cleanup()`.

    Raises:
        OSError: Where the port is taken.

    """
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


def _troubles(database: Database, now: datetime) -> tuple[list[Alarm], dict[tuple[str, str], Box]]:
    with database.reading() as session:
        boxes_now = {(box.kind, box.name): box for box in failing(session, now)}
        return alarms.holding(session), boxes_now


def _part(name: str, box: Box | None, *, is_good: bool) -> str:
    """One line on a part."""
    if is_good and box is not None and box.trouble_since is not None:
        return f"{name} failing {box.trouble} since {rfc3339(box.trouble_since)}\n"
    return f"{name} {'ok' if is_good else 'down'}\n"


def _counted(database: Database, now: datetime) -> dict[Measure, dict[str, int]]:
    with database.reading() as session:
        unrecorded = backlog.unrecorded(session)
        lanes: tuple[Lane, ...] = ("chat", "mail")
        return {
            MESSAGES: counts.messages(session),
            DRAFTS: counts.drafts(session),
            OUTBOX: counts.outbox(session),
            NOT_RECORDED: {"": unrecorded.count},
            OLDEST_WAITING: {"": _age(unrecorded, now)},
            OUTBOX_OLDEST: {lane: _age(backlog.unsent(session, lane), now) for lane in lanes},
            ASKED_AGAIN: {"": asked_again.waiting(session)},
            ALARMS: Counter(one.code for one in alarms.holding(session)),
            BOX_WELL: _since_well(boxes.listed(session), now),
            MAILS_LEFT: boxes.left_by_code(session),
        }


def _age(found: Waiting, now: datetime) -> int:
    return 0 if found.since is None else max(int((now - found.since).total_seconds()), 0)


def _since_well(found: Iterable[Box], now: datetime) -> dict[str, int]:
    """Kind of box -> seconds; of several the longest. One that never was well has no figure."""
    ages: dict[str, int] = {}
    for box in found:
        if box.well_at is not None:
            seconds = max(int((now - box.well_at).total_seconds()), 0)
            ages[box.kind] = max(ages.get(box.kind, 0), seconds)
    return ages


def _metric(measure: Measure, found: Mapping[str, int]) -> str:
    lines = [f"# HELP {measure.name} {measure.help}", f"# TYPE {measure.name} gauge"]
    for value, number in sorted(found.items()):
        label = f'{{{measure.label}="{value}"}}' if measure.label else ""
        lines.append(f"{measure.name}{label} {number}")
    return "\n".join(lines) + "\n"
