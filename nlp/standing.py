"""How the criteria stand in a request: which sentences show them and their parts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.criteria import criteria
from nlp.engine import Cues
from nlp.mixing import mixed, sentence_voices
from nlp.model import confidence
from nlp.normalise import plain
from nlp.quotes import evidence_of, side_by_side
from nlp.reading import CriterionFinding, CriterionStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nlp.criteria import Criterion
    from nlp.document import Document
    from nlp.linear import Floats, Linear
    from nlp.model import Model
    from nlp.reading import Evidence, Passage

_MOST_QUOTES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shown:
    """Score of each sentence for each label, minus what is needed to count."""

    over: Floats
    sure: Floats


@cache
def hedges() -> Cues:
    """Words by which a sentence says that something is not, or not yet, so."""
    path = Path(__file__).parent / "cues" / "hedges.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Cues(
        {
            name: [phrase for phrases in group.values() for phrase in phrases]
            for name, group in data.items()
        }
    )


def read_criteria(
    document: Document, model: Model, areas: Collection[str], passages: Sequence[Passage]
) -> tuple[CriterionFinding, ...]:
    """How each criterion stands in a request about these areas; passages: its words."""
    book = criteria()
    firm = _firm(document)
    whole = _shown(
        criteria_scores(document, model), model.criteria_cuts, model.criteria_curve, firm
    )
    parts = _shown(parts_scores(document, model), model.parts_cuts, model.parts_curve, firm)
    by_part = {name: _quotes(document, parts, i) for i, name in enumerate(book.parts)}
    found = {name for name, quotes in by_part.items() if quotes}
    return tuple(
        _finding(
            criterion,
            _whole_quotes(document, whole, i, passages),
            {name: by_part[name] for name in criterion.parts if by_part[name]},
            criterion.standing(parts=found, areas=areas),
        )
        for i, criterion in enumerate(book.all)
    )


def _firm(document: Document) -> Floats:
    """One for each sentence that says what is so, zero for what is not or not yet so."""
    found = hedges().find_all(plain(sentence.text) for sentence in document.sentences)
    return np.array([0.0 if names else 1.0 for names in found])


def criteria_scores(document: Document, model: Model) -> Floats:
    """Sentences x criteria."""
    return mixed(criterion_voices(document, model.criteria, model.parts), model.criteria_weights)


def criterion_voices(document: Document, whole: Linear, parts: Linear) -> Floats:
    """Sentences x criteria x voices: those of a sentence, what it says of the parts, its length.

    Of two sentences that say the same, the one that says it in full is the evidence.
    """
    rows = document.rows[: len(document.sentences)]
    said = sentence_voices(rows, whole, "criteria", document.opinion)
    of_parts = sentence_voices(rows, parts, "parts", None)[:, :, 0]
    lengths = np.log([1.0 + len(sentence.text) for sentence in document.sentences])
    book = criteria()
    strongest = [
        of_parts[:, [book.parts.index(part) for part in one.parts]].max(axis=1)
        if one.parts
        else said[:, number, 0]
        for number, one in enumerate(book.all)
    ]
    full = np.tile(lengths[:, None], (1, len(book.all)))
    return np.concatenate([said, np.stack(strongest, axis=1)[:, :, None], full[:, :, None]], axis=2)


def parts_scores(document: Document, model: Model) -> Floats:
    """Sentences x parts of criteria."""
    rows = document.rows[: len(document.sentences)]
    return mixed(sentence_voices(rows, model.parts, "parts", document.opinion), model.parts_mix)


def _shown(scores: Floats, cuts: Floats, curve: Floats, firm: Floats) -> _Shown:
    over = np.where(firm[:, None] > 0, scores - cuts, -np.inf)
    return _Shown(over=over, sure=confidence(scores - cuts, curve))


def _whole_quotes(
    document: Document, shown: _Shown, label: int, passages: Sequence[Passage]
) -> tuple[Evidence, ...]:
    """The sentences that show a criterion; where two stand side by side, it runs over both."""
    return side_by_side(_quotes(document, shown, label), passages)


def _quotes(document: Document, shown: _Shown, label: int) -> tuple[Evidence, ...]:
    column = shown.over[:, label]
    order = [int(i) for i in np.argsort(-column)[:_MOST_QUOTES] if column[i] > 0]
    return tuple(evidence_of(document.sentences[i], float(shown.sure[i, label])) for i in order)


def _finding(
    criterion: Criterion,
    quotes: tuple[Evidence, ...],
    parts: dict[str, tuple[Evidence, ...]],
    otherwise: CriterionStatus,
) -> CriterionFinding:
    return CriterionFinding(
        id=criterion.id,
        status=CriterionStatus.EVIDENCED if quotes else otherwise,
        confidence=quotes[0].confidence if quotes else 0.0,
        evidence=quotes,
        parts=parts,
    )
