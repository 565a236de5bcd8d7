"""Between the protocol's messages and arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.server import datatypes, tensors
from app.server.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.server.rpc import inference_pb2 as pb
    from app.server.signature import Signature, Tensor

_CONTENTS = {
    "BOOL": "bool_contents",
    "INT8": "int_contents",
    "INT16": "int_contents",
    "INT32": "int_contents",
    "INT64": "int64_contents",
    "UINT8": "uint_contents",
    "UINT16": "uint_contents",
    "UINT32": "uint_contents",
    "UINT64": "uint64_contents",
    "FP32": "fp32_contents",
    "FP64": "fp64_contents",
    "BYTES": "bytes_contents",
}
"""Datatype → the field that holds its elements. FP16 has none and is sent raw."""


def inputs_of(request: pb.ModelInferRequest, signature: Signature) -> dict[str, NDArray[Any]]:
    """Return the inputs; raw for all of them, or typed for all of them.

    Raises:
        BadRequest: If they don't fit the signature.
    """
    known = {tensor.name: tensor for tensor in signature.inputs}
    raw = request.raw_input_contents
    if raw and len(raw) != len(request.inputs):
        raise BadRequest(f"{len(raw)} raw contents for {len(request.inputs)} inputs")
    found: dict[str, NDArray[Any]] = {}
    for index, part in enumerate(request.inputs):
        if part.name not in known or part.name in found:
            raise BadRequest(f"the model has no input {part.name!r}, or it is given twice; it has {', '.join(known)}")
        found[part.name] = _array(part, known[part.name], raw[index] if raw else None)
    if missing := [name for name in known if name not in found]:
        raise BadRequest(f"input {missing[0]!r} is missing")
    return found


def _array(part: pb.ModelInferRequest.InferInputTensor, tensor: Tensor, raw: bytes | None) -> NDArray[Any]:
    shape = list(part.shape)
    if any(size < 0 for size in shape):
        raise BadRequest(f"input {tensor.name!r} has a negative size in its shape")
    tensor.accept(part.datatype, shape)
    try:
        if raw is not None:
            return tensors.from_bytes(raw, tensor.datatype, shape)
        return tensors.from_json(_elements(part, tensor.datatype), tensor.datatype, shape)
    except (tensors.Misfit, UnicodeDecodeError) as error:
        raise BadRequest(f"input {tensor.name!r}: {error}") from None


def _elements(part: pb.ModelInferRequest.InferInputTensor, datatype: str) -> list[Any]:
    if datatype not in _CONTENTS:
        raise tensors.Misfit(f"{datatype} has no typed contents; send it raw")
    elements = list(getattr(part.contents, _CONTENTS[datatype]))
    return [value.decode() for value in elements] if datatype == "BYTES" else elements


def outputs_of(request: pb.ModelInferRequest, signature: Signature) -> tuple[str, ...]:
    """Return the names of the outputs that are wanted.

    Raises:
        BadRequest: If there is no such output.
    """
    known = [tensor.name for tensor in signature.outputs]
    wanted = [part.name for part in request.outputs]
    if unknown := [name for name in wanted if name not in known]:
        raise BadRequest(f"the model has no output {unknown[0]!r}; it has {', '.join(known)}")
    return tuple(dict.fromkeys(wanted)) or tuple(known)


def respond(response: pb.ModelInferResponse, arrays: Mapping[str, NDArray[Any]], *, raw: bool) -> None:
    """Add outputs, raw if the request was or one of them can't be typed."""
    raw = raw or any(array.dtype == np.float16 for array in arrays.values())
    for name, array in arrays.items():
        datatype = datatypes.of(array)
        part = response.outputs.add(name=name, datatype=datatype, shape=array.shape)
        if raw:
            response.raw_output_contents.append(tensors.to_bytes(array))
        else:
            getattr(part.contents, _CONTENTS[datatype]).extend(_plain(array))


def _plain(array: NDArray[Any]) -> Sequence[Any]:
    values: list[Any] = array.ravel().tolist()
    return (
        [str(value).encode() if not isinstance(value, bytes) else value for value in values]
        if (array.dtype.kind in "OSU")
        else values
    )
