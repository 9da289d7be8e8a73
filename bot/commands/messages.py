"""`acsg-intake messages`: what came in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.exits import DONE
from bot.lines import message_line, rfc3339
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain, one_line
from store import inbox
from store.model import MessageStatus

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--status", choices=[str(status) for status in MessageStatus])


def run(options: argparse.Namespace) -> int:
    """Print one line a message, oldest first."""
    status = MessageStatus(options.status) if options.status else None
    with opened_database(load_settings()) as database, database.begin() as session:
        found = list(inbox.listed(session, status=status))
        for message in found:
            if options.json:
                print(json.dumps(message_line(message), ensure_ascii=False))
                continue
            drafts = " ".join(message.drafts)
            problem = f"  {message.problem}" if message.problem else ""
            line = (
                f"{message.id}  {message.ref}  {rfc3339(message.received_at)}  "
                f"{message.status:<10} "
                f"{message.channel:<5} {message.sender}  {drafts}{problem}"
            )
            print(one_line(line))
        if not found and not options.json:
            complain(f"no messages in {database.shown}")
    return DONE
