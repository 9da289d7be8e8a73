"""What an archive says of itself: what is in it, and the hash of each thing in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from store.errors import ArchiveError

#: of archives; raised where an older program could not read what is written
FORMAT: Final = 1
#: the last member, so that an archive that was cut off has none
NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in the archive."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of PostgreSQL, as `COPY` wrote it."""

    #: of the archive
    member: str
    #: empty for ours, which are where the connection looks first
    schema: str
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole of it."""

    format: int
    #: version of the program that made it
    program: str
    #: RFC 3339, UTC: before the first thing was read
    made_at: str
    #: `sqlite` or `postgresql`
    database: str
    #: revision of our schema, and version of the engine's
    schema: str
    engine: int
    #: rows of each table of ours
    rows: dict[str, int]
    #: in the order in which they can be filled; empty for SQLite
    tables: tuple[Table, ...]
    members: dict[str, Member]
    #: messages whose file was gone or was not what came in
    without_file: tuple[str, ...]


def packed(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()


def unpacked(text: bytes) -> Manifest:
    """The manifest of an archive.

    Raises:
        ArchiveError: it is none that this program understands.

    """
    try:
        told: dict[str, Any] = json.loads(text)
        if told["format"] != FORMAT:
            raise ArchiveError(
                f"its format is {told['format']}, this program reads {FORMAT}; use the version "
                "of the program that made it"
            )
        members = {name: Member(**of) for name, of in told["members"].items()}
        tables = tuple(
            Table(**of | {"columns": tuple(map(str, of["columns"]))}) for of in told["tables"]
        )
        return Manifest(
            **told
            | {"members": members, "tables": tables, "without_file": tuple(told["without_file"])}
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveError(f"its {NAME} is damaged; use another archive") from None
