"""Figures by language and by label, so that an average hides nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlp.training_tune import f1

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nlp.linear import Floats


def by_language(
    voices: Sequence[str], truth: Floats, said: Floats, measure: Callable[[Floats, Floats], float]
) -> dict[str, dict[str, float]]:
    """Language -> the value of a measure on its texts, and their number.

    Args:
        voices: of the texts; the language stands before the colon.
        truth: texts x labels.
        said: texts x labels.
        measure: of truth and said.

    """
    spoken = np.array([voice.partition(":")[0] for voice in voices])
    return {
        str(one): {
            "value": round(measure(truth[spoken == one], said[spoken == one]), 4),
            "texts": int((spoken == one).sum()),
        }
        for one in np.unique(spoken)
    }


def by_label(names: Sequence[str], truth: Floats, said: Floats) -> dict[str, dict[str, float]]:
    """Label -> its F1, and the number of texts that have it."""
    return {
        name: {"value": round(f1(truth[:, i], said[:, i]), 4), "texts": int(truth[:, i].sum())}
        for i, name in enumerate(names)
    }
