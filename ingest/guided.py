"""A guided request or a filled form: answers to questions, so that none needs to be guessed.

Each answer is a segment of its own whose method names the question. What the reader finds there is
kept; beside it the answer itself is evidence of the criterion that was asked for.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ingest.form_state import state
from ingest.guided_steps import BY_CODE
from nlp.phrases import hits
from nlp.reading import (
    Band,
    CriterionFinding,
    CriterionStatus,
    Evidence,
    Facts,
    Kind,
    KindFinding,
    Proposal,
    Reading,
)
from nlp.words import words
from store.methods import FORM, GUIDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.guided_steps import Step
    from ingest.segment import Segment

#: of the method of a segment; then the question, then what was chosen
_MARKS: Final = (GUIDED, FORM)
_AND: Final = "+"
_SURE: Final = 1.0
#: characters of who asks that pass for a contact
_LONGEST_CONTACT: Final = 300
#: cues by which a sentence says that something is not, or not yet, so
_HEDGES: Final = "hedges."
#: the whole text is cut into these; enough to part "we have none" from what is there
_SENTENCE: Final = re.compile(r"\S(?:[^\n.!?؟…;؛]|[.!?؟…;؛](?!\s|$))*[.!?؟…;؛]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An answer as it stands in a letter."""

    #: code of the question
    step: str
    #: what stands above it
    heading: str
    text: str
    #: codes of what was chosen
    chosen: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """Of the segment that it becomes."""
        return method_of(GUIDED, self.step, self.chosen)


def method_of(mark: str, step: str, chosen: Sequence[str] = ()) -> str:
    """The method of a segment that answers a question."""
    return ".".join(filter(None, (mark, step, _AND.join(chosen))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """An answer among the segments of a letter."""

    step: Step
    chosen: tuple[str, ...]
    segment: Segment
    #: from a form, not from the dialogue
    is_of_form: bool


def is_guided(segments: Sequence[Segment]) -> bool:
    """Whether a letter answers our questions one by one."""
    return any(_given(segments))


def directly(segments: Sequence[Segment], reading: Reading) -> Reading:
    """The reading of a guided request with each answer as evidence of what it answers.

    What reads as a plea of one person is left as it is: whoever is in need may answer anything.
    """
    given = list(_given(segments))
    if not given:
        return reading
    if reading.kinds[0].kind is Kind.INDIVIDUAL_CASE:
        return replace(reading, proposals=())
    need = next((one for one in given if one.step.code == "need"), given[0])
    kind = KindFinding(
        kind=Kind.REQUEST, confidence=_SURE, band=Band.SURE, evidence=_words(need) or ()
    )
    return replace(reading, kinds=(kind,), proposals=_proposals(given, reading.proposals))


def for_request(segments: Sequence[Segment], reading: Reading) -> Reading:
    """The same where an officer has said that it is a request, whatever it reads like."""
    given = list(_given(segments))
    if not given:
        return reading
    return replace(reading, proposals=_proposals(given, reading.proposals))


def _proposals(given: Sequence[_Given], found: Sequence[Proposal]) -> tuple[Proposal, ...]:
    first = next((one for one in found if one.kind is Kind.REQUEST), None)
    request = first or Proposal(kind=Kind.REQUEST, confidence=_SURE, band=Band.SURE)
    return (_answered(request, given),)


def _given(segments: Sequence[Segment]) -> Iterator[_Given]:
    for segment in segments:
        mark, _, rest = segment.method.partition(".")
        code, _, chosen = rest.partition(".")
        if mark in _MARKS and code in BY_CODE:
            codes = tuple(filter(None, chosen.split(_AND)))
            step = BY_CODE[code]
            yield _Given(step=step, chosen=codes, segment=segment, is_of_form=mark == FORM)


def _answered(request: Proposal, given: Sequence[_Given]) -> Proposal:
    answers = [(one, quotes) for one in given if (quotes := _words(one))]
    evidence = dict(request.evidence)
    fields: dict[str, Any] = {}
    for one, quotes in answers:
        if one.step.code == "conditions":
            fields["conditions"] = _joined(quotes, request.conditions)
        if one.step.code == "who":
            fields["facts"] = _with_contact(request.facts, one.segment.text, quotes)
        if one.step.code == "who" and one.is_of_form:
            named = state(one.segment, request.states)
            fields |= {"states": tuple(named)} if named else {}
            evidence |= {"states": tuple(chain(*named.values()))} if named else {}
        fields |= _chosen(one)
        evidence |= dict.fromkeys(_chosen(one), quotes)
    return replace(
        request,
        confidence=_SURE,
        band=Band.SURE,
        criteria=tuple(_shown(found, answers) for found in request.criteria),
        evidence=evidence,
        **fields,
    )


def _with_contact(facts: Facts, text: str, quotes: tuple[Evidence, ...]) -> Facts:
    """Who can be reached and how was asked for, in so many words."""
    said = " ".join(text.split())
    contact = said if len(said) <= _LONGEST_CONTACT else None
    shown = {"contact": quotes} if contact else {}
    others = {name: found for name, found in facts.evidence.items() if name != "contact"}
    return replace(facts, contact=contact, evidence=others | shown)


def _chosen(one: _Given) -> dict[str, object]:
    """The fields of a draft that a choice says."""
    if not one.chosen:
        return {}
    if one.step.code == "form":
        return {"forms": one.chosen}
    if one.step.code == "urgency":
        return {"urgent": "urgent" in one.chosen}
    return {"consent": "yes" in one.chosen} if one.step.code == "consent" else {}


def _shown(
    found: CriterionFinding, answers: Sequence[tuple[_Given, tuple[Evidence, ...]]]
) -> CriterionFinding:
    """A criterion with the answers to its questions; nothing else counts where there are any."""
    own = [(one, quotes) for one, quotes in answers if one.step.criterion == found.id]
    if not own:
        return found
    parts: dict[str, tuple[Evidence, ...]] = {}
    for one, quotes in own:
        for part in one.step.parts:
            # the sentence that the reader finds in the answer is closer than the whole of it
            inside = [q for q in found.parts.get(part, ()) if q.passage == one.segment.id]
            parts[part] = tuple(inside) or quotes
    return replace(
        found,
        status=CriterionStatus.EVIDENCED,
        confidence=_SURE,
        evidence=tuple(quote for _, quotes in own for quote in quotes),
        parts=parts,
    )


def _joined(first: Sequence[Evidence], then: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Both, without what lies inside the first."""
    outside = [
        quote
        for quote in then
        if not any(
            one.passage == quote.passage and one.start < quote.end and quote.start < one.end
            for one in first
        )
    ]
    return (*first, *outside)


def _words(one: _Given) -> tuple[Evidence, ...]:
    """What of an answer says that something is so, as quotes; neighbours are one quote."""
    text = one.segment.text
    if _says_nothing(text):
        return ()
    spans: list[tuple[int, int]] = []
    for start, end in _firm(text, keep_all=one.step.of_a_lack or one.step.criterion is None):
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(
        Evidence(passage=one.segment.id, start=start, end=end, quote=text[start:end])
        for start, end in spans
    )


def _firm(text: str, *, keep_all: bool) -> Iterator[tuple[int, int]]:
    """Spans of the sentences that do not say that something is not yet so."""
    for found in _SENTENCE.finditer(text):
        hedged = any(hit.group.startswith(_HEDGES) for hit in hits(words(found[0])))
        if keep_all or not hedged:
            yield found.span()


def _says_nothing(text: str) -> bool:
    bare = " ".join(text.casefold().split()).strip(" .,;:!؟?،-–—")
    return not bare or bare in _nothing()


@cache
def _nothing() -> frozenset[str]:
    path = Path(__file__).with_name("guided.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(phrase for phrases in data.values() for phrase in phrases)
