"""`acsg-intake export`: messages as they came, each with what is known of it beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exits import DONE, FAILED, CommandError
from bot.lines import message_line, rfc3339
from bot.originals import files_of
from bot.records import opened_database
from bot.settings import load_settings
from bot.terminal import complain
from store import audit, inbox
from store.errors import ContentErasedError, UnknownMessageError

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.orm import Session

    from store.model import InboxMessage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="ids or references as listed")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the files go")


def run(options: argparse.Namespace) -> int:
    """Write the files and print their paths; exit 1 where a message is not there any more."""
    folder: Path = options.folder
    try:
        # letters are nobody else's
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: cannot make this folder ({error.strerror})") from None
    with opened_database(load_settings()) as database, database.reading() as session:
        good = [_export(session, one, folder) for one in options.ids]
    return DONE if all(good) else FAILED


def _export(session: Session, given: str, folder: Path) -> bool:
    try:
        message = inbox.by_ref(session, given) or inbox.get(session, given)
        files = files_of(session, message)
    except UnknownMessageError:
        complain(f"no message {given}; `acsg-intake messages` lists them")
        return False
    except ContentErasedError:
        complain(f"{given}: its content was erased; only its trace is kept")
        return False
    except OSError as error:
        complain(f"{given}: its file cannot be read ({error.strerror})")
        return False
    names = [_name(message, file.name) for file in files]
    for name, file in zip(names, files, strict=True):
        _write(folder / name, file.content)
    about = json.dumps(_known(session, message, names), ensure_ascii=False, indent=2)
    _write(folder / f"{message.ref}.json", f"{about}\n".encode())
    return True


def _name(message: InboxMessage, name: str) -> str:
    return name if name.startswith(message.ref) else f"{message.ref}-{name}"


def _known(session: Session, message: InboxMessage, files: list[str]) -> dict[str, object]:
    return message_line(message) | {
        "recipients": list(message.recipients),
        "peer": message.peer,
        "helo": message.helo,
        "size_bytes": message.size_bytes,
        "files": files,
        "history": [
            {"at": rfc3339(one.at), "who": one.who, "what": one.what, "details": one.details}
            for one in audit.of_message(session, message.id)
        ],
    }


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
    print(path)
