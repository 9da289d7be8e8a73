"""An encoder of sentences that lies in a folder: a graph, its vocabulary, one vector a text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from nlp.encoder import in_batches
from nlp.encoder_folder import GRAPH, SHIFTED, UnfitFolderError
from nlp.graph import open_graph, open_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.encoder import Vectors
    from nlp.encoder_folder import Contents
    from nlp.graph import Vocabulary

#: texts given to the graph at once; fewer than of the quick one, whose memory is far smaller
_BATCH: Final = 16
_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
#: names under which graphs give one vector for each token
_OUTPUTS: Final = ("last_hidden_state", "token_embeddings")
_TOKEN_AXES: Final = 3
_SMALLEST: Final = 1e-12


class GraphEncoder:
    """The encoder of a folder; loaded at first use."""

    def __init__(self, contents: Contents) -> None:
        """Take what lies in the folder."""
        self._contents = contents
        self._options = contents.options
        self.name = f"folder-{contents.fingerprint[:12]}"

    @cached_property
    def size(self) -> int:
        """The number of columns, as the graph gives them."""
        return int(self._rows(["a"]).shape[1])

    @cached_property
    def _session(self) -> Any:
        try:
            session = open_graph(self._contents.graph)
        except Exception as error:  # noqa: BLE001 - the library's own errors, whatever they are
            raise self._unfit(f"cannot be opened ({type(error).__name__})") from None
        strange = {one.name for one in session.get_inputs()} - _INPUTS
        if strange:
            raise self._unfit(f"wants {', '.join(sorted(strange))}, which we have not")
        return session

    @cached_property
    def _output(self) -> str:
        names = {one.name for one in self._session.get_outputs()}
        for name in _OUTPUTS:
            if name in names:
                return name
        raise self._unfit(f"gives neither {' nor '.join(_OUTPUTS)}")

    @cached_property
    def _numbering(self) -> _Numbering:
        try:
            vocabulary = open_vocabulary(self._contents.vocabulary)
        except Exception:  # noqa: BLE001 - the same
            wrong = f"{self._contents.vocabulary.name} is no vocabulary of sentencepiece"
            raise UnfitFolderError(self._contents.folder, wrong) from None
        return _numbering(vocabulary, self._options.numbering)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text (an empty text gives zeros)."""
        return in_batches(self._rows, texts, self.size, _BATCH)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        numbering, options = self._numbering, self._options
        lines = [numbering.line(options.prefix + text, options.longest) for text in texts]
        longest = max(1, *(len(line) for line in lines))
        ids = np.full((len(lines), longest), numbering.filling, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, line in enumerate(lines):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
        states = self._states(ids, mask)
        if options.pooling == "first":
            pooled = states[:, 0]
        else:
            shown = mask[:, :, None].astype(np.float32)
            pooled = (states * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1.0)
        # nothing of a text that has no token may come from what fills its line
        pooled = np.where(mask[:, :1] > 0, pooled, 0.0).astype(np.float32)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        rows: Vectors = pooled / np.maximum(lengths, _SMALLEST)
        return rows

    def _states(self, ids: Any, mask: Any) -> Vectors:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        feed = {
            one.name: given[one.name].astype(np.int32 if "int32" in one.type else np.int64)
            for one in self._session.get_inputs()
        }
        output = self._output
        try:
            (states,) = self._session.run([output], feed)
        except Exception as error:  # noqa: BLE001 - the same
            wrong = f"fails on what its vocabulary gives ({type(error).__name__})"
            raise self._unfit(wrong) from None
        if states.ndim != _TOKEN_AXES:
            raise self._unfit(f"gives no vector for each token as {output}")
        found: Vectors = states.astype(np.float32)
        return found

    def _unfit(self, wrong: str) -> UnfitFolderError:
        return UnfitFolderError(self._contents.folder, f"{GRAPH} {wrong}")


class _Numbering(NamedTuple):
    """From a text to the numbers that a graph wants."""

    vocabulary: Vocabulary
    begin: tuple[int, ...]
    end: tuple[int, ...]
    filling: int
    is_shifted: bool

    def line(self, text: str, longest: int) -> list[int]:
        """Numbers of a text between its marks, as many as are read."""
        pieces = self.vocabulary.tokens(text)[: longest - len(self.begin) - len(self.end)]
        if self.is_shifted:
            # the piece that stands for what is unknown is the first there, the fourth here
            pieces = [piece + 1 if piece else 3 for piece in pieces]
        return [*self.begin, *pieces, *self.end]


def _numbering(vocabulary: Vocabulary, name: str) -> _Numbering:
    if name == SHIFTED:
        return _Numbering(vocabulary, begin=(0,), end=(2,), filling=1, is_shifted=True)
    begin, end, filling = vocabulary.marks
    return _Numbering(
        vocabulary,
        begin=(begin,) if begin >= 0 else (),
        end=(end,) if end >= 0 else (),
        filling=max(filling, 0),
        is_shifted=False,
    )
