"""The numbers of a network that was written before, to go on from where no others were kept.

What eight bits a number lost is lost; a round over all texts mends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from nlp.network import GRAPH, HEADS
from nlp.tuning.net import MATRICES, NORMS, RAISED

if TYPE_CHECKING:
    from pathlib import Path

_HEADS: Final = {
    "heads.sentence.weight": "sentence",
    "heads.sentence.bias": "sentence_offset",
    "heads.whole.weight": "whole",
    "heads.whole.bias": "whole_offset",
}


def numbers_of(folder: Path) -> dict[str, Any]:
    """The raised layers and heads of the network in a folder, named as in `fit.Upper`."""
    graph = onnx.load(folder / GRAPH).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found: dict[str, Any] = {}
    for number in range(RAISED):
        for name in MATRICES:
            offset = f"upper.{number}.{name}.bias"
            matrix = _multiplied_before(graph, offset)
            wide = held[f"{matrix}.small"] * held[f"{matrix}.scale"]
            found[f"layers.{number}.{name}.weight"] = wide.T
            found[f"layers.{number}.{name}.bias"] = held[offset]
        for name in NORMS:
            for kind in ("weight", "bias"):
                found[f"layers.{number}.{name}.{kind}"] = held[f"upper.{number}.{name}.{kind}"]
    with np.load(folder / HEADS, allow_pickle=False) as packed:
        found |= {name: packed[stored] for name, stored in _HEADS.items()}
        # what `export.py` wrote is never negative; this undoes it
        found["heads.shares"] = np.log(np.expm1(packed["shares"]))
    return {name: torch.tensor(np.array(one, dtype=np.float32)) for name, one in found.items()}


def _multiplied_before(graph: Any, offset: str) -> str:
    """The matrix whose product an offset is added to."""
    added = next(node for node in graph.node if node.op_type == "Add" and offset in node.input)
    product = next(one for one in added.input if one != offset)
    node = next(node for node in graph.node if product in node.output)
    name: str = node.input[1]
    return name
