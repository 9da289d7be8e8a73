"""ZIP archives to the files inside, within limits; reading those is for `extract` again."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from ingest.bounds import Bounds
from ingest.headers import safe_name
from ingest.problems import problem
from ingest.segment import Document
from ingest.sniff import DAMAGED_ZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.inbound import Problem

MAX_FILES: Final = 100
_USUAL: Final = Bounds()
#: a file that unpacks to more than so many times its size is a bomb; text reaches some 20
_MAX_RATIO: Final = 200
_SMALL: Final = 1_000_000
#: what one system adds for itself
_CLUTTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED: Final = 0x1


def read(name: str, content: bytes, bounds: Bounds = _USUAL) -> Document:
    """The files of an archive; each that cannot be had is a problem that names it."""
    problems: list[Problem] = []
    nested: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            nested += _members(archive, name, problems, bounds.unpacked_bytes)
    except DAMAGED_ZIP:
        problems.append(problem("damaged", name))
    if not nested and not problems:
        problems.append(problem("empty", name))
    return Document(media_type=ZIP, pages=(), nested=tuple(nested), problems=tuple(problems))


def trouble_inside(content: bytes) -> str | None:
    """Why a file that is an archive within (an office document) must not be opened: a code."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except DAMAGED_ZIP:
        return "damaged"
    total = sum(member.file_size for member in members)
    return "too_large" if total > _USUAL.unpacked_bytes or any(map(_is_bomb, members)) else None


def _members(
    archive: zipfile.ZipFile, name: str, problems: list[Problem], left: int
) -> Iterator[tuple[str, bytes]]:
    files = [one for one in archive.infolist() if not _is_clutter(one.filename)]
    if len(files) > MAX_FILES:
        problems.append(problem("too_many_files", name, what=str(MAX_FILES)))
    for member in files[:MAX_FILES]:
        inner = safe_name(member.filename) or "file"
        if member.flag_bits & _ENCRYPTED:
            problems.append(problem("encrypted", inner))
        elif _is_bomb(member) or member.file_size > left:
            problems.append(problem("too_large", inner))
        else:
            left -= member.file_size
            content = data(archive, member)
            if content is None:
                problems.append(problem("damaged", inner))
            else:
                yield inner, content


def data(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """Bytes of a member; None where it is damaged."""
    try:
        # the declared size bounds what is read, whatever the archive says further
        with archive.open(member) as file:
            return file.read(member.file_size + 1)
    except DAMAGED_ZIP:
        return None


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    ratio = member.file_size / max(member.compress_size, 1)
    return member.file_size > _SMALL and ratio > _MAX_RATIO


def _is_clutter(name: str) -> bool:
    # a folder, or a name that is empty, which `is_dir` of the standard library trips over
    return name.startswith(_CLUTTER[0]) or name.endswith(("/", *_CLUTTER[1:]))
