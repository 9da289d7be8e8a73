"""How long an officer waits for a press: answered, and the card redrawn.

The whole program in a process of its own, against a Bot API server over HTTP with the limits that
Telegram has, 5,000 drafts in its store, and two long PDFs being read all the while.

    python -m benchmarks.press [PRESSES]
"""

from __future__ import annotations

import asyncio
import os
import signal
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.letters import mail_with, pdfs
from bot.records import prepare
from bot.sandbox.server import served
from bot.sandbox.stage import Sandbox
from store import drafts, inbox, officers
from store.session import open_database
from tests.factories import a_content, a_read_message, an_arrival
from tests.killing import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.chats import Message
    from store.session import Database

_DRAFTS: Final = 5_000
_BATCH: Final = 100
#: under 20 presses a minute, as the chat server wants it in a group
_EVERY_S: Final = 3.1
_OFFICE: Final = -1000
_OFFICER: Final = 11
_START_S: Final = 60
_REF: Final = "ACSG-2026-4000-1"
_WORDS: Final = ("Correct", "Back", "Reject", "Back")


def main() -> None:
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/intake.db")
        fill(database)
        answered, redrawn = asyncio.run(_measure(Path(folder), presses))
        database.close()
    print(f"{_DRAFTS} drafts, {presses} presses, two PDFs being read all the while")
    for name, seconds in (("answered", answered), ("redrawn", redrawn)):
        p95 = statistics.quantiles(seconds, n=20)[18]
        median = statistics.median(seconds)
        print(f"press to {name}: median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


def fill(database: Database) -> None:
    """Letters of the last weeks, each with a draft, and one officer."""
    prepare(database)
    begun = datetime.now(UTC) - timedelta(days=60)
    for first in range(1, _DRAFTS + 1, _BATCH):
        with database.begin() as session:
            now = begun + timedelta(minutes=first)
            arrivals = [an_arrival(number) for number in range(first, first + _BATCH)]
            for accepted in inbox.accept(session, arrivals, now=now, year=2026):
                drafts.save_reading(
                    session, accepted.id, 1, a_read_message(), [a_content()], now=now
                )
    with database.begin() as session:
        officers.fill_once(session, [], [_OFFICER], now=begun)


async def _measure(folder: Path, presses: int) -> tuple[list[float], list[float]]:
    sandbox = Sandbox()
    sandbox.chats.add_group(_OFFICE, "Secretariat")
    sandbox.chats.add_user(_OFFICER, "Officer", "en")
    async with served(sandbox), _program(folder, sandbox) as port:
        sandbox.say(_OFFICER, _OFFICE, f"/show {_REF}")
        await sandbox.until(lambda: _shown(sandbox), _START_S)
        stopped = threading.Event()
        reading = threading.Thread(target=_keep_reading, args=(port, stopped))
        reading.start()
        try:
            return await _press(sandbox, _shown(sandbox)[0], presses)
        finally:
            stopped.set()
            await asyncio.to_thread(reading.join)


def _shown(sandbox: Sandbox) -> list[Message]:
    """The card, once it is there."""
    said = sandbox.messages(_OFFICE, by_bot=True)
    return [one for one in said if _REF in one.text and one.buttons]


async def _press(sandbox: Sandbox, card: Message, presses: int) -> tuple[list[float], list[float]]:
    answered, redrawn = [], []
    await asyncio.sleep(_EVERY_S)
    for number in range(presses):
        word = _WORDS[number % len(_WORDS)]
        data = next(one["callback_data"] for one in card.buttons if word in one["text"])
        before, begun = card.revision, time.monotonic()
        query = sandbox.press(_OFFICER, card.id, data)
        answered.append(await _seconds(sandbox, begun, query, "is_answered"))
        redrawn.append(await _seconds(sandbox, begun, card, "revision", after=before))
        await asyncio.sleep(max(_EVERY_S - (time.monotonic() - begun), 0))
    return answered, redrawn


async def _seconds(
    sandbox: Sandbox, begun: float, thing: object, name: str, *, after: int = 0
) -> float:
    """How long after `begun` an attribute has grown."""
    await sandbox.until(lambda: getattr(thing, name) > after, 30)
    return time.monotonic() - begun


def _keep_reading(port: int, stopped: threading.Event) -> None:
    """Two PDFs of twenty pages at a time, anew whenever they should be done."""
    for number, pdf in enumerate(pdfs(400, pages=20)):
        if stopped.is_set():
            return
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            client.sendmail(
                "registry@ministry.example", ["requests@localhost"], mail_with(pdf, number)
            )
        if number % 2:
            stopped.wait(4)


@asynccontextmanager
async def _program(folder: Path, sandbox: Sandbox) -> AsyncIterator[int]:
    port = free_port()
    settings = {
        "ACSG_CHAT": "telegram",
        "ACSG_CHAT_CONTENT": "full",
        "ACSG_TELEGRAM_TOKEN": sandbox.bot_token,
        "ACSG_TELEGRAM_API_URL": sandbox.url,
        "ACSG_SECRETARIAT_CHAT": str(_OFFICE),
        "ACSG_DATA_DIR": str(folder),
        "ACSG_SMTP_LISTEN": f"127.0.0.1:{port}",
        "ACSG_HTTP_LISTEN": "off",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    with subprocess.Popen(  # noqa: ASYNC220 - it is the program under measure
        [sys.executable, "-m", "bot", "serve"], env={**kept, **settings}, stderr=subprocess.DEVNULL
    ) as serving:
        try:
            await sandbox.until(lambda: "getUpdates" in sandbox.calls, _START_S)
            yield port
        finally:
            serving.send_signal(signal.SIGTERM)
            await asyncio.to_thread(serving.wait, 60)


if __name__ == "__main__":
    main()
