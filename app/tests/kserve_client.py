"""What KServe's own client gets of the server with every datatype: ``python -m app.tests.kserve_client CHECK PORT``.

A process of its own: its messages of gRPC can't be loaded beside those of tritonclient.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from kserve import InferenceRESTClient, InferInput, InferOutput, InferRequest, InferResponse, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

from app.server.datatypes import NUMPY
from app.tests.test_triton import values

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def _ask(call: Callable[[InferenceRESTClient], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what the call returns
    async def ask() -> Any:  # noqa: ANN401
        client = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
        try:
            return await call(client)
        finally:
            await client.close()

    return asyncio.run(ask())


def _infer(port: int, request: InferRequest) -> InferResponse:
    url = f"http://127.0.0.1:{port}"
    found: InferResponse = _ask(lambda client: client.infer(url, request, model_name="everything"))
    return found


def health(port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    assert _ask(lambda client: client.is_server_live(url))
    assert _ask(lambda client: client.is_server_ready(url))
    assert _ask(lambda client: client.is_model_ready(url, "everything"))
    assert not _ask(lambda client: client.is_model_ready(url, "other"))


def _every_datatype(port: int, *, binary: bool) -> None:
    sent = {name: values(name) for name in NUMPY}
    inputs = []
    for name, array in sent.items():
        tensor = InferInput(f"in_{name.lower()}", list(array.shape), name)
        # The client itself refuses to write FP16 as JSON.
        tensor.set_data_from_numpy(array, binary_data=binary or name == "FP16")
        inputs.append(tensor)
    outputs = [RequestedOutput(f"out_{name.lower()}", {"binary_data": binary or name == "FP16"}) for name in NUMPY]
    response = _infer(port, InferRequest("everything", inputs, request_id="42", request_outputs=outputs))
    assert (response.id, response.model_name) == ("42", "everything")
    assert [output.name for output in response.outputs] == [f"out_{name.lower()}" for name in NUMPY]
    for output, array in zip(response.outputs, sent.values(), strict=True):
        np.testing.assert_array_equal(_text(output), array)


def _text(output: InferOutput) -> Any:  # noqa: ANN401 - the client is untyped here
    """The client gives BYTES back as bytes."""
    array = output.as_numpy()
    if array.dtype.kind != "O":
        return array
    flat = [value.decode() if isinstance(value, bytes) else value for value in array.ravel()]
    return np.array(flat, dtype=object).reshape(array.shape)


def errors(port: int) -> None:
    tensor = InferInput("in_bool", [1, 1], "BOOL", [[True]])
    with pytest.raises(httpx.HTTPStatusError, match="input 'in_uint8' is missing"):
        _infer(port, InferRequest("everything", [tensor]))


CHECKS = {
    "health": health,
    "every datatype in binary": lambda port: _every_datatype(port, binary=True),
    "every datatype in JSON": lambda port: _every_datatype(port, binary=False),
    "errors reach the caller as words": errors,
}

if __name__ == "__main__":
    CHECKS[sys.argv[1]](int(sys.argv[2]))
