"""One message read from end to end: languages, kinds, and a proposal for each draft kind."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp import facts
from nlp.areas import find_areas
from nlp.criteria import criteria
from nlp.document import Surveyor
from nlp.encoder import Use, asks_network
from nlp.heard import heard
from nlp.kind import band, findings, judge, weights_of_sentences
from nlp.language import languages
from nlp.model import load
from nlp.opinion import Opinions
from nlp.quotes import evidence_of
from nlp.reading import (
    DRAFT_KINDS,
    KINDS,
    Circumstances,
    Kind,
    Passage,
    Proposal,
    Reading,
    Role,
)
from nlp.standing import read_criteria
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.document import Document
    from nlp.facts import Findings
    from nlp.kind import Verdict
    from nlp.model import Card, Model
    from nlp.reading import Evidence

_DEFAULT: Final = "both"
_MOST_QUOTES: Final = 2
#: read once at the start, so that everything is loaded; two languages wake both detectors
_WARM: Final = (
    Passage(text="The ministry asks for two trainers and has not yet a plan.", role=Role.OWN),
    Passage(text="Merci bien", role=Role.OWN),
)


class Reader:
    """Understands messages; made once, used for many. It holds no text between calls."""

    def __init__(self, model: Model, card: Card) -> None:
        """Take the numbers; the encoders that they were trained with are loaded at first use."""
        self._model = model
        self._card = card
        self._surveyor = Surveyor(Use(), Opinions() if asks_network(card.encoder) else None)

    @property
    def card(self) -> Card:
        """What the reader was trained on."""
        return self._card

    def analyse(
        self,
        passages: Sequence[Passage],
        about: Circumstances,
        *,
        prior: str | None = None,
        told: Sequence[Kind] = (),
    ) -> Reading:
        """Read one message.

        Args:
            passages: its runs of text with their roles, in order.
            about: what is known beside the text.
            prior: language of the thread, for a message too short to tell.
            told: draft kinds that a person says it is of; each gets a proposal, the kinds that
                are found here get none.

        """
        spoken = languages(passages, prior=prior)
        document = self._surveyor.survey(passages, about)
        verdict = judge(document, self._model, about)
        kinds = findings(verdict, [self._spoken(document, number) for number in verdict.taken])
        return Reading(
            language=spoken.main,
            languages=spoken.used,
            passage_languages=spoken.passages,
            kinds=kinds,
            proposals=self._proposals(passages, document, about, verdict, told),
            unread=document.unread,
            model_version=self._card.version,
            taxonomy_version=taxonomy().version,
            criteria_version=criteria().version,
        )

    def _spoken(self, document: Document, number: int) -> tuple[Evidence, ...]:
        """The sentences that speak most for a kind."""
        weights = weights_of_sentences(document, self._model, number)
        best = [int(i) for i in np.argsort(-weights)[:_MOST_QUOTES] if weights[i] > 0]
        total = float(weights[best].sum()) or 1.0
        return tuple(evidence_of(document.sentences[i], float(weights[i]) / total) for i in best)

    def _proposals(
        self,
        passages: Sequence[Passage],
        document: Document,
        about: Circumstances,
        verdict: Verdict,
        told: Sequence[Kind],
    ) -> tuple[Proposal, ...]:
        numbers = [KINDS.index(kind) for kind in told] or verdict.taken
        drafts = [number for number in numbers if KINDS[number] in DRAFT_KINDS]
        if not drafts or not document.sentences:
            return ()
        themes = find_areas(document, self._model, taxonomy().ids)
        areas = [theme.id for theme in themes]
        proposals = []
        for number in drafts:
            kind = KINDS[number]
            asked = kind is Kind.REQUEST
            stated = heard(facts.find(passages, document.sentences, about, kind), document, kind)
            confidence = float(verdict.confidences[number])
            proposals.append(
                Proposal(
                    kind=kind,
                    confidence=confidence,
                    band=band(confidence),
                    themes=themes,
                    criteria=read_criteria(document, self._model, areas) if asked else (),
                    **_fields(stated),
                )
            )
        return tuple(proposals)


def _fields(stated: Findings) -> dict[str, Any]:
    """All that was found in so many words, under the same names in a proposal."""
    return {field.name: getattr(stated, field.name) for field in fields(stated)}


def load_reader(encoder: str | None = None) -> Reader:
    """Load the reader trained with an encoder: both (default) or use.

    All that it needs is in memory afterwards: it may be walled off from the file system.

    Raises:
        ModelMissingError: nothing was trained with it.

    """
    reader = Reader(*load(encoder or _DEFAULT))
    reader.analyse(_WARM, Circumstances())
    return reader
