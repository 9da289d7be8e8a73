"""The command line: `acsg-intake COMMAND`. Finds the command, runs it, turns errors into a line."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import gc
import importlib
import io
import logging
import os
import sys
import traceback
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

from bot.exits import DONE, FAILED, USAGE, CommandError
from bot.logs import set_up_logs
from bot.setting_errors import SettingsError
from bot.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

#: command -> one line of help; each lives in `bot/commands/`
COMMANDS = {
    "serve": "run the roles of ACSG_ROLE until SIGTERM",
    "read": "read files and print what would be drafted; stores nothing",
    "ingest": "hand files to the store as if received; prints the ids",
    "messages": "list what came in",
    "retry": "run parked messages again, or what met a limit",
    "export": "write messages as they came, with what is known of them",
    "drafts": "list drafts and their state",
    "show": "one draft with its evidence and history",
    "directory": "authorities and partners whose mail domains are known: import, list, remove",
    "officer": "people of the secretariat and their roles: list, add, revoke",
    "evaluate": "score the reader on labelled texts",
    "train": "learn from what officers decided; put the new model in unless it is worse",
    "rollback": "go back to the model before",
    "erase": "take out what a message said, everywhere; leave a stub",
    "retention": "take out what has been kept long enough, or say what would go and when",
    "migrate": "bring the schema up to date",
    "backup": "write everything into one archive, beside the running program",
    "restore": "put an archive into an empty place; nothing is sent until released",
    "release-outbox": "after a restore, let things be sent again",
    "check": "say what works and what to do about what does not",
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; the page of usage is for whoever asks for it."""

    def error(self, message: str) -> NoReturn:
        """End the command."""
        name = self.prog.partition(" ")[2]
        hint = f"`{self.prog} --help` tells more"
        raise CommandError(f"{name}: {message}; {hint}" if name else f"{message}; {hint}", USAGE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code (0 done, 1 failed, 2 usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _write_all_scripts()
        code = _run(given)
        if sys.stdout is not None:  # closed by `>&-`
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door: a user sees one line, never a traceback
        return _ended(error, debug="--debug" in given)
    return code


def _run(given: Sequence[str]) -> int:
    chosen = next((word for word in given if not word.startswith("-")), None)
    if chosen is not None and chosen not in COMMANDS:
        near = difflib.get_close_matches(chosen, COMMANDS, n=1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else "`acsg-intake --help` lists them"
        raise CommandError(f"no command {chosen}; {hint}", USAGE)
    parser = _parser(chosen)
    options, strange = parser.parse_known_args(given)
    if strange:
        where = f"{chosen}: " if chosen else ""
        hint = f"`acsg-intake {chosen} --help`" if chosen else "`acsg-intake --help`"
        raise CommandError(f"{where}cannot use {' '.join(strange)}; {hint} tells more", USAGE)
    if chosen is None:
        parser.print_help()
        raise CommandError("give a command of these", USAGE)
    set_up_logs(logging.INFO if chosen == "serve" else logging.WARNING)
    code: int = _module(chosen).run(options)
    return code


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    """Build the parser; only the chosen command's module is imported, so that start is quick."""
    parser = _Parser(
        prog="acsg-intake",
        description="Intake of requests and offers for the Asylum Capacity Support Group.",
        allow_abbrev=False,
    )
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.add_argument("--version", action="version", version=version("acsg-intake"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, line in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=line, allow_abbrev=False)
        command.add_argument(
            "--debug", action="store_true", help="show tracebacks", default=argparse.SUPPRESS
        )
        if name == chosen:
            _module(name).add_arguments(command)
    return parser


def _module(name: str) -> ModuleType:
    # what a module brings stays: looking for garbage while it loads is a seventh of the start
    gc.disable()
    try:
        return importlib.import_module(f"bot.commands.{name.replace('-', '_')}")
    finally:
        gc.enable()


def _ended(error: BaseException, *, debug: bool) -> int:
    """Say in one line what ended a command; give its exit code."""
    if isinstance(error, BrokenPipeError):
        # The reader of our output went away (`| head`); nobody is left to tell.
        _write_nowhere()
        return DONE
    if debug and not isinstance(error, KeyboardInterrupt):
        traceback.print_exception(error)
    match error:
        case SettingsError():
            complain(str(error))
            return USAGE
        case CommandError():
            complain(str(error))
            return error.code
        case KeyboardInterrupt():
            complain("interrupted")
        case OSError(strerror=str(reason)):
            about = f" ({error.filename})" if error.filename else ""
            complain(f"the system says: {reason}{about}; --debug shows where")
            _write_nowhere()
        case _:
            complain(f"unexpected trouble ({type(error).__name__}); --debug shows where")
    return FAILED


def _write_all_scripts() -> None:
    """Write UTF-8 whatever the terminal claims, and names that are no text so that they show."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _write_nowhere() -> None:
    """Let nothing that is left fail once more at the end."""
    with contextlib.suppress(AttributeError, OSError):  # closed, or not a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
