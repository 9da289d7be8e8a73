"""Two voices made one: the quick regressions on sentence vectors, and the network where it spoke.

How much each of them counts is fitted on voices that neither had seen (`python -m nlp.training`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlp.linear import logit, softmax

if TYPE_CHECKING:
    from nlp.linear import Floats, Linear
    from nlp.opinion import Opinion


def log_shares(scores: Floats) -> Floats:
    """Logarithm of the shares of each label."""
    shares: Floats = np.log(softmax(scores) + 1e-9)
    return shares


def kind_voices(quick: Floats, opinion: Opinion | None) -> Floats:
    """Voices x kinds for one message, the quick one first.

    Args:
        quick: scores of the kinds from the vector of the whole.
        opinion: what the network thinks.

    """
    heard = [quick] if opinion is None else [quick, opinion.whole["kinds"]]
    return np.stack([log_shares(one) for one in heard])


def sentence_voices(rows: Floats, linear: Linear, question: str, opinion: Opinion | None) -> Floats:
    """Sentences x labels x voices: quick, the sentence in its context, the whole message.

    The last label of the quick one, "none", is left out. Rows beyond the sentences (the subject)
    hear the quick voice alone and are left out where the network spoke.
    """
    quick = logit(softmax(linear.scores(rows))[:, :-1])
    if opinion is None:
        return quick[:, :, None]
    close = opinion.sentences[question]
    whole = np.tile(opinion.whole[question], (len(close), 1))
    return np.stack([quick[: len(close)], close, whole], axis=2)


def mixed(voices: Floats, weights: Floats) -> Floats:
    """Voices weighed and added; the last weight is an offset."""
    together: Floats = voices @ weights[:-1] + weights[-1]
    return together
