"""Training texts as windows of tokens with what is asked of the whole and of each sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.criteria import criteria
from nlp.marks import marked
from nlp.network import LONGEST
from nlp.normalise import plain
from nlp.opinion import CHANNELLING, FORMS
from nlp.reading import DRAFT_KINDS, KINDS, Kind
from nlp.records import passages_of
from nlp.sentences import cut
from nlp.taxonomy import taxonomy
from nlp.training_cross import fold_of
from nlp.tuning.excerpts import UNMARKED_KINDS, is_excerpt
from nlp.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nlp.graph import Vocabulary
    from nlp.linear import Floats
    from nlp.records import Record
    from nlp.sentence import Sentence
    from nlp.windows import Window

_SUBJECT: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """One training text; ones and zeros where labels are."""

    id: str
    fold: int
    windows: tuple[Window, ...]
    #: number of sentences
    count: int
    #: question -> labels (see `opinion.whole_labels`)
    whole: dict[str, Floats]
    #: question -> sentences x labels (see `opinion.sentence_labels`)
    sentences: dict[str, Floats]
    leads_to_draft: bool
    is_request: bool
    is_offer: bool
    #: for how many of the kinds, in their order, it is known which sentences make it of them
    acts_known: int
    #: whether it is a piece of a text (see `excerpts`)
    is_excerpt: bool


def text_of(record: Record, pieces: Vocabulary) -> Text:
    """Cut one text and turn its labels to numbers."""
    sentences, _ = cut(passages_of(record))
    subject = plain(record.subject or "")[:_SUBJECT]
    cut_up = windows(
        [plain(one.text) for one in sentences], subject, lambda text: pieces.tokens(text)[:LONGEST]
    )
    return Text(
        id=record.id,
        fold=fold_of(record.voice),
        windows=tuple(cut_up),
        count=len(sentences),
        whole=_whole(record),
        sentences=_sentences(record, sentences),
        leads_to_draft=bool(set(record.kinds) & set(DRAFT_KINDS)),
        is_request=Kind.REQUEST in record.kinds,
        is_offer=Kind.OFFER in record.kinds,
        acts_known=_acts_known(record),
        is_excerpt=is_excerpt(record.id),
    )


def _acts_known(record: Record) -> int:
    """A text of the last kinds, which bear no marks, has no sentence that makes it of another."""
    if record.act_marks:
        return len(KINDS)
    marked = [kind for kind in KINDS if kind not in UNMARKED_KINDS]
    return 0 if set(record.kinds) & set(marked) else len(marked)


def _whole(record: Record) -> dict[str, Floats]:
    book = criteria()
    return {
        "kinds": _which(KINDS, record.kinds),
        "areas": _which(taxonomy().ids, record.themes),
        "criteria": _which(book.ids, record.criteria),
        "parts": _which(book.parts, record.parts),
        "consent": np.array([record.consent is True, record.consent is False], dtype=float),
        "channelling": _which(CHANNELLING, [record.channelling]),
        "forms": _which(FORMS, record.forms),
        "flags": np.array([record.emergency, record.urgent], dtype=float),
    }


def _sentences(record: Record, sentences: Iterable[Sentence]) -> dict[str, Floats]:
    book = criteria()
    agreed = (record.consent_mark,) if record.consent_mark else ()
    channel = (record.channelling_mark,) if record.channelling_mark else ()
    asked: dict[str, list[tuple[str, ...]]] = {
        "acts": [record.act_marks.get(str(kind), ()) for kind in KINDS],
        "areas": [record.theme_marks.get(area, ()) for area in taxonomy().ids],
        "criteria": [_one(record.criteria, name) for name in book.ids],
        "parts": [_one(record.parts, name) for name in book.parts],
        "consent": [agreed if record.consent is said else () for said in (True, False)],
        "channelling": [channel if record.channelling == way else () for way in CHANNELLING],
        "conditions": [record.conditions],
    }
    rows = list(sentences)
    return {name: marked(record.text, rows, marks) for name, marks in asked.items()}


def _one(quotes: Mapping[str, str], name: str) -> tuple[str, ...]:
    return (quotes[name],) if name in quotes else ()


def _which(names: Iterable[object], present: Iterable[object]) -> Floats:
    there = {str(name) for name in present}
    return np.array([str(name) in there for name in names], dtype=float)
