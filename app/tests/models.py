"""Small ONNX models, made as they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from app.server.datatypes import NUMPY

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = {
    "BOOL": TensorProto.BOOL,
    "UINT8": TensorProto.UINT8,
    "UINT16": TensorProto.UINT16,
    "UINT32": TensorProto.UINT32,
    "UINT64": TensorProto.UINT64,
    "INT8": TensorProto.INT8,
    "INT16": TensorProto.INT16,
    "INT32": TensorProto.INT32,
    "INT64": TensorProto.INT64,
    "FP16": TensorProto.FLOAT16,
    "FP32": TensorProto.FLOAT,
    "FP64": TensorProto.DOUBLE,
    "BYTES": TensorProto.STRING,
}


def everything(path: Path) -> Path:
    """Save a model that returns what it is given: one input and output for each datatype, of any two dimensions."""
    names = [name.lower() for name in NUMPY]
    nodes = [helper.make_node("Identity", [f"in_{name}"], [f"out_{name}"]) for name in names]
    return _save(path, nodes, [f"in_{name}" for name in names], [f"out_{name}" for name in names])


def plus_one(path: Path) -> Path:
    """Save a model of FP32 rows of four: ``y = x + 1``."""
    nodes = [helper.make_node("Add", ["x", "one"], ["y"])]
    one = numpy_helper.from_array(np.array([1], np.float32), "one")
    return save(path, nodes, [value("x", "FP32", ["rows", 4])], [value("y", "FP32", ["rows", 4])], [one])


def pick(path: Path) -> Path:
    """Save a model that looks up rows of indices in a table of three: an index of 3 is an error."""
    nodes = [helper.make_node("Gather", ["table", "index"], ["value"])]
    table = numpy_helper.from_array(np.array([10, 20, 30], np.float32), "table")
    outputs = [value("value", "FP32", ["rows", 1])]
    return save(path, nodes, [value("index", "INT64", ["rows", 1])], outputs, [table])


def sequence(path: Path) -> Path:
    """Save a model whose output is not a tensor, as classifiers exported with ZipMap have it."""
    nodes = [helper.make_node("SequenceConstruct", ["x"], ["y"])]
    output = helper.make_tensor_sequence_value_info("y", TensorProto.FLOAT, ["rows", 4])
    return save(path, nodes, [value("x", "FP32", ["rows", 4])], [output], [])


def value(name: str, datatype: str, shape: list[str | int]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, _TYPES[datatype], shape)


def _save(path: Path, nodes: list[onnx.NodeProto], inputs: list[str], outputs: list[str]) -> Path:
    def values(names: list[str]) -> list[onnx.ValueInfoProto]:
        return [value(name, name.split("_")[1].upper(), ["rows", "columns"]) for name in names]

    return save(path, nodes, values(inputs), values(outputs), [])


def save(
    path: Path,
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    constants: list[onnx.TensorProto],
) -> Path:
    graph = helper.make_graph(nodes, "graph", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, path)
    return path
