"""The secretariat's list of authorities and partners, as a CSV file out of any spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.domains import is_free_mail, plain_domain
from nlp.countries import codes
from store.organisation import NewOrganisation, OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS: Final = ("organisation", "state", "kind", "domains", "contacts")
_NEEDED: Final = ("organisation", "domains")
#: several domains or addresses in one field
_BETWEEN: Final = re.compile(r"[\s,;|]+")
_ADDRESS: Final = re.compile(r"[^@\s,<>]{1,64}@[^@\s,<>]{1,255}")
_LONGEST_NAME: Final = 300
#: cells of this length are no names of organisations
_LONGEST_CELL: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One organisation, and the line of the file that it stands in, from 1."""

    number: int
    organisation: NewOrganisation


class FileError(Exception):
    """The file is none that can be read; says what to do."""


class LineError(Exception):
    """A line cannot be used; says what to give."""


def read_file(content: bytes) -> tuple[list[Line], list[str]]:
    """The organisations of a file, and what is wrong with other lines of it.

    Takes UTF-8 with or without a byte order mark; commas, semicolons or tabs between the fields.

    Raises:
        FileError: it is no such file, or a column is missing.

    """
    rows = _rows(content)
    _, names = next(rows, (0, []))
    columns = [name.strip().lower() for name in names]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        wanted = ", ".join(COLUMNS)
        raise FileError(f"no column {missing[0]}; the first line must name {wanted}")
    unknown = [name for name in columns if name and name not in COLUMNS]
    if unknown:
        raise FileError(f"unknown column {unknown[0]}; give {', '.join(COLUMNS)}")
    lines: list[Line] = []
    wrong: list[str] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            given = dict(zip(columns, (cell.strip() for cell in row), strict=False))
            lines.append(Line(number=number, organisation=_organisation(given)))
        except LineError as error:
            wrong.append(f"line {number}: {error}")
    return lines, wrong


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line that each ends in."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(f"line {line} is not UTF-8; save it as CSV UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise FileError(f"line {reader.line_num}: {error}") from None


def _organisation(given: Mapping[str, str]) -> NewOrganisation:
    name = " ".join(given.get("organisation", "").split())
    if not name or len(name) > _LONGEST_NAME:
        raise LineError(f"organisation: give a name of up to {_LONGEST_NAME} letters")
    state = given.get("state", "").upper() or None
    if state is not None and state not in codes():
        raise LineError(f"state: {state[:20]} is none; give two letters of ISO 3166, such as TD")
    kind = _kind(given.get("kind", ""), state)
    domains = tuple(dict.fromkeys(map(_domain, _pieces(given.get("domains", "")))))
    if not domains:
        raise LineError("domains: give at least one, such as interior.gouv.td")
    contacts = tuple(dict.fromkeys(map(_contact, _pieces(given.get("contacts", "")))))
    return NewOrganisation(name=name, state=state, kind=kind, domains=domains, contacts=contacts)


def _kind(text: str, state: str | None) -> OrganisationKind:
    usual = OrganisationKind.AUTHORITY if state else OrganisationKind.PARTNER
    if text.lower() not in {"", *OrganisationKind}:
        raise LineError(f"kind: {text[:20]} is none; give {', '.join(OrganisationKind)}")
    kind = OrganisationKind(text.lower()) if text else usual
    if kind is OrganisationKind.AUTHORITY and state is None:
        raise LineError("state: missing; an authority is of a State")
    return kind


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BETWEEN.split(text) if piece]


def _domain(text: str) -> str:
    domain = plain_domain(text.rpartition("@")[2])
    if domain is None or "." not in domain:
        raise LineError(f"domains: {text[:60]} is none; give one such as interior.gouv.td")
    if is_free_mail(domain):
        raise LineError(f"domains: {domain} gives addresses to anybody; it shows nobody's office")
    return domain


def _contact(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise LineError(f"contacts: {text[:60]} is no mail address")
    return text.lower()
