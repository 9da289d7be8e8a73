"""Pictures inside documents: which of them may be pages of a letter, and are read like files.

A scan that was pasted below a note is as large as a page; logos, seals and signatures are not. What
counts are dots, and how large the document shows them, not bytes: a page in black and white is
small. A type that nobody here reads is handed on all the same, so that it is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest import images
from ingest.problems import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.inbound import Problem

#: pictures and files of one document that are read
MAX_INSIDE: Final = 20
#: of all of them
_MAX_BYTES: Final = 100_000_000
#: a document with fewer letters has its words elsewhere
FEW_LETTERS: Final = 100
#: shorter and longer side; a sheet of A4 at 72 dots an inch has 595 x 842
_PAGE_DOTS: Final = (550, 750)
#: shown smaller it is a logo, in inches
_PAGE_INCHES: Final = (2.0, 2.5)
#: with few letters around it: a notice, the part of a page
_NOTICE_DOTS: Final = (150, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of a document."""

    name: str
    content: bytes
    #: width and height as shown, in inches; None where nothing tells
    inches: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What is handed on to be read, and what is to be said of the rest."""

    nested: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]


def enclosed(
    name: str,
    pictures: Sequence[Picture],
    *,
    text: str,
    files: Sequence[tuple[str, bytes]] = (),
) -> Enclosed:
    """What of a document is read beside its own text.

    Args:
        name: of the document, for the problems.
        pictures: all that it shows.
        text: of the document.
        files: documents inside it.

    """
    is_short = sum(map(str.isalnum, text)) < FEW_LETTERS
    pages = [one for one in pictures if _is_page(one, is_short=is_short)]
    found = dict.fromkeys([*files, *((one.name, one.content) for one in pages)])
    nested, left = [], _MAX_BYTES
    for one in list(found)[:MAX_INSIDE]:
        left -= len(one[1])
        if left >= 0:
            nested.append(one)
    problems = []
    if not text.strip() and not nested:
        problems.append(problem("no_text" if pictures else "empty", name))
    if len(nested) < len(found):
        problems.append(problem("too_many_inside", name, what=str(MAX_INSIDE)))
    return Enclosed(nested=tuple(nested), problems=tuple(problems))


def _is_page(picture: Picture, *, is_short: bool) -> bool:
    """Whether it may hold words of the letter."""
    dots = images.size(picture.content)
    if is_short:
        return dots is None or _reaches(dots, _NOTICE_DOTS)
    if picture.inches is not None and not _reaches(picture.inches, _PAGE_INCHES):
        return False
    # a drawing has no dots; only the size in which it is shown can tell a page
    return picture.inches is not None if dots is None else _reaches(dots, _PAGE_DOTS)


def _reaches(size: tuple[float, float], least: tuple[float, float]) -> bool:
    return min(size) >= least[0] and max(size) >= least[1]
