"""`/health/live`, `/health/ready` and `/metrics` for whoever watches the program."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from store import counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.listen import Listen
    from store.session import Database


class Measure(NamedTuple):
    """One metric's name and its line of help."""

    name: str
    help: str


MESSAGES = Measure("acsg_messages", "Messages by status.")
DRAFTS = Measure("acsg_drafts", "Drafts by status.")
OUTBOX = Measure("acsg_outbox", "Things to be sent, by status.")


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
        try:
            await asyncio.to_thread(_counted, database)
        except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
            state["database"] = False
        else:
            state["database"] = True
        text = "".join(f"{name} {'ok' if good else 'down'}\n" for name, good in state.items())
        return web.Response(text=text, status=200 if all(state.values()) else 503)

    async def metrics(_request: web.Request) -> web.Response:
        counted = await asyncio.to_thread(_counted, database)
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


def _counted(database: Database) -> dict[Measure, dict[str, int]]:
    with database.begin() as session:
        return {
            MESSAGES: counts.messages(session),
            DRAFTS: counts.drafts(session),
            OUTBOX: counts.outbox(session),
        }


def _metric(measure: Measure, found: Mapping[str, int]) -> str:
    lines = [f"# HELP {measure.name} {measure.help}", f"# TYPE {measure.name} gauge"]
    lines += [f'{measure.name}{{status="{status}"}} {n}' for status, n in sorted(found.items())]
    return "\n".join(lines) + "\n"
