"""The bytes of messages as they came in: in the database, or from 300 KB up on SQLite as files.

A file and its folder are safe on disk before the row that speaks of it can commit; a crash
between the two leaves a file without a row, never a row without its file.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: from this size on, a file and a row are faster than a row with everything
FILE_FROM_BYTES: Final = 300_000


def path_of(spool: Path, message_id: str) -> Path:
    """Where a message's file lies.

    The two letters are the part of the id that changes every 4.7 hours, so that the files of
    one commit share a folder, to be made safe once, and no folder grows without end.
    """
    return spool / message_id[4:6] / message_id


def write(
    spool: Path,
    contents: Mapping[str, bytes | memoryview],
    unnamed: Mapping[str, int] | None = None,
) -> None:
    """Write the files of several messages, and return when a power cut could not harm them.

    Args:
        spool: the folder of all.
        contents: by ids of messages.
        unnamed: descriptors of files of some of them, which are there but for a name
            (`open_unnamed`).

    Raises:
        OSError: the disk is full or broken; then none of the files is left.
    """
    there = unnamed or {}
    folders = {path_of(spool, message_id).parent for message_id in contents}
    try:
        for folder in folders:
            _make_folder(folder)
        with ExitStack() as opened:
            files = [
                _named(there[message_id], path_of(spool, message_id))
                if message_id in there
                else _write(opened, path_of(spool, message_id), content)
                for message_id, content in contents.items()
            ]
            for file in files:
                os.fsync(file)
        for folder in folders:
            _make_safe(folder)
    except OSError:
        remove(spool, contents)
        raise


def open_unnamed(spool: Path) -> int | None:
    """Descriptor of a new file without a name; None where this disk knows none.

    It is gone when nobody holds it open any more, whatever happens, unless `write` names it.
    """
    try:
        spool.mkdir(parents=True, exist_ok=True)
        return os.open(spool, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:
        return None


def read(spool: Path, message_id: str) -> bytes:
    """The bytes of a message that lies in a file."""
    return path_of(spool, message_id).read_bytes()


def head(spool: Path | None, message_id: str, most: int) -> bytes:
    """So many bytes of the beginning of a message in a file; none where it cannot be had."""
    if spool is None:
        return b""
    try:
        with path_of(spool, message_id).open("rb") as file:
            return file.read(most)
    except OSError:
        return b""


def remove(spool: Path, message_ids: Iterable[str]) -> None:
    """Remove files of messages, where there are any."""
    for message_id in message_ids:
        path_of(spool, message_id).unlink(missing_ok=True)


def _write(opened: ExitStack, path: Path, content: bytes | memoryview) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    opened.callback(os.close, descriptor)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    return descriptor


def _named(file: int, path: Path) -> int:
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # the way to name it that needs no privilege (open(2), O_TMPFILE); a folder has to be told,
        # or Python would name the link instead of the file
        os.link(f"/proc/self/fd/{file}", path.name, dst_dir_fd=folder)
    finally:
        os.close(folder)
    return file


def _make_folder(folder: Path) -> None:
    """A new folder's name is kept by its parent, so the parent is made safe as well."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _make_safe(folder.parent)


def _make_safe(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
