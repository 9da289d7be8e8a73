"""A new layer against what reads now, on texts of the corpus: paired, over draws of voices.

Texts of one voice stand and fall together, so that voices are drawn, not texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.areas import taken
from nlp.kind import first, kind_scores
from nlp.reading import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anchors import Anchors
    from nlp.linear import Floats
    from nlp.model import Model
    from nlp.refit import Answers

_DRAWS: Final = 1000
_SEED: Final = 20260302
#: a loss of more than this in a language or a kind is too much ...
MOST_LOSS: Final = 0.01
#: ... where it is a loss in this share of the draws, so that chance alone does not refuse
_SHOWN: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure of one group of texts, before and after."""

    #: `kinds` of a language: share of texts whose best kind is one of theirs; of a kind: F1;
    #: `areas` of a language: F1 over texts that lead to a draft
    measure: str
    #: a language or a kind
    group: str
    texts: int
    before: float
    after: float
    #: share of the draws in which it is worse
    worse_in: float

    @property
    def is_loss(self) -> bool:
        """Whether the draws show a loss that is too much."""
        return self.before - self.after > MOST_LOSS and self.worse_in >= _SHOWN


def compare(
    anchors: Anchors, before: Answers, after: Answers, model: Model
) -> tuple[Measured, ...]:
    """Every measure for every language and kind."""
    draws = _draws(anchors)
    said = [_said(answers, anchors, model) for answers in (before, after)]
    return tuple(_measured(anchors, said, draws))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Said:
    """Ones where a label is said; areas are said only of texts that lead to a draft."""

    kinds: Floats
    areas: Floats


def right_kinds(scores: Floats, truth: Floats, model: Model) -> Floats:
    """One for each text whose best kind is one of its own, else zero."""
    right: Floats = (_kinds(scores, model) * truth).sum(axis=1)
    return right


def _kinds(scores: Floats, model: Model) -> Floats:
    """The best kind of each text; a second one is not moved by what is learned."""
    said = np.zeros_like(scores)
    for row, line in enumerate(kind_scores(scores, model.kind_shifts)):
        said[row, first(line)] = 1.0
    return said


def _said(answers: Answers, anchors: Anchors, model: Model) -> _Said:
    leads = anchors.leads_to_draft[:, None]
    areas = taken(answers.areas, float(model.area_cut)) & leads
    return _Said(kinds=_kinds(answers.kinds, model), areas=areas.astype(float))


def _draws(anchors: Anchors) -> Floats:
    """Draws x texts: how often each text is in each draw; the first draw is the corpus itself."""
    voices, owner = np.unique(anchors.voices, return_inverse=True)
    chance = np.random.default_rng(_SEED)
    even = np.full(len(voices), 1 / len(voices))
    counts = chance.multinomial(len(voices), even, size=_DRAWS)
    return np.vstack([np.ones(len(owner)), counts[:, owner].astype(float)])


def _measured(anchors: Anchors, said: list[_Said], draws: Floats) -> Iterator[Measured]:
    for language in np.unique(anchors.languages).tolist():
        here = anchors.languages == language
        right = [(one.kinds == anchors.true_kinds).all(axis=1).astype(float) for one in said]
        shares = [_over(draws[:, here] @ one[here], draws[:, here].sum(axis=1)) for one in right]
        yield _told("kinds", language, int(here.sum()), *shares)
        inside = draws[:, here]
        f1s = [_f1(one.areas[here], anchors.true_areas[here], inside) for one in said]
        yield _told("areas", language, int((here & anchors.leads_to_draft).sum()), *f1s)
    for number, kind in enumerate(KINDS):
        truth = anchors.true_kinds[:, [number]]
        f1s = [_f1(one.kinds[:, [number]], truth, draws) for one in said]
        yield _told("kinds", str(kind), int(truth.sum()), *f1s)


def _f1(said: Floats, truth: Floats, draws: Floats) -> Floats:
    """For each draw twice what is right over what is said and what is true."""
    hits = draws @ (said * truth).sum(axis=1)
    return _over(2 * hits, draws @ (said + truth).sum(axis=1))


def _over(part: Floats, whole: Floats) -> Floats:
    shares: Floats = part / np.maximum(whole, 1.0)
    return shares


def _told(measure: str, group: str, texts: int, before: Floats, after: Floats) -> Measured:
    return Measured(
        measure=measure,
        group=group,
        texts=texts,
        before=float(before[0]),
        after=float(after[0]),
        worse_in=float((after[1:] < before[1:]).mean()),
    )
