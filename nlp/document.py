"""A message as the reader sees it: its sentences, and vectors for each and for the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.normalise import plain
from nlp.reading import Role
from nlp.sentences import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.encoder import Encoder
    from nlp.linear import Floats
    from nlp.reading import Circumstances, Passage
    from nlp.sentence import Sentence

#: roles whose sentences may be evidence
EVIDENT: Final = frozenset({Role.OWN, Role.ATTACHED, Role.FORWARDED})
#: characters of neighbouring sentences that a wide encoder reads together
_CHUNK: Final = 400
#: chunks of one message that a wide encoder reads; the rest is read by the quick one alone
_MOST_CHUNKS: Final = 8
#: characters of a subject that are read
_SUBJECT: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """Sentences that may be evidence, with their vectors."""

    sentences: tuple[Sentence, ...]
    #: passages that were not read to their end
    unread: tuple[int, ...]
    #: one row for each sentence, the subject's row after them where there is a subject
    rows: Floats
    #: one vector for the whole message
    whole: Floats


class Surveyor:
    """Makes documents of messages with one or two encoders."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        """Take the encoders in the order of the columns."""
        self._encoders = tuple(encoders)

    def survey(self, passages: Sequence[Passage], about: Circumstances) -> Document:
        """Cut and encode a message.

        Quoted history and signatures are read only where there is nothing else, and even then
        their sentences are no evidence.
        """
        everything, unread = cut(passages)
        evident = tuple(s for s in everything if s.role in EVIDENT)
        texts = [plain(s.text) for s in evident or everything]
        subject = plain(about.subject or "")[:_SUBJECT]
        views = [
            _wide(encoder, texts, subject) if encoder.wide else _close(encoder, texts, subject)
            for encoder in self._encoders
        ]
        return Document(
            sentences=evident,
            unread=unread,
            rows=np.hstack([rows for rows, _ in views]),
            whole=np.concatenate([whole for _, whole in views]),
        )


def _close(encoder: Encoder, texts: Sequence[str], subject: str) -> tuple[Floats, Floats]:
    """Every sentence by itself; the whole is their mean."""
    rows = encoder.encode([*texts, subject] if subject else texts).astype(np.float64)
    return rows, rows.mean(axis=0) if len(rows) else np.zeros(encoder.size)


def _wide(encoder: Encoder, texts: Sequence[str], subject: str) -> tuple[Floats, Floats]:
    """Every sentence as part of its neighbourhood; the whole is the mean of these."""
    chunks = _chunks(texts)
    joined = [" ".join(texts[i] for i in chunk) for chunk in chunks[:_MOST_CHUNKS]]
    if subject:
        joined = [f"{subject}. {joined[0]}", *joined[1:]] if joined else [subject]
    read = encoder.encode(joined).astype(np.float64)
    whole = read.mean(axis=0) if len(read) else np.zeros(encoder.size)
    rows = np.tile(whole, (len(texts) + bool(subject), 1))
    for vector, chunk in zip(read, chunks, strict=False):
        rows[chunk] = vector
    if subject:
        rows[-1] = read[0]
    return rows, whole


def _chunks(texts: Sequence[str]) -> list[list[int]]:
    """Numbers of neighbouring sentences, about _CHUNK characters together."""
    chunks: list[list[int]] = []
    filled = _CHUNK
    for number, text in enumerate(texts):
        if filled + len(text) > _CHUNK:
            chunks.append([])
            filled = 0
        chunks[-1].append(number)
        filled += len(text)
    return chunks
