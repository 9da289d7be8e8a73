"""Everything that must not be lost, in one archive, made beside the running program.

    database.sqlite | tables/*.copy    all rows, ours and the engine's, of one moment
    raw/<id>                           messages whose bytes lie in files
    <folder>/...                       what else the program keeps in files
    manifest.json                      hash of each of them; the last

Files of messages are written before their rows and never changed, so that those of the rows of
one moment are there whenever they are copied; unless one is erased in between, which is noticed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from store import manifest, originals, snapshot
from store.errors import ArchiveError
from store.manifest import Manifest, Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from store.session import Database
    from store.snapshot import Snapshot

#: of the archive, for messages whose bytes lie in files
RAW: Final = "raw"
#: letters and scans are packed already; more would take much longer for little
_COMPRESSION: Final = 1
#: how often all rows are read again because a message was erased while its file was copied
_TRIES: Final = 3


class _ErasedError(Exception):
    """A message's file went while it was wanted."""


def write(
    db: Database, target: Path, *, folders: Mapping[str, Path], now: datetime, program: str
) -> Manifest:
    """Write an archive; whoever looks sees none, or the whole one, safe on disk.

    Args:
        db: with a current schema; it may be in use.
        target: the archive; must not be there yet.
        folders: what else to keep, by its name in the archive.
        now: the moment.
        program: version of this program.

    Raises:
        ArchiveError: there is something at `target`.
        OSError: it cannot be written.

    """
    if target.exists():
        raise ArchiveError(f"{target} is there already; give another name")
    for left in reversed(range(_TRIES)):
        try:
            with (
                _replacing(target) as file,
                _scratch(target) as folder,
                _Packer(file, now) as packer,
            ):
                found = snapshot.take(db, folder)
                without = _put_all(packer, db, found, folder, folders, certain=left > 0)
                told = _manifest(found, packer.members, without, now=now, program=program)
                packer.finish(manifest.packed(told))
        except _ErasedError:
            continue
        return told
    raise ArchiveError("messages are being erased all the time; try again later")


def _put_all(
    packer: _Packer,
    db: Database,
    found: Snapshot,
    rows: Path,
    folders: Mapping[str, Path],
    *,
    certain: bool,
) -> tuple[str, ...]:
    for path in _files(rows):
        packer.put(path.relative_to(rows).as_posix(), path)
    without = []
    for message_id, sha256 in found.in_files:
        if not _put_raw(packer, db.spool, message_id, sha256):
            if certain:
                raise _ErasedError
            without.append(message_id)
    for name, folder in folders.items():
        for path in _files(folder):
            packer.put_if_there(f"{name}/{path.relative_to(folder).as_posix()}", path)
    return tuple(without)


def _put_raw(packer: _Packer, spool: Path | None, message_id: str, sha256: str) -> bool:
    """Whether its bytes are in the archive, and those that came in."""
    name = f"{RAW}/{message_id}"
    if spool is None or not packer.put_if_there(name, originals.path_of(spool, message_id)):
        return False
    return packer.members[name].sha256 == sha256


def _manifest(
    found: Snapshot,
    members: dict[str, Member],
    without: tuple[str, ...],
    *,
    now: datetime,
    program: str,
) -> Manifest:
    return Manifest(
        format=manifest.FORMAT,
        program=program,
        made_at=now.isoformat(),
        database=found.database,
        schema=found.schema,
        engine=found.engine,
        rows=found.rows,
        tables=found.tables,
        members=dict(members),
        without_file=without,
    )


class _Packer:
    """Writes members one after the other and notes their hashes."""

    def __init__(self, file: BinaryIO, now: datetime) -> None:
        self.members: dict[str, Member] = {}
        self._packed = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_COMPRESSION, mtime=0)
        self._tar = tarfile.open(fileobj=self._packed, mode="w|")  # noqa: SIM115 - see __exit__
        self._moment = int(now.timestamp())

    def put(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            hashing = _Hashing(file)
            self._add(name, size, hashing)
        self.members[name] = Member(size_bytes=size, sha256=hashing.hash.hexdigest())

    def put_if_there(self, name: str, path: Path) -> bool:
        try:
            self.put(name, path)
        except FileNotFoundError:
            return False
        return True

    def finish(self, told: bytes) -> None:
        """Add the manifest, which must be the last."""
        self._add(manifest.NAME, len(told), io.BytesIO(told))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # after a full disk this fails as well, and says nothing new
        with suppress(*([] if kind is None else [OSError])):
            self._tar.close()
        with suppress(*([] if kind is None else [OSError])):
            self._packed.close()

    def _add(self, name: str, size: int, file: io.BytesIO | _Hashing) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = size, 0o600, self._moment
        self._tar.addfile(about, file)


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.hash.update(block)
        return block


def _files(folder: Path) -> Iterator[Path]:
    """All files of a folder but those that are just being written; pointers before the rest."""
    for path in sorted(folder.rglob("*"), key=lambda path: (len(path.parts), path)):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder where there is room for what is there twice for a while: beside the archive."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        yield Path(folder)


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A file that gets its name when it is whole and safe, and else is gone."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)
