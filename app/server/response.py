"""From a model's outputs to a response's body, JSON alone or JSON with binary tensors behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from app.server import datatypes, tensors
from app.server.errors import ModelFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.server.request import InferenceRequest, Wanted


@dataclass(frozen=True, slots=True)
class Reply:
    """A body and, if tensors follow its JSON, where that ends."""

    body: bytes
    json_length: int | None


def encode(name: str, version: str, request: InferenceRequest, arrays: Sequence[NDArray[Any]]) -> Reply:
    """Return the reply; ``arrays`` are the wanted outputs, in the order they were asked for.

    Raises:
        ModelFailed: If an output has a value that JSON can't say.
    """
    document: dict[str, object] = {"model_name": name, "model_version": version}
    if request.identifier is not None:
        document["id"] = request.identifier
    binary: list[bytes] = []
    document["outputs"] = [
        _output(wanted, array, binary) for wanted, array in zip(request.outputs, arrays, strict=True)
    ]
    text = orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)
    return Reply(b"".join((text, *binary)), len(text)) if any(w.binary for w in request.outputs) else Reply(text, None)


def _output(wanted: Wanted, array: NDArray[Any], binary: list[bytes]) -> dict[str, object]:
    part: dict[str, object] = {"name": wanted.name, "datatype": datatypes.of(array), "shape": list(array.shape)}
    if wanted.binary:
        binary.append(tensors.to_bytes(array))
        return {**part, "parameters": {"binary_data_size": len(binary[-1])}}
    try:
        return {**part, "data": tensors.to_json(array)}
    except tensors.Misfit as error:
        raise ModelFailed(f"output {wanted.name!r} is {error}") from None
