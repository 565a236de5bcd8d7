"""From a request's body to arrays that fit the model's signature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from app.server import tensors
from app.server.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.server.signature import Signature, Tensor

_UNSUPPORTED = ("shared_memory_region", "classification")
"""Triton's parameters that ask for something else than the tensors; ignoring them would be a wrong answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An output that the client asked for."""

    name: str
    binary: bool


@dataclass(frozen=True, slots=True)
class InferenceRequest:
    """A request that fits the signature."""

    identifier: str | None
    inputs: Mapping[str, NDArray[Any]]
    outputs: tuple[Wanted, ...]
    timeout_seconds: float | None
    """The client's own deadline, if it named one."""


def decode(body: bytes, json_length: int | None, signature: Signature) -> InferenceRequest:
    """Read a request; ``json_length`` is where its JSON ends and binary tensors begin.

    Raises:
        BadRequest: If it is malformed or doesn't fit.
    """
    if json_length is not None and not 0 <= json_length <= len(body):
        raise BadRequest(f"Inference-Header-Content-Length is {json_length}, the body has {len(body)} bytes")
    document = _document(body if json_length is None else body[:json_length])
    parameters = _parameters(document)
    return InferenceRequest(
        identifier=_identifier(document),
        inputs=_inputs(document, b"" if json_length is None else body[json_length:], signature),
        outputs=_outputs(document, signature, default=parameters.get("binary_data_output") is True),
        timeout_seconds=_timeout(parameters),
    )


def _document(text: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise BadRequest("the body is not a JSON object")
    return document


def _parameters(part: Mapping[str, Any]) -> dict[str, Any]:
    parameters = part.get("parameters")
    if parameters is None:
        return {}
    if not isinstance(parameters, dict):
        raise BadRequest("parameters are not a JSON object")
    for name in _UNSUPPORTED:
        if name in parameters:
            raise BadRequest(f"parameter {name!r} is not supported")
    return parameters


def _identifier(document: Mapping[str, Any]) -> str | None:
    identifier = document.get("id")
    if identifier is not None and not isinstance(identifier, str):
        raise BadRequest("id is not a string")
    return identifier


def _timeout(parameters: Mapping[str, Any]) -> float | None:
    """The ``timeout`` parameter that Triton's clients send, in microseconds; 0 asks for none."""
    microseconds = parameters.get("timeout", 0)
    if not isinstance(microseconds, int) or isinstance(microseconds, bool) or microseconds < 0:
        raise BadRequest("parameter 'timeout' is not a number of microseconds")
    return microseconds / 1e6 or None


def _list(document: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    parts = document.get(field)
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise BadRequest(f"{field} is not a list of JSON objects")
    return parts


def _inputs(document: Mapping[str, Any], binary: bytes, signature: Signature) -> dict[str, NDArray[Any]]:
    known = {tensor.name: tensor for tensor in signature.inputs}
    found: dict[str, NDArray[Any]] = {}
    offset = 0
    for part in _list(document, "inputs"):
        tensor = _named(part, known, "input")
        if tensor.name in found:
            raise BadRequest(f"input {tensor.name!r} is given twice")
        size = _parameters(part).get("binary_data_size")
        found[tensor.name] = _array(part, tensor, None if size is None else _slice(binary, offset, size))
        offset += size or 0
    if missing := [name for name in known if name not in found]:
        raise BadRequest(f"input {missing[0]!r} is missing")
    if offset != len(binary):
        raise BadRequest(f"{len(binary) - offset} bytes of binary data belong to no input")
    return found


def _named(part: Mapping[str, Any], known: Mapping[str, Tensor], what: str) -> Tensor:
    name = part.get("name")
    if not isinstance(name, str) or name not in known:
        raise BadRequest(f"the model has no {what} {name!r}; it has {', '.join(known)}")
    return known[name]


def _slice(binary: bytes, offset: int, size: object) -> bytes:
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= len(binary) - offset:
        raise BadRequest(f"binary_data_size {size!r} does not fit the {len(binary) - offset} bytes that are left")
    return binary[offset : offset + size]


def _array(part: Mapping[str, Any], tensor: Tensor, binary: bytes | None) -> NDArray[Any]:
    shape = part.get("shape")
    if not isinstance(shape, list) or not all(type(size) is int and size >= 0 for size in shape):
        raise BadRequest(f"input {tensor.name!r} has no shape of non-negative integers")
    tensor.accept(str(part.get("datatype")), shape)
    if (binary is None) != ("data" in part):
        raise BadRequest(f"input {tensor.name!r} needs either data or binary_data_size")
    try:
        if binary is not None:
            return tensors.from_bytes(binary, tensor.datatype, shape)
        return tensors.from_json(part["data"], tensor.datatype, shape)
    except tensors.Misfit as error:
        raise BadRequest(f"input {tensor.name!r} of {math.prod(shape)} elements: {error}") from None


def _outputs(document: Mapping[str, Any], signature: Signature, *, default: bool) -> tuple[Wanted, ...]:
    if not document.get("outputs"):
        if document.get("outputs", []) not in ([], None):
            raise BadRequest("outputs is not a list of JSON objects")
        return tuple(Wanted(tensor.name, default) for tensor in signature.outputs)
    known = {tensor.name: tensor for tensor in signature.outputs}
    wanted: dict[str, Wanted] = {}
    for part in _list(document, "outputs"):
        name = _named(part, known, "output").name
        if name in wanted:
            raise BadRequest(f"output {name!r} is asked for twice")
        wanted[name] = Wanted(name, _parameters(part).get("binary_data", default) is True)
    return tuple(wanted.values())
