"""Sentences of a letter that may show a criterion, and words looked up in it as they stand."""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest import places
from ingest.opening import segment_of
from ingest.pipeline import passages_of
from nlp.criteria import criteria
from nlp.reading import Role
from nlp.sentences import cut
from nlp.words import words
from store import places as stored_places
from store import readings
from store.codec import evidence_of
from store.content import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from ingest.segment import Segment
    from nlp.sentence import Sentence
    from store.content import Criterion
    from store.model import Draft

#: sentences that are offered, and that are looked at
MOST: Final = 5
_MOST_READ: Final = 600
#: characters of a sentence that can show anything, and that people can take in
_SHORTEST, _LONGEST = 25, 700
#: letters that words of one stem share
_STEM: Final = 5
_SHORTEST_WORD: Final = 4
#: what it counts that a sentence shows something else already
_QUOTED: Final = 2.0
#: fewer letters stand in a letter by chance
_FEWEST_LETTERS: Final = 8
_OWN: Final = (Role.OWN, Role.ATTACHED, Role.FORWARDED)
_PLACE: Final = re.compile(r"([0-9]{1,6})\.([0-9]{1,9})\.([0-9]{1,9})")
_APOSTROPHES: Final = "['’‘`´]"


class _Letter(NamedTuple):
    segments: list[Segment]
    sentences: tuple[Sentence, ...]


def candidates(session: Session, draft: Draft, criterion: Criterion) -> tuple[Evidence, ...]:
    """The sentences that say most of what a criterion asks for, best first; none that is quoted.

    Nearness is that of the criterion's own definition: words of one stem, rare ones count more.
    """
    letter = _letter(session, draft.message_id)
    asked = _stems(_definition(criterion.id, draft.language))
    rows = [(one, _stems(one.text)) for one in letter.sentences]
    common = _shares([stems for _, stems in rows])
    known = [one for *_, one in evidence_of(draft.content) if one.message is None]
    quotes = [*criterion.evidence, *(one for part in criterion.parts.values() for one in part)]
    scored = [
        (
            sum(common[stem] for stem in stems & asked)
            + _QUOTED * any(_touches(letter, sentence, one) for one in known),
            sentence,
        )
        for sentence, stems in rows
        if not any(_touches(letter, sentence, one) for one in quotes if one.message is None)
    ]
    best = sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])[:MOST]
    return tuple(_evidence(letter.segments[one.passage], one.start, one.end) for _, one in best)


def at_place(session: Session, draft: Draft, place: str) -> Evidence | None:
    """The words at a place of the draft's own letter, as a button names it."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    segment, start, end = map(int, found.groups())
    for one in _segments(session, draft.message_id):
        if one.id == segment and start < end <= len(one.text):
            return _evidence(one, start, end)
    return None


def verbatim(session: Session, draft: Draft, typed: str) -> Evidence | None:
    """Where typed words stand in the letter or in a message that completed it; None: nowhere.

    White space, case and the shape of apostrophes do not matter; all else must be as it stands.
    """
    bare = typed.strip(' "“”«»„')
    if sum(letter.isalnum() for letter in bare) < _FEWEST_LETTERS:
        return None
    wanted = re.compile(r"\s+".join(map(_pattern, bare.split())), re.IGNORECASE)
    sources = [(None, None), *((one.message, one.ref) for one in draft.content.sources)]
    for message, ref in sources:
        segments = _segments(session, message or draft.message_id)
        for segment, passage in zip(segments, passages_of(segments), strict=True):
            found = wanted.search(segment.text) if passage.role in _OWN else None
            if found is not None:
                return _evidence(segment, *found.span(), message=message, ref=ref)
    return None


def _pattern(word: str) -> str:
    return "".join(_APOSTROPHES if one in "'’‘`´" else re.escape(one) for one in word)


def _letter(session: Session, message_id: str) -> _Letter:
    segments = _segments(session, message_id)
    found, _ = cut(passages_of(segments), most=_MOST_READ)
    kept = (one for one in found if one.role in _OWN)
    return _Letter(
        segments, tuple(one for one in kept if _SHORTEST <= one.end - one.start <= _LONGEST)
    )


def _segments(session: Session, message_id: str) -> list[Segment]:
    where = {one.segment: one for one in stored_places.of_message(session, message_id)}
    return [segment_of(one, where.get(one.index)) for one in readings.segments(session, message_id)]


def _evidence(
    segment: Segment, start: int, end: int, *, message: str | None = None, ref: str | None = None
) -> Evidence:
    legible = places.legible(places.within(segment.words, start, end))
    return Evidence(
        segment=segment.id,
        start=start,
        end=end,
        quote=segment.text[start:end],
        name=segment.name,
        page=segment.page,
        legible=round(legible, 3),
        message=message,
        ref=ref,
    )


def _touches(letter: _Letter, sentence: Sentence, one: Evidence) -> bool:
    segment = letter.segments[sentence.passage]
    return segment.id == one.segment and one.start < sentence.end and sentence.start < one.end


def _definition(criterion_id: str, language: str) -> str:
    found = next(one.definition for one in criteria().all if one.id == criterion_id)
    return found.get(language.split("-", maxsplit=1)[0], found["en"])


def _stems(text: str) -> set[str]:
    return {one.key[:_STEM] for one in words(text) if len(one.key) >= _SHORTEST_WORD}


def _shares(rows: Sequence[Iterable[str]]) -> dict[str, float]:
    """What each stem counts: less, the more sentences have it."""
    count: dict[str, int] = {}
    for row in rows:
        for stem in row:
            count[stem] = count.get(stem, 0) + 1
    return {stem: log((1 + len(rows)) / number) for stem, number in count.items()}
