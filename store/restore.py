"""An archive back into its place: looked through first, made ready beside, then put in.

What was there before is never deleted: with `replace` it is moved into a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, make_url, select

from store import archive, backup, originals, refill, renewal, schema, snapshot
from store.errors import ArchiveError
from store.session import open_database
from store.tables import InboxRow
from store.tables_office import AuditRow, ChatUpdateRow
from store.tables_outbox import OutboxTableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from store.manifest import Manifest
    from store.session import Database

#: a database without rows of these is an empty one, also where it was started once
_TELLING: Final = (InboxRow, OutboxTableRow, AuditRow, ChatUpdateRow)
#: SQLite's file and what it may have beside it
_SUFFIXES: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to restore to."""

    db: Database
    #: for what is made ready or moved aside; on the disk of the other folders
    data: Path
    #: other folders of the archive, by their name in it
    folders: Mapping[str, Path]
    #: brings the engine's tables of a database up to date
    prepare_engine: Callable[[str], None]
    #: of this program
    program: str

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return Path(make_url(self.db.url).database or "")

    def all_folders(self) -> dict[str, Path]:
        """Those of files, that of large messages among them."""
        raw = {} if self.db.spool is None else {backup.RAW: self.db.spool}
        return raw | dict(self.folders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the restored rows go on, see `store/renewal.py`."""

    years: Iterable[int]
    gap: int
    now: datetime


def is_empty(place: Place) -> bool:
    """Whether there is nothing that a restore would replace."""
    with place.db.reading() as session:
        there = set(inspect(session.connection()).get_table_names())
        for row in _TELLING:
            if row.__tablename__ in there and session.scalar(select(1).select_from(row).limit(1)):
                return False
    return not any(folder.exists() and any(folder.iterdir()) for folder in _folders(place))


def put_back(
    path: Path, told: Manifest, place: Place, terms: Terms, *, replace: bool = False
) -> None:
    """Restore an archive that was made of the same kind of database.

    Args:
        path: the archive.
        told: what `archive.examined` said of it.
        place: where to; nobody else may be using it.
        terms: how to go on.
        replace: also where something is; it is moved to `<data>/replaced-<moment>`.

    Raises:
        ArchiveError: the archive cannot be used, or the place is in use or not empty.
        OSError: something cannot be written.

    """
    kind = place.db.engine.dialect.name
    if told.database != kind:
        raise ArchiveError(f"{path} is of a {told.database} database, ACSG_DATABASE_URL is {kind}")
    empty = is_empty(place)
    if not empty and not replace:
        raise ArchiveError(
            "there are messages or files here already; give an empty ACSG_DATA_DIR and database, "
            "or --replace"
        )
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        parent = place.file.parent if place.db.is_sqlite else place.data
        made = stack.enter_context(
            tempfile.TemporaryDirectory(dir=parent, prefix=".restore-", ignore_cleanup_errors=True)
        )
        ready = Path(made)
        archive.unpack(path, told, ready)
        put = _into_sqlite if place.db.is_sqlite else _into_postgresql
        put(told, place, terms, ready, empty=empty)


def _folders(place: Place) -> list[Path]:
    return list(place.all_folders().values())


def _aside(place: Place, terms: Terms) -> Path:
    folder = place.data / f"replaced-{terms.now:%Y%m%dT%H%M%SZ}"
    folder.mkdir(mode=0o700)
    return folder


def _into_sqlite(told: Manifest, place: Place, terms: Terms, ready: Path, *, empty: bool) -> None:
    fresh = ready / snapshot.FILE
    db = open_database(f"sqlite:///{fresh}", spool=place.db.spool)
    try:
        schema.migrate(db)
        place.prepare_engine(db.url)
        with db.begin() as session:
            renewal.renew(session, told, years=terms.years, gap=terms.gap, now=terms.now)
    finally:
        db.close()
    _close_log(fresh, f"{fresh} is held open; nothing was changed")
    place.db.close()
    # only whoever is alone can do this
    _close_log(place.file, "the program still runs on this database; stop it")
    aside = None if empty else _aside(place, terms)
    for suffix in _SUFFIXES:
        old = place.file.with_name(place.file.name + suffix)
        if old.exists() and aside is not None:
            shutil.move(old, aside / old.name)
        old.unlink(missing_ok=True)
    _put_files(place, ready, aside)
    fresh.rename(place.file)
    _make_safe(place.file.parent)


def _close_log(path: Path, trouble: str) -> None:
    """Let a database be one file."""
    try:
        with closing(sqlite3.connect(path, timeout=2)) as whole:
            whole.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise ArchiveError(trouble) from None
    except sqlite3.DatabaseError:
        # damaged, which may be why another is put in its place
        return


def _into_postgresql(
    told: Manifest, place: Place, terms: Terms, ready: Path, *, empty: bool
) -> None:
    place.prepare_engine(place.db.url)
    # connections of the pool would be taken for others'
    place.db.close()
    with place.db.begin() as session:
        refill.be_alone(session.connection())
    aside = None if empty else _aside(place, terms)
    if aside is not None:
        backup.write(
            place.db, aside / "database.tar.gz", folders={}, now=terms.now, program=place.program
        )
    place.db.close()
    with place.db.begin() as session:
        refill.fill(session, told, ready)
        renewal.renew(session, told, years=terms.years, gap=terms.gap, now=terms.now)
        _put_files(place, ready, aside)


def _put_files(place: Place, ready: Path, aside: Path | None) -> None:
    """Files of the archive into their folders; what was there goes aside."""
    for name, folder in place.all_folders().items():
        if folder.exists() and aside is not None and any(folder.iterdir()):
            shutil.move(folder, aside / name)
        source = ready / name
        for path in sorted(source.rglob("*")):
            if path.is_file():
                within = path.relative_to(source)
                target = originals.path_of(folder, path.name) if name == backup.RAW else None
                _put_file(path, target or folder / within)


def _put_file(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(source, target)
    _make_safe(target.parent)


def _make_safe(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
