"""Brings together what a text states in so many words; each kind of fact has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.reading import Circumstances, Evidence, Facts, Kind, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one text says beside its kinds, areas and criteria. Nothing here is guessed."""

    #: ISO 3166 alpha-2 of who asks, offers or shares
    states: tuple[str, ...] = ()
    organisation: str | None = None
    beneficiaries: tuple[str, ...] = ()
    #: among technical, material, financial
    forms: tuple[str, ...] = ()
    #: among fairness, efficiency, adaptability, integrity
    qualities: tuple[str, ...] = ()
    emergency: bool = False
    urgent: bool = False
    #: a body that is no State asks, and no State with it
    needs_state: bool = False
    via: str | None = None
    consent: bool | None = None
    confidential: bool = False
    #: unhcr, bilateral or None
    channelling: str | None = None
    conditions: tuple[Evidence, ...] = ()
    facts: Facts = field(default_factory=Facts)
    #: field name -> where it stands
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


def find(
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    about: Circumstances,
    kind: Kind,
) -> Findings:
    """Find the facts that matter for a draft of this kind."""
    _ = (passages, sentences, about, kind)
    return Findings()
