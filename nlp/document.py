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
    from nlp.opinion import Opinion, Opinions
    from nlp.reading import Circumstances, Passage
    from nlp.sentence import Sentence

#: roles whose sentences may be evidence
EVIDENT: Final = frozenset({Role.OWN, Role.ATTACHED, Role.FORWARDED})
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
    #: what the network thinks of it, where there is one
    opinion: Opinion | None = None


class Surveyor:
    """Makes documents of messages."""

    def __init__(self, encoder: Encoder, opinions: Opinions | None = None) -> None:
        """Take the encoder of sentences, and the network where it is to be asked."""
        self._encoder = encoder
        self._opinions = opinions

    def survey(self, passages: Sequence[Passage], about: Circumstances) -> Document:
        """Cut and encode a message.

        Quoted history and signatures are read only where there is nothing else, and even then
        their sentences are no evidence.
        """
        everything, unread = cut(passages)
        evident = tuple(s for s in everything if s.role in EVIDENT)
        texts = [plain(s.text) for s in evident or everything]
        subject = plain(about.subject or "")[:_SUBJECT]
        rows = self._encoder.encode([*texts, subject] if subject else texts).astype(np.float64)
        return Document(
            sentences=evident,
            unread=unread,
            rows=rows,
            whole=rows.mean(axis=0) if len(rows) else np.zeros(self._encoder.size),
            opinion=self._opinions.of(texts, subject) if self._opinions and len(rows) else None,
        )
