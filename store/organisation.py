"""Authorities and partners that the secretariat knows; plain values, no third-party library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class OrganisationKind(StrEnum):
    """What an organisation is to the secretariat."""

    AUTHORITY = "authority"  #: of a State
    UNHCR = "unhcr"
    PARTNER = "partner"


class Source(StrEnum):
    """How an organisation came to be known."""

    IMPORTED = "imported"
    LEARNED = "learned"  #: an officer confirmed a draft that was proven to come from it


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation as somebody names it."""

    name: str
    state: str | None
    kind: OrganisationKind
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(NewOrganisation):
    """An organisation as it is known."""

    id: int
    source: Source
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whose a domain is, and how that came to be known."""

    organisation: str
    source: Source
    added_by: str


class TakenError(Exception):
    """A domain or address is already another organisation's."""

    def __init__(self, what: str, of: str) -> None:
        super().__init__(f"{what} is already of {of}")
        self.what = what
        self.of = of
