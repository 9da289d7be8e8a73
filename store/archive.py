"""Reading an archive: all of it is looked at before anything of it is used."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from store import manifest, schema
from store.errors import ArchiveError
from store.manifest import Member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.manifest import Manifest

_BLOCK: Final = 1 << 20
#: a manifest of a million messages in files
_MANIFEST_BYTES: Final = 400_000_000


def examined(path: Path) -> Manifest:
    """What a whole archive holds; nothing is written.

    Raises:
        ArchiveError: it is damaged, cut off, or of a newer program.
        OSError: it cannot be read.

    """
    found: dict[str, Member] = {}
    told = None
    with _members(path) as members:
        for name, file in members:
            if name == manifest.NAME:
                told = manifest.unpacked(file.read(_MANIFEST_BYTES))
            else:
                found[name] = _measured(file)
    if told is None:
        raise ArchiveError(f"{path} ends too early; use another archive")
    for name in sorted(found.keys() | told.members.keys()):
        if found.get(name) != told.members.get(name):
            raise ArchiveError(f"{path}: {name} is not what was put in; use another archive")
    if not schema.knows(told.schema):
        raise ArchiveError(
            f"{path} has the schema {told.schema} of version {told.program}; install that version "
            "or a newer one"
        )
    return told


def unpack(path: Path, told: Manifest, folder: Path) -> None:
    """Write all members into an empty folder.

    Raises:
        ArchiveError: it is no longer what was examined.
        OSError: it cannot be written.

    """
    with _members(path) as members:
        for name, file in members:
            if name != manifest.NAME:
                target = folder / name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if _written(file, target) != told.members.get(name):
                    raise ArchiveError(f"{path}: {name} changed while it was read")


@contextmanager
def _members(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    try:
        with path.open("rb") as raw, gzip.open(raw) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                yield _plain(path, tar)
            # the rest of the stream holds its own sum
            while packed.read(_BLOCK):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError):
        raise ArchiveError(f"{path} is damaged or no archive of ours; use another one") from None


def _plain(path: Path, tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """The members, of which none may lead out of the folder."""
    for about in tar:
        parts = about.name.split("/")
        file = tar.extractfile(about) if about.isreg() else None
        if file is None or any(part in {"", ".", ".."} for part in parts) or "\\" in about.name:
            raise ArchiveError(f"{path} holds something that we never put in; use another archive")
        yield about.name, file


def _measured(file: IO[bytes]) -> Member:
    size, hashed = 0, hashlib.sha256()
    while block := file.read(_BLOCK):
        size += len(block)
        hashed.update(block)
    return Member(size_bytes=size, sha256=hashed.hexdigest())


def _written(file: IO[bytes], target: Path) -> Member:
    size, hashed = 0, hashlib.sha256()
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as copy:
        while block := file.read(_BLOCK):
            size += len(block)
            hashed.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return Member(size_bytes=size, sha256=hashed.hexdigest())
