"""Paths that a command was given, as the messages in them: files, folders, standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.inbound import Channel
from ingest.saved import Input, Unopened, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_INPUT: Final = "-"
#: folders of a Maildir: what was delivered, and what somebody has looked at since
_MAILDIR: Final = ("new", "cur")


def inputs(paths: Iterable[str]) -> Iterator[Input | Unopened]:
    """Open paths one after the other; each gives at least one value."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _standard_input()
        elif path and _is_folder(path):
            yield from _folder(path)
        elif path:
            yield from read_file(Path(path), source=path)
        else:
            yield Unopened(source="''", reason="cannot read it (no name)")


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        # reading it will say what is wrong
        return False


def _standard_input() -> Iterator[Input | Unopened]:
    try:
        raw = sys.stdin.buffer.read()
    except OSError as error:
        yield Unopened(source=STANDARD_INPUT, reason=f"cannot read it ({error.strerror})")
        return
    yield Input(source=STANDARD_INPUT, name=STANDARD_INPUT, channel=Channel.EMAIL, raw=raw)


def _folder(path: str) -> Iterator[Input | Unopened]:
    """The files of a folder in the order of their names, or the mails of a Maildir."""
    folder = Path(path)
    is_maildir = all((folder / part).is_dir() for part in _MAILDIR)
    try:
        files = [
            file
            for part in ([folder / part for part in _MAILDIR] if is_maildir else [folder])
            for file in sorted(part.iterdir())
            if file.is_file() and not file.name.startswith(".")
        ]
    except OSError as error:
        yield Unopened(source=path, reason=f"cannot read it ({error.strerror})")
        return
    if not files:
        yield Unopened(source=path, reason="no files in this folder (folders in it are not opened)")
    for file in files:
        for found in read_file(file):
            yield _as_mail(found) if is_maildir and isinstance(found, Input) else found


def _as_mail(found: Input) -> Input:
    """A file of a Maildir is a mail; behind a colon its name says what became of it."""
    return Input(
        source=found.source, name=found.name.partition(":")[0], channel=Channel.EMAIL, raw=found.raw
    )
