"""What the network thinks of a message: scores of every label, for the whole and each sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.criteria import criteria
from nlp.network import FOLDER, HEADS, Network
from nlp.reading import KINDS
from nlp.taxonomy import taxonomy
from nlp.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nlp.linear import Floats
    from nlp.windows import Window

#: score of a sentence that was not read
UNREAD: Final = -9.0
FORMS: Final = ("technical", "material", "financial")
FLAGS: Final = ("emergency", "urgent")
CONSENT: Final = ("given", "refused")
CHANNELLING: Final = ("unhcr", "bilateral")
#: a question about the whole whose sentences are asked under another name
_SENTENCES_OF: Final = {"kinds": "acts"}


def whole_labels() -> dict[str, int]:
    """Questions about the whole message and the number of their labels, in order of the columns."""
    book = criteria()
    return {
        "kinds": len(KINDS),
        "areas": len(taxonomy().ids),
        "criteria": len(book.ids),
        "parts": len(book.parts),
        "consent": len(CONSENT),
        "channelling": len(CHANNELLING),
        "forms": len(FORMS),
        "flags": len(FLAGS),
    }


def sentence_labels() -> dict[str, int]:
    """Questions about a sentence and the number of their labels, in order of the columns.

    `acts`: for which kind it speaks. `conditions`: whether it limits what is said.
    """
    whole = whole_labels()
    asked = ("areas", "criteria", "parts", "consent", "channelling")
    return {"acts": len(KINDS), **{name: whole[name] for name in asked}, "conditions": 1}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinion:
    """Scores; above zero speaks for a label."""

    #: question -> labels
    whole: dict[str, Floats]
    #: question -> sentences x labels
    sentences: dict[str, Floats]


class Heads:
    """The numbers that turn vectors of the network into scores."""

    def __init__(self, arrays: dict[str, Floats]) -> None:
        """Take `whole` and `sentence` weights with their offsets, and `shares`.

        `shares`: how much the sentences together add to the whole, one for each question.
        """
        self._arrays = arrays

    def opinion(self, tokens: Floats, owners: Sequence[int], count: int) -> Opinion:
        """Scores from the vectors of all tokens.

        Args:
            tokens: tokens x columns of the last layer, then as many of the layer before those
                that were raised, where a word knows less of the message around it.
            owners: for each token the number of its sentence, or a negative one.
            count: number of sentences.

        """
        numbers = np.asarray(owners)
        words, before = np.hsplit(tokens, 2)
        message = _usual(words.mean(axis=0))
        beside = np.zeros((count, 3 * words.shape[1]))
        read = np.zeros(count, dtype=bool)
        for number in range(count):
            mine = numbers == number
            if mine.any():
                parts = (words[mine].mean(axis=0), before[mine].mean(axis=0))
                beside[number] = np.hstack([_usual(parts[0]), message, _usual(parts[1])])
                read[number] = True
        sentences = self._sentences(beside, read)
        return Opinion(whole=self._whole(message, sentences, read), sentences=sentences)

    def _sentences(self, beside: Floats, read: Floats) -> dict[str, Floats]:
        scores = beside @ self._arrays["sentence"].T + self._arrays["sentence_offset"]
        scores[~read.astype(bool)] = UNREAD
        return parted(scores, sentence_labels())

    def _whole(
        self, message: Floats, sentences: dict[str, Floats], read: Floats
    ) -> dict[str, Floats]:
        scores = message @ self._arrays["whole"].T + self._arrays["whole_offset"]
        found = parted(scores, whole_labels())
        if read.any():
            for name, share in zip(found, self._arrays["shares"], strict=True):
                below = sentences.get(_SENTENCES_OF.get(name, name))
                if below is not None:
                    found[name] = found[name] + share * _together(below[read.astype(bool)])
        return found


class Opinions:
    """Reads messages with the network; loaded at first use."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Take the folder of a network with its heads."""
        self._folder = folder
        self._network = Network(folder)

    @cached_property
    def _heads(self) -> Heads:
        with np.load(self._folder / HEADS, allow_pickle=False) as packed:
            return Heads({name: packed[name].astype(np.float64) for name in packed.files})

    def of(self, sentences: Sequence[str], subject: str) -> Opinion:
        """What the network thinks of a message of these sentences, in order."""
        cut = windows(sentences, subject, self._network.tokens)
        tokens = np.vstack([self._network.states(window.ids) for window in cut])
        return self._heads.opinion(tokens.astype(np.float64), _owners(cut), len(sentences))


def _owners(cut: Sequence[Window]) -> list[int]:
    return [owner for window in cut for owner in window.owners]


def parted(scores: Floats, labels: dict[str, int]) -> dict[str, Floats]:
    """Columns of scores by the questions that they answer."""
    ends = np.cumsum(list(labels.values()))[:-1]
    return dict(zip(labels, np.split(scores, ends, axis=-1), strict=True))


def _usual(vector: Floats) -> Floats:
    """Mean zero and spread one, as the network was trained."""
    usual: Floats = (vector - vector.mean()) / np.sqrt(vector.var() + 1e-5)
    return usual


def _together(scores: Floats) -> Floats:
    """Logarithm of the sum of exponentials over the sentences."""
    top = scores.max(axis=0)
    together: Floats = top + np.log(np.exp(scores - top).sum(axis=0))
    return together
