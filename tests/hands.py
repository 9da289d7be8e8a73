"""A fake of the guard: the real parser and extractor in this process, a reader of one word."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest import extract, mail
from ingest.errors import GuardError
from ingest.ocr import OcrOptions
from nlp.reading import (
    Band,
    Circumstances,
    Evidence,
    Kind,
    KindFinding,
    Passage,
    Proposal,
    Reading,
    Role,
    ThemeFinding,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.inbound import InboundMessage
    from ingest.segment import Document
    from nlp.analyse import Reader

READING = Reading(
    language="en",
    languages=("en",),
    passage_languages=(),
    kinds=(KindFinding(kind=Kind.OTHER, confidence=0.9, band=Band.SURE),),
    proposals=(),
    unread=(),
    model_version="fake-1",
    taxonomy_version="areas-1",
    criteria_version="criteria-1",
)


@dataclass
class FakeHands:
    """Finds a request wherever somebody but the quoted says `request`, else the kind it is given.

    Of a kind that it is told, it finds the word `need`.

    `broken` maps "parse", "read" or a file's name to the code of the trouble it makes.
    """

    kind: Kind = Kind.OTHER
    band: Band = Band.SURE
    broken: dict[str, str] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    extracted: list[str] = field(default_factory=list)
    passages: Sequence[Passage] = ()
    about: Circumstances | None = None

    def parse(self, raw: bytes, *, envelope_sender: str | None) -> InboundMessage:
        self._break("parse")
        return mail.parse(raw, envelope_sender=envelope_sender)

    def extract(self, name: str, media_type: str, content: bytes) -> Document:
        self.extracted.append(name)
        return extract.extract(name, media_type, content, ocr=OcrOptions(enabled=False))

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        self._break("read")
        self.passages, self.about = passages, about
        word = "need" if told else "request"
        proposals = tuple(
            one for kind in told or (Kind.REQUEST,) for one in self._proposals(passages, word, kind)
        )
        kind = Kind.REQUEST if proposals else self.kind
        return replace(
            READING,
            passage_languages=("en",) * len(passages),
            kinds=(KindFinding(kind=kind, confidence=0.9, band=self.band),),
            proposals=proposals,
            unread=self.unread,
        )

    def _break(self, step: str) -> None:
        if step in self.broken:
            raise GuardError(self.broken[step])

    @staticmethod
    def _proposals(passages: Sequence[Passage], word: str, kind: Kind) -> list[Proposal]:
        for number, passage in enumerate(passages):
            start = passage.text.find(word)
            if start >= 0 and passage.role is not Role.QUOTED:
                end = start + len(word)
                quote = Evidence(passage=number, start=start, end=end, quote=word)
                theme = ThemeFinding(id="coi", confidence=0.8, evidence=(quote,))
                return [
                    Proposal(
                        kind=kind,
                        confidence=0.9,
                        band=Band.SURE,
                        states=("TD",),
                        themes=(theme,),
                    )
                ]
        return []


@dataclass
class ReadingHands(FakeHands):
    """The same with a real reader."""

    reader: Reader | None = None

    def read(
        self, passages: Sequence[Passage], about: Circumstances, told: Sequence[Kind] = ()
    ) -> Reading:
        assert self.reader is not None
        return self.reader.analyse(passages, about, told=told)
