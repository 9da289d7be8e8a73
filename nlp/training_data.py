"""Training texts turned to numbers: documents with the labels of the whole and of sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.criteria import criteria
from nlp.document import Surveyor
from nlp.encoder import Use
from nlp.marks import marked
from nlp.normalise import plain
from nlp.reading import DRAFT_KINDS, KINDS, Kind
from nlp.records import circumstances_of, passages_of
from nlp.taxonomy import taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nlp.document import Document
    from nlp.encoder import Encoder, Vectors
    from nlp.linear import Floats
    from nlp.opinion import Opinion
    from nlp.records import Record

CORPUS: Final = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """One labelled text as numbers; ones and zeros where labels are."""

    voice: str
    document: Document
    kinds: Floats
    areas: Floats
    #: rows x areas, rows x criteria, rows x parts: one where a mark touches the sentence
    area_marks: Floats
    criterion_marks: Floats
    part_marks: Floats
    leads_to_draft: bool
    is_request: bool


class Remembering:
    """An encoder that keeps what it encoded in a file; equal texts are never encoded twice."""

    def __init__(self, encoder: Encoder, folder: Path | None) -> None:
        """Take an encoder and the folder to keep vectors in, None for none."""
        self.name, self.size = encoder.name, encoder.size
        self._encoder = encoder
        self._path = folder / f"{encoder.name}.npz" if folder else None
        self._known: dict[str, Vectors] = {}
        if self._path and self._path.exists():
            with np.load(self._path) as kept:
                self._known = dict(zip(kept["keys"], kept["rows"], strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        rows = self._encoder.encode(list(new.values()))
        self._known.update(zip(new, rows, strict=True))
        if not texts:
            return np.zeros((0, self.size), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def keep(self) -> None:
        """Write what is known to the file."""
        if self._path and self._known:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                self._path, keys=np.array(list(self._known)), rows=np.stack([*self._known.values()])
            )


def remembering(folder: Path | None, encoder: Encoder | None = None) -> Remembering:
    """An encoder with a memory; the quick one by default."""
    return Remembering(encoder or Use(), folder)


def samples(
    records: Iterable[Record], encoder: Encoder, opinions: Mapping[str, Opinion]
) -> list[Sample]:
    """Numbers for every record; some with what a network thinks that had not seen their voice."""
    surveyor = Surveyor(encoder)
    return [_sample(record, surveyor, opinions.get(record.id)) for record in records]


def prototypes(encoder: Encoder) -> tuple[Floats, Floats]:
    """Encoded descriptions of the areas, and the number of the area that each describes."""
    texts, owners = [], []
    for number, area in enumerate(taxonomy().areas):
        for text in area.descriptions():
            texts.append(plain(text))
            owners.append(number)
    return encoder.encode(texts).astype(np.float64), np.array(owners, dtype=np.float64)


def fingerprint(records: Sequence[Record]) -> str:
    """Hash of the texts and labels, whatever their files and order."""
    lines = sorted(repr(record) for record in records)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _sample(record: Record, surveyor: Surveyor, opinion: Opinion | None) -> Sample:
    document = surveyor.survey(passages_of(record), circumstances_of(record))
    document = replace(document, opinion=opinion)
    ids, book = taxonomy().ids, criteria()
    criterion_marks = {name: (quote,) for name, quote in record.criteria.items()}
    part_marks = {name: (quote,) for name, quote in record.parts.items()}
    return Sample(
        voice=record.voice,
        document=document,
        kinds=np.array([float(kind in record.kinds) for kind in KINDS]),
        areas=np.array([float(area in record.themes) for area in ids]),
        area_marks=_marks(record.text, document, record.theme_marks, ids),
        criterion_marks=_marks(record.text, document, criterion_marks, book.ids),
        part_marks=_marks(record.text, document, part_marks, book.parts),
        leads_to_draft=bool(set(record.kinds) & set(DRAFT_KINDS)),
        is_request=Kind.REQUEST in record.kinds,
    )


def _marks(
    text: str, document: Document, marks: Mapping[str, Sequence[str]], names: Sequence[str]
) -> Floats:
    """Rows x names; the row of the subject, which comes last, bears no mark."""
    found = np.zeros((len(document.rows), len(names)))
    labels = [marks.get(name, ()) for name in names]
    found[: len(document.sentences)] = marked(text, document.sentences, labels)
    return found
