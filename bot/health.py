"""`/health/live`, `/health/ready` and `/metrics` for whoever watches the program."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from bot.lines import rfc3339
from bot.utc import utc_now
from store import alarms, asked_again, backlog, counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.listen import Listen
    from store.alarms import Alarm
    from store.backlog import Waiting
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

ASKED_AGAIN = Measure(
    "acsg_senders_asked_again", "Mails about whose sender DNS is asked again.", ""
)


def health_application(
    database: Database, checks: Mapping[str, Callable[[], bool]]
) -> web.Application:
    """Build the pages.

    Args:
        database: Where the counts come from; ready means that it answers.
        checks: Name of a running part -> whether it runs.

    """

    async def live(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        state = {name: check() for name, check in checks.items()}
        held: list[Alarm] = []
        try:
            held = await asyncio.to_thread(_alarms, database)
        except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
            state["database"] = False
        else:
            state["database"] = True
        text = "".join(f"{name} {'ok' if good else 'down'}\n" for name, good in state.items())
        # a person must look, and meanwhile the program goes on: that is no reason to take it away
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


def _alarms(database: Database) -> list[Alarm]:
    with database.reading() as session:
        return alarms.holding(session)


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
        }


def _age(found: Waiting, now: datetime) -> int:
    return 0 if found.since is None else max(int((now - found.since).total_seconds()), 0)


def _metric(measure: Measure, found: Mapping[str, int]) -> str:
    lines = [f"# HELP {measure.name} {measure.help}", f"# TYPE {measure.name} gauge"]
    for value, number in sorted(found.items()):
        label = f'{{{measure.label}="{value}"}}' if measure.label else ""
        lines.append(f"{measure.name}{label} {number}")
    return "\n".join(lines) + "\n"
