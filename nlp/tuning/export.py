"""The raised network as files: a graph with weights of eight bits, its vocabulary, its heads."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional

from nlp.network import GRAPH, HEADS, VOCABULARY

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.graph import Vocabulary
    from nlp.tuning.features import Lower
    from nlp.tuning.fit import Upper
    from nlp.tuning.net import Heads

_OPERATORS: Final = 17
#: a matrix smaller than this stays as it is
_LEAST: Final = 100_000
_STEPS: Final = 127.0


class _Whole(torch.nn.Module):
    """Both halves in a row, for one window without padding."""

    def __init__(self, lower: Lower, upper: Upper) -> None:
        super().__init__()
        self.words, self.lower, self.upper = lower.words, lower.layers, upper.layers

    def forward(self, ids: Any) -> Any:
        before = self.words(ids)
        for layer in self.lower:
            before = _plain_step(layer, before)
        words = before
        for layer in self.upper:
            words = _plain_step(layer, words)
        return torch.cat([words, before], -1)


def _plain_step(layer: Any, words: Any) -> Any:
    """A layer in operators that every runtime has."""
    windows, count, columns = words.shape
    width = columns // layer.heads

    def parted(part: Any) -> Any:
        return part(words).view(windows, count, layer.heads, width).transpose(1, 2)

    near = parted(layer.q) @ parted(layer.k).transpose(-1, -2) / width**0.5
    attended = (torch.softmax(near, -1) @ parted(layer.v)).transpose(1, 2)
    words = layer.aln(words + layer.ao(attended.reshape(windows, count, columns)))
    return layer.oln(words + layer.fo(functional.gelu(layer.fi(words))))


def write(lower: Lower, upper: Upper, vocabulary: Vocabulary, folder: Path) -> None:
    """Write graph, vocabulary and heads."""
    folder.mkdir(parents=True, exist_ok=True)
    network = _Whole(lower, upper).eval()
    packed = io.BytesIO()
    torch.onnx.export(
        network,
        (torch.zeros(1, 16, dtype=torch.long),),
        packed,
        input_names=["ids"],
        output_names=["states"],
        dynamic_axes={"ids": {1: "words"}},
        opset_version=_OPERATORS,
        dynamo=False,
    )
    graph = narrowed(onnx.load_from_string(packed.getvalue()))
    (folder / GRAPH).write_bytes(graph.SerializeToString())
    vocabulary.save(folder / VOCABULARY)
    np.savez_compressed(folder / HEADS, allow_pickle=False, **_numbers(upper.heads))


def _numbers(heads: Heads) -> dict[str, Any]:
    parts = {
        "sentence": heads.sentence.weight,
        "sentence_offset": heads.sentence.bias,
        "whole": heads.whole.weight,
        "whole_offset": heads.whole.bias,
        "shares": functional.softplus(heads.shares),
    }
    return {name: one.detach().numpy().astype(np.float32) for name, one in parts.items()}


def narrowed(model: Any) -> Any:
    """Large matrices to eight bits with a scale for each column (words: for each row)."""
    graph = model.graph
    words = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    for tensor in [one for one in graph.initializer if np.prod(one.dims) >= _LEAST]:
        numbers = numpy_helper.to_array(tensor)
        axis = 0 if tensor.name in words else 1
        scale = np.abs(numbers).max(axis=1 - axis, keepdims=True) / _STEPS + 1e-12
        small = np.round(numbers / scale).astype(np.int8)
        name = tensor.name
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(small, f"{name}.small"))
        if axis == 0:
            _widen_words(graph, name, scale.astype(np.float32))
        else:
            _widen_matrix(graph, name, scale.reshape(-1).astype(np.float32))
    return model


def _widen_matrix(graph: Any, name: str, scale: Any) -> None:
    graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
    node = helper.make_node(
        "DequantizeLinear", [f"{name}.small", f"{name}.scale"], [name], f"{name}.wide", axis=1
    )
    graph.node.insert(0, node)


def _widen_words(graph: Any, name: str, scale: Any) -> None:
    """Only the rows that are looked up are widened: the table stays small in memory."""
    graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
    at = next(i for i, node in enumerate(graph.node) if name in node.input)
    node = graph.node[at]
    ids, out = node.input[1], node.output[0]
    graph.node.remove(node)
    steps = [
        helper.make_node("Gather", [f"{name}.small", ids], [f"{name}.rows"]),
        helper.make_node("Cast", [f"{name}.rows"], [f"{name}.real"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [f"{name}.scale", ids], [f"{name}.scales"]),
        helper.make_node("Mul", [f"{name}.real", f"{name}.scales"], [out]),
    ]
    for offset, step in enumerate(steps):
        graph.node.insert(at + offset, step)
