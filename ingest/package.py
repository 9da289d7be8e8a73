"""Office packages (ECMA-376 part 2): parts in a ZIP, found by their relations to one another.

Relations that point outside the package are left out here, so no reader can follow them.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ingest import archive, xmltree

if TYPE_CHECKING:
    from ingest.xmltree import Element

#: parts of one package that are followed
_MAX_RELATIONS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A part that another one needs."""

    id: str
    #: last word of the relation's type: header, footnotes, worksheet ...
    kind: str
    #: name of the part, without a leading slash
    target: str


class Package:
    """An office document opened for reading."""

    def __init__(self, content: bytes) -> None:
        """Open it.

        Raises:
            zipfile.BadZipFile: it is no archive; `archive.trouble_inside` asks that before.

        """
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        # the last one of a name counts, as for those who wrote it
        self._names = {one.filename.lstrip("/").lower(): one for one in self._zip.infolist()}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self._names

    def data(self, name: str) -> bytes | None:
        """Bytes of a part; None where it is missing or cannot be had."""
        member = self._names.get(name.lower())
        return None if member is None else archive.data(self._zip, member)

    def root(self, name: str) -> Element | None:
        """A part as XML; None where it is missing.

        Raises:
            DamagedXmlError: it is no XML.

        """
        data = self.data(name)
        return None if data is None else xmltree.parse(data)

    def names(self, start: str) -> list[str]:
        """Parts whose names begin so."""
        return [one.filename for name, one in self._names.items() if name.startswith(start)]

    def relations(self, name: str = "") -> list[Relation]:
        """Relations of a part, or of the package itself; those that lead outside left out."""
        folder, file = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: list[Relation] = []
        for one in list(root)[:_MAX_RELATIONS] if root is not None else []:
            target = unquote(one.get("Target") or "")
            if one.get("TargetMode") == "External" or not target:
                continue
            way = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = (one.get("Type") or "").rpartition("/")[2]
            place = posixpath.normpath(way).lstrip("/")
            found.append(Relation(id=one.get("Id") or "", kind=kind, target=place))
        return found

    def main(self) -> str | None:
        """Name of the part that holds the document."""
        return next((r.target for r in self.relations() if r.kind == "officeDocument"), None)
