"""`make run`: the whole program on embedded defaults, with samples and a page to try it on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys

import structlog

from bot.app import running
from bot.exits import DONE, USAGE, CommandError
from bot.logs import set_up_logs
from bot.sandbox.renewal import begin_anew
from bot.sandbox.samples import send_samples
from bot.setting_errors import SettingsError
from bot.settings import Chat, Settings, load_settings


async def rehearse(settings: Settings) -> str | None:
    """Run until Ctrl-C, or until somebody on the page begins anew: then the page's secret."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    print("Starting; the reader needs a moment ...", flush=True)
    async with running(settings) as program:
        rehearsal = program.rehearsal
        if rehearsal is None:
            raise CommandError("ACSG_CHAT: the sandbox did not start")
        if not stopped.is_set():
            await send_samples(rehearsal.sandbox, settings.smtp_listen, settings.addresses)
            _explain(rehearsal.page.address, settings)
        sandbox = rehearsal.sandbox
        await _either(stopped, sandbox.wants_reset)
        if sandbox.wants_reset.is_set() and not stopped.is_set():
            print("\nBeginning anew ...", flush=True)
            return sandbox.page_token
        print("\nStopping ...", flush=True)
        return None


async def _either(*events: asyncio.Event) -> None:
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()


def _explain(address: str, settings: Settings) -> None:
    folder = settings.data_dir
    print(
        f"""
  Open   {address}
  There  you play both sides: five samples have been sent; press Confirm, Correct or Evidence
  Mail   {_door(settings)}
  Files  answers by mail lie in {folder}/outgoing; "Begin anew" on the page empties {folder}
  Stop   with Ctrl-C; what came in stays, and nothing leaves this machine
""",
        flush=True,
    )


def _door(settings: Settings) -> str:
    if settings.smtp_listen is None:
        return "the mail door is off"
    return f"goes to {settings.smtp_listen} for {' and '.join(settings.addresses)}"


def main() -> int:
    """Run the rehearsal; give the exit code."""
    set_up_logs()
    if "--debug" not in sys.argv:
        # the page shows what happens; a terminal full of events would hide its address
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        with contextlib.suppress(KeyboardInterrupt):
            settings = _settings()
            token = asyncio.run(rehearse(settings))
            if token is not None:
                begin_anew(settings, token)
                # the engine runs once in a process: a fresh one begins
                os.execv(sys.executable, [sys.executable, "-m", "bot.sandbox", *sys.argv[1:]])  # noqa: S606 - ourselves
    except SettingsError as error:
        print(f"acsg-intake: {error}", file=sys.stderr)
        return USAGE
    except CommandError as error:
        print(f"acsg-intake: {error}", file=sys.stderr)
        return error.code
    return DONE


def _settings() -> Settings:
    settings = load_settings()
    if settings.chat is not Chat.SANDBOX:
        raise SettingsError("ACSG_CHAT: give sandbox, this is the rehearsal")
    return settings


if __name__ == "__main__":
    sys.exit(main())
