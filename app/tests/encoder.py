"""An ONNX encoder as small as the smallest BERT, with random weights: what it costs is what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import helper, numpy_helper

from app.tests.models import save, value

if TYPE_CHECKING:
    from pathlib import Path

    import onnx

_LAYERS, _WIDTH, _HEADS = 2, 128, 2
WORDS = 8192
"""Words that it knows, by their numbers from 0."""


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._dice = np.random.default_rng(7)

    def weight(self, *shape: int) -> str:
        name = f"w{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(self._dice.normal(0, 0.05, shape).astype(np.float32), name))
        return name

    def numbers(self, *values: int) -> str:
        name = f"n{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as ONNX has them
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def split(self, rows: str) -> str:
        """Return a tensor of rows, heads, words and the rest."""
        shape = self.numbers(0, 0, _HEADS, _WIDTH // _HEADS)
        return self.add("Transpose", self.add("Reshape", rows, shape), perm=[0, 2, 1, 3])

    def normed(self, rows: str) -> str:
        return self.add("LayerNormalization", rows, self.weight(_WIDTH), self.weight(_WIDTH), axis=-1)

    def layer(self, rows: str) -> str:
        query, key, content = (self.split(self.add("MatMul", rows, self.weight(_WIDTH, _WIDTH))) for _ in range(3))
        scores = self.add("MatMul", query, self.add("Transpose", key, perm=[0, 1, 3, 2]))
        mixed = self.add("MatMul", self.add("Softmax", scores, axis=-1), content)
        joined = self.add("Reshape", self.add("Transpose", mixed, perm=[0, 2, 1, 3]), self.numbers(0, 0, _WIDTH))
        found = self.normed(self.add("Add", rows, self.add("MatMul", joined, self.weight(_WIDTH, _WIDTH))))
        wide = self.add("Relu", self.add("MatMul", found, self.weight(_WIDTH, 4 * _WIDTH)))
        return self.normed(self.add("Add", found, self.add("MatMul", wide, self.weight(4 * _WIDTH, _WIDTH))))


def encoder(path: Path) -> Path:
    """Save the model: rows of word numbers in, a vector for each row out."""
    graph = _Graph()
    rows = graph.normed(graph.add("Gather", graph.weight(WORDS, _WIDTH), "words"))
    for _ in range(_LAYERS):
        rows = graph.layer(rows)
    graph.nodes.append(helper.make_node("ReduceMean", [rows], ["vector"], axes=[1], keepdims=0))
    outputs = [value("vector", "FP32", ["rows", _WIDTH])]
    return save(path, graph.nodes, [value("words", "INT64", ["rows", "length"])], outputs, graph.constants)
