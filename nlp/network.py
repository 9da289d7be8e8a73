"""The network: words in their context to vectors. The one door of onnxruntime and sentencepiece.

A graph and its vocabulary lie in one folder (`python -m nlp.tuning` writes them); the graph takes
the numbers of the tokens of one window and gives a vector for each token, so that any sentence
encoder of this shape can take its place.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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


class Vocabulary:
    """Cuts a text into pieces of words that have numbers."""

    def __init__(self, processor: Any) -> None:
        """Take the library's processor."""
        self._processor = processor

    def tokens(self, text: str) -> list[int]:
        """Numbers of the pieces, without marks for beginning and end."""
        one_line = " ".join(unicodedata.normalize("NFKC", text).split())
        return list(self._processor.encode(one_line))

    def save(self, path: Path) -> None:
        """Write it as the library reads it."""
        path.write_bytes(self._processor.serialized_model_proto())


class Network:
    """Loaded at first use; one thread, so that a process that has it loaded may still be forked."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Take the folder of a graph and its vocabulary."""
        self._folder = folder

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # noqa: PLC0415 - only where it is used

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # weights are widened once, at loading: a third less time for each letter
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        return onnxruntime.InferenceSession(
            str(self._folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 - only where it is used

        return Vocabulary(SentencePieceProcessor(model_file=str(self._folder / VOCABULARY)))

    def tokens(self, text: str) -> list[int]:
        """Numbers of the tokens of a sentence, as many as are read of one."""
        return self._vocabulary.tokens(text)[:LONGEST]

    def states(self, window: Sequence[int]) -> NDArray[np.float32]:
        """One vector for each token of a window."""
        ids = np.array([window], dtype=np.int64)
        (states,) = self._session.run(None, {"ids": ids})
        found: NDArray[np.float32] = states[0]
        return found
