"""Plain values of what a draft says, with the evidence of every field.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: the band of a kind that a person said, beside those that the reader gives
BY_OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quote at its place: `segments[segment].text[start:end] == quote`."""

    segment: int
    start: int
    end: int
    quote: str
    confidence: float = 1.0
    #: where an officer finds it: file name and page
    name: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A thematic area of a draft."""

    id: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion as read: evidenced, not_evidenced, not_applicable or optional."""

    id: str
    status: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    parts: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as written and as understood."""

    text: str
    value: float | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Things stated in so many words."""

    contact: str | None = None
    amounts: tuple[Amount, ...] = ()
    start: str | None = None
    end: str | None = None
    duration: str | None = None
    beneficiaries: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a draft says; every revision keeps one whole."""

    kind: str
    confidence: float
    band: str
    states: tuple[str, ...] = ()
    organisation: str | None = None
    beneficiaries: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    forms: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    emergency: bool = False
    urgent: bool = False
    needs_state: bool = False
    via: str | None = None
    consent: bool | None = None
    confidential: bool = False
    channelling: str | None = None
    conditions: tuple[Evidence, ...] = ()
    facts: Facts = Facts()
    #: field name -> evidence, for the fields that carry none themselves
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
