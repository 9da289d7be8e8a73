"""Plain values of what a draft says, with the evidence of every field.

Nothing in this file imports a third-party library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - `store/codec.py` reads these types back

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
    #: 0..1, how surely its words were recognised on a scan; 1 where they were not recognised
    legible: float = 1.0
    #: id and reference of the message that the segment is in; None for the draft's own letter
    message: str | None = None
    ref: str | None = None


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
class Source:
    """A further message that a draft rests on, and what it brought."""

    #: id and reference
    message: str
    ref: str
    #: `answer` or `merged`
    how: str
    received_at: datetime
    #: ids of criteria that it evidences, and `15ii.objectives` for a part of one
    evidenced: tuple[str, ...] = ()
    #: names of fields that it filled or added to
    filled: tuple[str, ...] = ()
    #: names of fields of which it says something else; they were left as they are
    differing: tuple[str, ...] = ()


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
    #: in the order of their coming
    sources: tuple[Source, ...] = ()
    #: names of fields that officers have said, as decisions name them
    by_officer: tuple[str, ...] = ()
