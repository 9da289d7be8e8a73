"""What a network thinks of texts whose voices it had not seen, kept for fitting what follows it.

Written by `python -m nlp.tuning`, read by `python -m nlp.training`; reading letters needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.network import FOLDER
from nlp.opinion import Opinion, parted, sentence_labels, whole_labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


FILE: Final = FOLDER / "held_out.npz"


def write(path: Path, opinions: Mapping[str, Opinion]) -> None:
    """Keep opinions by the ids of their texts."""
    order = sorted(opinions)
    whole = [np.concatenate([opinions[i].whole[n] for n in whole_labels()]) for i in order]
    close = [np.hstack([opinions[i].sentences[n] for n in sentence_labels()]) for i in order]
    np.savez_compressed(
        path,
        allow_pickle=False,
        ids=np.array(order),
        whole=np.array(whole, dtype=np.float16),
        sentences=np.vstack(close).astype(np.float16),
        counts=np.array([len(one) for one in close]),
    )


def read(path: Path) -> dict[str, Opinion]:
    """Opinions by the ids of their texts."""
    with np.load(path, allow_pickle=False) as packed:
        ends = np.cumsum(packed["counts"])[:-1]
        close = np.split(packed["sentences"].astype(np.float64), ends)
        return {
            str(name): Opinion(
                whole=parted(whole, whole_labels()), sentences=parted(rows, sentence_labels())
            )
            for name, whole, rows in zip(
                packed["ids"], packed["whole"].astype(np.float64), close, strict=True
            )
        }
