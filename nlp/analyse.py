"""One message read from end to end: languages, kinds, and a proposal for each draft kind."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from nlp import facts
from nlp.areas import find_areas
from nlp.criteria import criteria
from nlp.document import Surveyor
from nlp.encoder import Use, asks_network, folder_of
from nlp.encoder_folder import contents_of, numbers_for, numbers_of
from nlp.encoder_graph import GraphEncoder
from nlp.heard import heard
from nlp.kind import band, findings, is_plain, judge, weights_of_sentences
from nlp.language import languages
from nlp.model import FOLDER
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
from nlp.refit import see
from nlp.several import alone, points
from nlp.standing import read_criteria
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nlp.document import Document
    from nlp.facts import Findings
    from nlp.kind import Verdict
    from nlp.layer import Layer
    from nlp.model import Card, Model
    from nlp.reading import Evidence, ThemeFinding
    from nlp.refit import Seen

_MOST_QUOTES: Final = 2
#: read once at the start, so that everything is loaded; two languages wake both detectors
_WARM: Final = (
    Passage(text="The ministry asks for two trainers and has not yet a plan.", role=Role.OWN),
    Passage(text="Merci bien", role=Role.OWN),
)


class _Part(NamedTuple):
    """What one proposal is read from: the message, or one point of its list."""

    #: of its kind
    number: int
    passages: tuple[Passage, ...]
    document: Document


class Reader:
    """Understands messages; made once, used for many. It holds no text between calls."""

    def __init__(
        self,
        model: Model,
        card: Card,
        *,
        surveyor: Surveyor | None = None,
        layer: Layer | None = None,
        learned: str = "",
        folder: Path = FOLDER,
    ) -> None:
        """Take the numbers; the encoders that they were trained with are loaded at first use.

        Args:
            model: numbers of the shipped reader.
            card: their story.
            surveyor: where its encoders are loaded already, or are others than those shipped.
            layer: what was learned on top, where something was.
            learned: name of that.
            folder: where the numbers lie.

        """
        self._model = model
        self._card = card
        self._surveyor = surveyor or _shipped_surveyor(card)
        self._folder = folder
        self._layer = layer
        self._version = "-".join(part for part in (card.version, learned) if part)

    def with_layer(self, layer: Layer, learned: str) -> Reader:
        """The same reader with something learned on top; the encoders are shared."""
        return Reader(
            self._model,
            self._card,
            surveyor=self._surveyor,
            layer=layer,
            learned=learned,
            folder=self._folder,
        )

    @property
    def card(self) -> Card:
        """What the reader was trained on."""
        return self._card

    @property
    def model(self) -> Model:
        """Its numbers, without what was learned."""
        return self._model

    @property
    def folder(self) -> Path:
        """Where its numbers lie, with what else training leaves there."""
        return self._folder

    @property
    def version(self) -> str:
        """Name of exactly the numbers that it reads with, learned ones included."""
        return self._version

    def see(self, passages: Sequence[Passage], about: Circumstances) -> Seen | None:
        """Look at one message without what was learned, to learn from it.

        None where rules alone decide or nothing can be read.
        """
        document = self._surveyor.survey(passages, about)
        return None if is_plain(document, about) else see(document, self._model)

    def analyse(
        self,
        passages: Sequence[Passage],
        about: Circumstances,
        *,
        told: Sequence[Kind] = (),
    ) -> Reading:
        """Read one message.

        Args:
            passages: its runs of text with their roles, in order.
            about: what is known beside the text.
            told: draft kinds that a person says it is of; each gets a proposal, the kinds that
                are found here get none.

        """
        spoken = languages(passages, prior=about.earlier_language)
        document = self._surveyor.survey(passages, about)
        verdict = judge(document, self._model, about, self._layer)
        kinds = findings(verdict, [self._spoken(document, number) for number in verdict.taken])
        return Reading(
            language=spoken.main,
            languages=spoken.used,
            passage_languages=spoken.passages,
            kinds=kinds,
            proposals=self._proposals(passages, document, about, verdict, told),
            unread=document.unread,
            model_version=self._version,
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
        parts = () if told else tuple(self._parts(passages, about, drafts))
        apart = {part.number for part in parts}
        whole = tuple(
            _Part(number, tuple(passages), document) for number in drafts if number not in apart
        )
        areas = find_areas(document, self._model, taxonomy().ids, self._layer) if whole else ()
        return (
            *(self._proposal(part, about, verdict, self._areas(part)) for part in parts),
            *(self._proposal(part, about, verdict, areas) for part in whole),
        )

    def _parts(
        self, passages: Sequence[Passage], about: Circumstances, drafts: Sequence[int]
    ) -> Iterator[_Part]:
        """Points of a list of separate pledges, each with its kind and read by itself."""
        found = points(passages)
        if found is None:
            return
        for point in range(len(found.spans)):
            own = alone(passages, found, point)
            document = self._surveyor.survey(own, about)
            scores = judge(document, self._model, about, self._layer).scores
            yield _Part(max(drafts, key=lambda number: float(scores[number])), own, document)

    def _areas(self, part: _Part) -> tuple[ThemeFinding, ...]:
        return find_areas(part.document, self._model, taxonomy().ids, self._layer)

    def _proposal(
        self,
        part: _Part,
        about: Circumstances,
        verdict: Verdict,
        themes: tuple[ThemeFinding, ...],
    ) -> Proposal:
        """What a draft of one kind would say."""
        kind, document = KINDS[part.number], part.document
        areas = [theme.id for theme in themes]
        asked = kind is Kind.REQUEST
        found = facts.find(part.passages, document.sentences, about, kind)
        confidence = float(verdict.confidences[part.number])
        return Proposal(
            kind=kind,
            confidence=confidence,
            band=band(confidence),
            themes=themes,
            criteria=read_criteria(document, self._model, areas, part.passages) if asked else (),
            **_fields(heard(found, document, kind)),
        )


def _fields(stated: Findings) -> dict[str, Any]:
    """All that was found in so many words, under the same names in a proposal."""
    return {field.name: getattr(stated, field.name) for field in fields(stated)}


def _shipped_surveyor(card: Card) -> Surveyor:
    return Surveyor(Use(), Opinions() if asks_network(card.encoder) else None)


def load_reader(encoder: str | None = None) -> Reader:
    """Load the reader trained with an encoder: both (default), use, or the path of a folder.

    All that it needs is in memory afterwards: it may be walled off from the file system.

    Raises:
        ModelMissingError: nothing was trained with it.
        UnfitFolderError: the folder holds no encoder, or no reader that fits it.

    """
    folder = folder_of(encoder)
    if folder is None:
        reader = Reader(*numbers_for(encoder))
    else:
        contents = contents_of(folder)
        surveyor = Surveyor(GraphEncoder(contents))
        reader = Reader(*numbers_of(contents), surveyor=surveyor, folder=folder)
    reader.analyse(_WARM, Circumstances())
    return reader
