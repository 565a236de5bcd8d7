"""tritonclient, which is code of others: every datatype, binary on and off, with and without a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import tritonclient.http as triton

from app.server.datatypes import NUMPY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from app.tests.running import Running


def values(datatype: str) -> NDArray[Any]:
    if datatype == "BYTES":
        return np.array([["", "a"], ["größer", "日本"], ['\n"', "z" * 300]], dtype=object)
    if datatype == "BOOL":
        return np.array([[True, False], [False, True], [True, True]])
    dtype = NUMPY[datatype]
    if dtype.kind == "f":
        return np.array([[0, -1.5], [0.1, np.finfo(dtype).max], [np.finfo(dtype).tiny, 3]], dtype)
    limits = np.iinfo(dtype)
    return np.array([[limits.min, limits.max], [0, 1], [2, 3]], dtype)


@pytest.fixture
def client(everything: Running) -> Iterator[triton.InferenceServerClient]:
    with triton.InferenceServerClient(f"127.0.0.1:{everything.port}") as found:
        yield found


def test_health_and_metadata(client: triton.InferenceServerClient) -> None:
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("everything")
    assert client.is_model_ready("everything", "1.2.0")
    assert not client.is_model_ready("other")
    assert client.get_server_metadata()["extensions"] == ["binary_tensor_data"]
    metadata = client.get_model_metadata("everything")
    assert metadata["inputs"] == [{"name": f"in_{name.lower()}", "datatype": name, "shape": [-1, -1]} for name in NUMPY]


@pytest.mark.parametrize("version", ["", "1.2.0"])
@pytest.mark.parametrize("binary_out", [True, False])
@pytest.mark.parametrize("binary_in", [True, False])
def test_every_datatype(
    client: triton.InferenceServerClient,
    binary_in: bool,
    binary_out: bool,
    version: str,
) -> None:
    sent = {name: values(name) for name in NUMPY}
    inputs = []
    for name, array in sent.items():
        tensor = triton.InferInput(f"in_{name.lower()}", array.shape, name)
        # The client itself refuses to write FP16 as JSON.
        tensor.set_data_from_numpy(array, binary_data=binary_in or name == "FP16")
        inputs.append(tensor)
    outputs = [triton.InferRequestedOutput(f"out_{name.lower()}", binary_data=binary_out) for name in NUMPY]
    result = client.infer("everything", inputs, version, outputs, request_id="42")
    assert result.get_response()["id"] == "42"
    for name, array in sent.items():
        np.testing.assert_array_equal(_text(result.as_numpy(f"out_{name.lower()}")), array)


def _text(array: NDArray[Any]) -> NDArray[Any]:
    """The client gives BYTES back as bytes, if they came as bytes."""
    if array.dtype.kind != "O":
        return array
    flat = [value.decode() if isinstance(value, bytes) else value for value in array.ravel()]
    return np.array(flat, dtype=object).reshape(array.shape)


def test_a_subset_of_the_outputs_in_the_order_asked_for(client: triton.InferenceServerClient) -> None:
    inputs = []
    for name in NUMPY:
        array = values(name)
        tensor = triton.InferInput(f"in_{name.lower()}", array.shape, name)
        inputs.append(tensor.set_data_from_numpy(array))
    outputs = [triton.InferRequestedOutput(name) for name in ("out_int8", "out_bool")]
    result = client.infer("everything", inputs, outputs=outputs)
    assert [output["name"] for output in result.get_response()["outputs"]] == ["out_int8", "out_bool"]


def test_errors_reach_the_caller_as_words(client: triton.InferenceServerClient) -> None:
    tensor = triton.InferInput("in_bool", [1, 1], "BOOL").set_data_from_numpy(np.array([[True]]))
    with pytest.raises(triton.InferenceServerException, match="input 'in_uint8' is missing"):
        client.infer("everything", [tensor])
