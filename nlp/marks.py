"""Marks of training texts laid on sentences: which of them a quoted piece touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.linear import Floats
    from nlp.sentence import Sentence


def marked(text: str, sentences: Sequence[Sentence], labels: Sequence[Sequence[str]]) -> Floats:
    """Sentences x labels: one where a mark of the label touches the sentence.

    Args:
        text: what the marks are exact pieces of.
        sentences: of this text as its only passage.
        labels: for each label its marks.

    """
    found = np.zeros((len(sentences), len(labels)))
    for column, marks in enumerate(labels):
        for mark in marks:
            start = text.find(mark)
            for row, sentence in enumerate(sentences):
                if start >= 0 and sentence.start < start + len(mark) and sentence.end > start:
                    found[row, column] = 1.0
    return found
