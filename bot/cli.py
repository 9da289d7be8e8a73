"""The command line: `acsg-intake COMMAND`. Finds the command, runs it, turns errors into a line."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
import traceback
from typing import TYPE_CHECKING

from bot.exits import DONE, FAILED, USAGE, CommandError
from bot.logs import set_up_logs
from bot.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command -> one line of help; each lives in `bot/commands/<command>.py`
COMMANDS = {
    "serve": "run the roles of ACSG_ROLE until SIGTERM",
    "read": "read files and print what would be drafted; stores nothing",
    "ingest": "hand files to the store as if received; prints the ids",
    "messages": "list what came in",
    "retry": "run parked messages again",
    "drafts": "list drafts and their state",
    "show": "one draft with its evidence and history",
    "evaluate": "score the reader on labelled texts",
    "migrate": "bring the schema up to date",
    "check": "say what works and what to do about what does not",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code (0 done, 1 failed, 2 usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser, chosen = _parser(given)
    options = parser.parse_args(given)
    if chosen is None:
        parser.print_help()
        return USAGE
    set_up_logs(logging.INFO if chosen == "serve" else logging.WARNING)
    try:
        code: int = importlib.import_module(f"bot.commands.{chosen}").run(options)
    except (SettingsError, CommandError) as error:
        _complain(options, str(error))
        return error.code if isinstance(error, CommandError) else USAGE
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last door: a user sees one line, never a traceback
        _complain(options, f"unexpected trouble ({type(error).__name__}); --debug shows where")
        return FAILED
    return code


def _parser(given: Sequence[str]) -> tuple[argparse.ArgumentParser, str | None]:
    """Build the parser; only the chosen command's module is imported, so that start is quick."""
    chosen = next((word for word in given if word in COMMANDS), None)
    parser = argparse.ArgumentParser(
        prog="acsg-intake",
        description="Intake of requests and offers for the Asylum Capacity Support Group.",
    )
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, line in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=line)
        command.add_argument(
            "--debug", action="store_true", help="show tracebacks", default=argparse.SUPPRESS
        )
        if name == chosen:
            importlib.import_module(f"bot.commands.{name}").add_arguments(command)
    return parser, chosen


def _complain(options: argparse.Namespace, line: str) -> None:
    if options.debug:
        traceback.print_exc()
    print(f"acsg-intake: {line}", file=sys.stderr)
