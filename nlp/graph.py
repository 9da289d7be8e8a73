"""The one door of onnxruntime and sentencepiece: opens graphs and vocabularies."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class Vocabulary:
    """Cuts a text into pieces of words that have numbers."""

    def __init__(self, processor: Any) -> None:
        """Take the library's processor."""
        self._processor = processor

    def tokens(self, text: str) -> list[int]:
        """Numbers of the pieces, without marks for beginning and end."""
        one_line = " ".join(unicodedata.normalize("NFKC", text).split())
        return list(self._processor.encode(one_line))

    @property
    def marks(self) -> tuple[int, int, int]:
        """Numbers of the marks for beginning, end and filling; -1 for one that it lacks."""
        named = self._processor
        return named.bos_id(), named.eos_id(), named.pad_id()

    def save(self, path: Path) -> None:
        """Write it as the library reads it."""
        path.write_bytes(self._processor.serialized_model_proto())


def open_graph(path: Path) -> Any:
    """A session; of one thread, so that a process that has it loaded may still be forked."""
    import onnxruntime  # noqa: PLC0415 - only where it is used

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # weights are widened once, at loading: a third less time for each letter
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_vocabulary(path: Path) -> Vocabulary:
    """A vocabulary as sentencepiece writes it."""
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 - only where it is used

    return Vocabulary(SentencePieceProcessor(model_file=str(path)))
