"""Fields of a draft left empty because the words that they would repeat could not be read.

What a field repeats (a name, a sum, a day) is right letter by letter or wrong. Sentences are not
withheld: they are shown with their page, marked as unsure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest import places

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ingest.segment import Segment
    from nlp.reading import Evidence, Facts, Proposal

_Shown = dict[str, tuple["Evidence", ...]]

#: fields that name who asks, offers or is meant, and what they are where nobody is named
_NAMES: Final[dict[str, tuple[()] | None]] = {
    "states": (),
    "beneficiaries": (),
    "organisation": None,
    "via": None,
}
_FACTS: Final = ("contact", "start", "end", "duration", "beneficiaries")


def without_unread(proposal: Proposal, segments: Sequence[Segment]) -> Proposal:
    """The proposal without what was taken from words that are noise, or from figures in dispute.

    Args:
        proposal: what a draft would say.
        segments: what was read; passage n of the evidence is segment n.

    """
    if not any(
        word.confidence < places.UNREADABLE for segment in segments for word in segment.words
    ):
        return proposal
    shown = _readable(proposal.evidence, segments, _NAMES)
    empty = {name: _NAMES[name] for name in _NAMES if name in proposal.evidence.keys() - shown}
    return replace(
        proposal,
        evidence=shown,
        facts=_facts(proposal.facts, segments),
        **empty,  # type: ignore[arg-type]  # each of its own kind, as the table says
    )


def _facts(facts: Facts, segments: Sequence[Segment]) -> Facts:
    amounts = tuple(one for one in facts.amounts if _is_read(one.evidence, segments))
    shown = _readable(facts.evidence, segments, _FACTS)
    if "contact" in shown and shown["contact"][0] != facts.evidence["contact"][0]:
        # an address without the name before it is nobody's
        del shown["contact"]
    if "amounts" in shown:
        shown["amounts"] = tuple(one.evidence for one in amounts)
    empty = dict.fromkeys(name for name in _FACTS if name in facts.evidence.keys() - shown)
    kept = {name: places_ for name, places_ in shown.items() if places_}
    return replace(facts, amounts=amounts, evidence=kept, **empty)


def _readable(
    shown: Mapping[str, tuple[Evidence, ...]], segments: Sequence[Segment], names: Collection[str]
) -> _Shown:
    """The evidence of fields, of these names only what could be read, none where nothing could."""
    found: _Shown = {}
    for name, quotes in shown.items():
        if name not in names:
            found[name] = quotes
        elif kept := tuple(one for one in quotes if _is_read(one, segments)):
            found[name] = kept
    return found


def _is_read(quote: Evidence, segments: Sequence[Segment]) -> bool:
    words = segments[quote.passage].words
    return places.are_readable(places.within(words, quote.start, quote.end))
