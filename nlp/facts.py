"""Brings together what a text states in so many words; each kind of fact has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp import (
    actors,
    beneficiaries,
    channelling,
    consent,
    forms,
    handed,
    joint,
    organisation,
    relay,
    schedule,
    served,
)
from nlp.conditions import conditions
from nlp.contact import contact
from nlp.money import amounts
from nlp.reading import Circumstances, Evidence, Facts, Kind, Passage
from nlp.view import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.sentence import Sentence
    from nlp.view import View

Shown = dict[str, tuple[Evidence, ...]]
#: places of one field that are kept
_MOST_SHOWN = 5


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
    view = lay_out(passages, sentences)
    shown: Shown = {}
    states, aims, apart = _states(view, about, kind, shown)
    body, shown["organisation"] = _organisation(view, about)
    hands, shown["via"] = relay.via(view, about, states)
    asked = forms.forms(view, kind)
    rush = forms.urgent(view, kind)
    # an offer that tells of an emergency is mostly about a past one
    fast = forms.emergency(view) if kind is Kind.REQUEST else ()
    wanted = forms.qualities(view)
    shown |= {"emergency": fast, "urgent": rush, "forms": _flat(asked), "qualities": _flat(wanted)}
    allowed = consent.read(view, states) if kind is Kind.REQUEST else consent.Consent()
    shown |= {"consent": allowed.evidence, "confidential": allowed.confidential}
    way = None
    if kind is Kind.OFFER:
        way, shown["channelling"] = channelling.read(view)
    return Findings(
        states=states,
        organisation=body,
        beneficiaries=aims,
        forms=tuple(asked) if kind in {Kind.REQUEST, Kind.OFFER} else (),
        qualities=tuple(wanted),
        emergency=bool(fast),
        urgent=bool(rush or fast),
        needs_state=kind is Kind.REQUEST and apart,
        via=hands,
        consent=allowed.given,
        confidential=bool(allowed.confidential),
        channelling=way,
        conditions=conditions(view, kind),
        facts=_facts(view, kind, shown.get("beneficiaries", ())),
        evidence={name: places[:_MOST_SHOWN] for name, places in shown.items() if places},
    )


def _states(
    view: View, about: Circumstances, kind: Kind, shown: Shown
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Who speaks, for whom it is meant, and whether the writer is plainly no State.

    Of a letter that is handed on, its own words tell; only where they name no State that speaks,
    what the transmitter says of it does as well.
    """
    if not handed.is_handed_on(view):
        return _spoken(view, about, kind, shown)
    view, author = handed.without_heads(view, about), handed.author_of(about)
    of_letter: Shown = {}
    found = _spoken(handed.letter_of(view), author, kind, of_letter)
    if not found[0]:
        return _spoken(view, author if handed.names_author(about) else about, kind, shown)
    shown |= of_letter
    return found


def _organisation(view: View, about: Circumstances) -> tuple[str | None, tuple[Evidence, ...]]:
    """The body that asks or offers; of a letter that is handed on, the one that its words name."""
    if not handed.is_handed_on(view):
        return organisation.organisation(view, about)
    view, author = handed.without_heads(view, about), handed.author_of(about)
    found = organisation.organisation(handed.letter_of(view), author)
    return found if found[0] is not None else organisation.organisation(view, author)


def _spoken(
    view: View, about: Circumstances, kind: Kind, shown: Shown
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Who speaks in these words, for whom it is meant, whether it is plainly no State."""
    signs, named = actors.signs(view, about)
    surest = [code for code, _ in actors.speakers(signs, offering=kind is Kind.OFFER)]
    speakers = joint.hands(surest, joint.bonds(view, about))
    shown["states"] = tuple(place for code in speakers for place in named.get(code, ())[:2])
    apart = not speakers and actors.is_apart(signs)
    if apart and kind is Kind.REQUEST:
        shown["needs_state"] = actors.apart_places(view)
    if kind is not Kind.OFFER:
        return speakers, speakers if kind is Kind.REQUEST else (), apart
    marks, places = beneficiaries.marks(view, (*speakers, *actors.homes(signs)))
    aims = tuple(code for code, _ in beneficiaries.beneficiaries(marks))
    shown["beneficiaries"] = tuple(place for code in aims for place in places[code][:2])
    return speakers, aims, apart


def _facts(view: View, kind: Kind, aims: Sequence[Evidence]) -> Facts:
    person, person_at = contact(view)
    money = amounts(view)
    when = schedule.read(view, kind)
    those, those_at = served.served(view, kind, aims)
    shown = {
        "beneficiaries": those_at,
        "contact": person_at,
        "amounts": tuple(sum_.evidence for sum_ in money),
    } | when.evidence
    return Facts(
        contact=person,
        amounts=money,
        start=when.start,
        end=when.end,
        duration=when.duration,
        beneficiaries=those,
        evidence={name: places for name, places in shown.items() if places},
    )


def _flat(found: dict[str, tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    """Two places of each, so that none is crowded out."""
    return tuple(_each(found))


def _each(found: dict[str, tuple[Evidence, ...]]) -> Iterator[Evidence]:
    for places in found.values():
        yield from places[:2]
