"""The index of marked sentences, made of the training texts with the quick encoder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp.neighbours import MARKS, Index, fingerprint_of, lines_of
from nlp.normalise import plain

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.encoder import Encoder
    from nlp.linear import Floats

#: columns of the index: enough to find candidates, which are measured exactly when asked for
_COLUMNS: Final = 64
_LARGEST: Final = 127


def index_of(folder: Path, encoder: Encoder) -> Index:
    """Encode every marked sentence of the texts of a folder."""
    lines = lines_of(folder)
    texts: list[dict[str, Any]] = [json.loads(line) for line in lines]
    places = [
        (owner, group, label, number)
        for owner, text in enumerate(texts)
        for group, field in MARKS.items()
        for label, marks in text.get(field, {}).items()
        for number in range(len(marks))
    ]
    quotes = [texts[owner][MARKS[group]][label][n] for owner, group, label, n in places]
    vectors = encoder.encode([plain(quote) for quote in quotes]).astype(np.float64)
    projection = _main_directions(vectors)
    coarse = vectors @ projection
    return Index(
        texts=fingerprint_of(lines),
        projection=projection.astype(np.float16),
        rows=np.round(coarse / np.abs(coarse).max() * _LARGEST).astype(np.int8),
        owners=np.array([place[0] for place in places], dtype=np.int32),
        places=np.array([[str(part) for part in place[1:]] for place in places]),
    )


def _main_directions(vectors: Floats) -> Floats:
    """The few directions in which the sentences differ most."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    main: Floats = directions[:, ::-1][:, :_COLUMNS]
    return main
