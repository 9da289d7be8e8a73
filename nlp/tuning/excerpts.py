"""Pieces cut out of training texts: a few sentences with what they say by themselves.

A network that saw whole letters alone learns what letters look like. People also send passages,
and an officer asks which sentence shows what, so it also learns from pieces.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from nlp.reading import Kind
from nlp.records import passages_of
from nlp.sentences import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nlp.records import Record
    from nlp.sentence import Sentence

_SEED: Final = 11
#: a text of fewer sentences is a piece already
_FEWEST: Final = 5
#: neighbours that may come along on either side of the sentence that a piece is cut around
_NEIGHBOURS: Final = 2
#: kinds that the whole of a text shows, and no sentence by itself; the last of all kinds
UNMARKED_KINDS: Final = (Kind.INDIVIDUAL_CASE, Kind.OTHER)
#: a name at the end of the id of a piece, before its number
_MARK: Final = "#"


def excerpts(records: Iterable[Record]) -> Iterator[Record]:
    """For each longer text a piece for each of its kinds that is marked.

    The same texts give the same pieces.
    """
    for record in records:
        chance = random.Random(f"{_SEED}:{record.id}")  # noqa: S311 - which sentences, no secret
        sentences, _ = cut(passages_of(record))
        if len(sentences) >= _FEWEST:
            for kind in record.kinds:
                centres = _centres(record, kind, sentences)
                if centres:
                    yield _piece(record, kind, sentences, centres, chance)


def is_excerpt(identity: str) -> bool:
    """Whether an id is that of a piece."""
    return _MARK in identity


def whole(identity: str) -> str:
    """The id of the text that a piece is cut out of; that of a text is its own."""
    return identity.partition(_MARK)[0]


def _piece(
    record: Record,
    kind: Kind,
    sentences: Sequence[Sentence],
    centres: Sequence[int],
    chance: random.Random,
) -> Record:
    centre = chance.choice(centres)
    first = max(0, centre - chance.randint(0, _NEIGHBOURS))
    last = min(len(sentences) - 1, centre + chance.randint(0, _NEIGHBOURS))
    text = record.text[sentences[first].start : sentences[last].end]
    acts = _within(record.act_marks, text)
    kinds = tuple(one for one in record.kinds if one in acts) or (kind,)
    return replace(
        record,
        id=f"{record.id}{_MARK}{kind}",
        text=text,
        subject=None,
        kinds=kinds,
        act_marks=acts,
        theme_marks=(themes := _within(record.theme_marks, text)),
        themes=tuple(themes),
        criteria={name: quote for name, quote in record.criteria.items() if quote in text},
        parts={name: quote for name, quote in record.parts.items() if quote in text},
        conditions=tuple(quote for quote in record.conditions if quote in text),
        **_said(record, text),
    )


def _centres(record: Record, kind: Kind, sentences: Sequence[Sentence]) -> list[int]:
    """Numbers of the sentences around which a piece of this kind can be cut.

    None where nothing is marked: a paragraph of a newsletter may well tell of a practice.
    """
    starts = [record.text.find(mark) for mark in record.act_marks.get(kind, ())]
    return [
        number
        for number, sentence in enumerate(sentences)
        if any(sentence.start <= start < sentence.end for start in starts)
    ]


def _within(marks: Mapping[str, Sequence[str]], text: str) -> dict[str, tuple[str, ...]]:
    found = {name: tuple(one for one in quotes if one in text) for name, quotes in marks.items()}
    return {name: quotes for name, quotes in found.items() if quotes}


def _said(record: Record, text: str) -> dict[str, Any]:
    """Consent and channelling, where the words that give them are in the piece."""
    agreed = bool(record.consent_mark) and str(record.consent_mark) in text
    channelled = bool(record.channelling_mark) and str(record.channelling_mark) in text
    return {
        "consent": record.consent if agreed else None,
        "consent_mark": record.consent_mark if agreed else None,
        "channelling": record.channelling if channelled else None,
        "channelling_mark": record.channelling_mark if channelled else None,
    }
