"""The network: words in their context to vectors.

A graph and its vocabulary lie in one folder (`python -m nlp.tuning` writes them); the graph takes
the numbers of the tokens of one window and gives a vector for each token.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nlp.graph import open_graph, open_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlp.graph import Vocabulary

FOLDER: Final = Path(__file__).with_name("models") / "network"
GRAPH: Final = "network.onnx"
VOCABULARY: Final = "vocabulary.model"
HEADS: Final = "heads.npz"
#: tokens of one sentence that are read
LONGEST: Final = 300


def fingerprint_of(folder: Path = FOLDER) -> str:
    """Hash of all files of a network that reading needs."""
    digest = hashlib.sha256()
    for name in (GRAPH, VOCABULARY, HEADS):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


class Network:
    """A graph with its vocabulary; loaded at first use."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Take the folder of a graph and its vocabulary."""
        self._folder = folder

    @cached_property
    def _session(self) -> Any:
        return open_graph(self._folder / GRAPH)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return open_vocabulary(self._folder / VOCABULARY)

    def tokens(self, text: str) -> list[int]:
        """Numbers of the tokens of a sentence, as many as are read of one."""
        return self._vocabulary.tokens(text)[:LONGEST]

    def states(self, window: Sequence[int]) -> NDArray[np.float32]:
        """One vector for each token of a window."""
        ids = np.array([window], dtype=np.int64)
        (states,) = self._session.run(None, {"ids": ids})
        found: NDArray[np.float32] = states[0]
        return found
