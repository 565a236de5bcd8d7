from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from app.tests.running import Running

INFER = "/v2/models/m/infer"
VERSIONED = "/v2/models/m/versions/1.2.0/infer"


def _x(data: object, shape: tuple[int, ...] = (1, 4), datatype: str = "FP32", **more: object) -> dict[str, Any]:
    return {"inputs": [{"name": "x", "shape": list(shape), "datatype": datatype, "data": data}], **more}


def _y(data: list[float], shape: tuple[int, ...] = (1, 4), **more: object) -> dict[str, Any]:
    outputs = [{"name": "y", "datatype": "FP32", "shape": list(shape), "data": data}]
    return {"model_name": "m", "model_version": "1.2.0", **more, "outputs": outputs}


METADATA = {
    "name": "m",
    "versions": ["1.2.0"],
    "platform": "onnx_onnxv1",
    "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4]}],
    "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 4]}],
}
SERVER = {"name": "slipway", "version": "0.1.0", "extensions": ["binary_tensor_data"]}
NO_MODEL = {"error": "there is no model 'other'"}
NO_VERSION = {"error": "model 'm' has no version '9'"}


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/v2/health/live", 200, {"live": True}),
        ("/v2/health/ready", 200, {"ready": True}),
        ("/v2", 200, SERVER),
        ("/v2/", 200, SERVER),
        ("/v2/models/m", 200, METADATA),
        ("/v2/models/m/versions/1.2.0", 200, METADATA),
        ("/v2/models/m/ready", 200, {"ready": True}),
        ("/v2/models/m/versions/1.2.0/ready", 200, {"ready": True}),
        ("/v2/models/other", 404, NO_MODEL),
        ("/v2/models/other/ready", 404, NO_MODEL),
        ("/v2/models/m/versions/9", 404, NO_VERSION),
        ("/v2/models/m/versions/9/ready", 404, NO_VERSION),
        ("/v2/nothing", 404, {"error": "Not Found"}),
        (INFER, 405, {"error": "Method Not Allowed"}),
    ],
)
def test_get(plus_one: Running, path: str, status: int, body: object) -> None:
    assert plus_one.ask("GET", path)[:2] == (status, body)


@pytest.mark.parametrize("path", [INFER, VERSIONED])
@pytest.mark.parametrize(
    ("request_body", "answer"),
    [
        (_x([1, 2, 3, 4.5]), _y([2, 3, 4, 5.5])),
        (_x([[1, 2, 3, 4.5]]), _y([2, 3, 4, 5.5])),
        (_x([[1, 2, 3, 4], [5, 6, 7, 8]], (2, 4)), _y([2, 3, 4, 5, 6, 7, 8, 9], (2, 4))),
        (_x([], (0, 4)), _y([], (0, 4))),
        (_x([1, 2, 3, 4], id="42", parameters={"trace": True}), _y([2, 3, 4, 5], id="42")),
        (_x([1, 2, 3, 4], outputs=[{"name": "y"}]), _y([2, 3, 4, 5])),
        (_x([1, 2, 3, 4], outputs=[]), _y([2, 3, 4, 5])),
    ],
)
def test_infer(plus_one: Running, path: str, request_body: object, answer: object) -> None:
    assert plus_one.ask("POST", path, request_body)[:2] == (200, answer)


@pytest.mark.parametrize(
    ("request_body", "error"),
    [
        (b"", "the body is not JSON: Input is a zero-length, empty document: line 1 column 1 (char 0)"),
        (b"[]", "the body is not a JSON object"),
        ({}, "inputs is not a list of JSON objects"),
        ({"inputs": [1]}, "inputs is not a list of JSON objects"),
        ({"inputs": []}, "input 'x' is missing"),
        ({"inputs": [{"name": "z"}]}, "the model has no input 'z'; it has x"),
        ({**_x([1, 2, 3, 4]), "inputs": _x([1, 2, 3, 4])["inputs"] * 2}, "input 'x' is given twice"),
        (_x([1, 2, 3, 4], id=7), "id is not a string"),
        (_x([1, 2, 3, 4], parameters=[]), "parameters are not a JSON object"),
        (_x([1, 2, 3, 4], parameters={"timeout": "soon"}), "parameter 'timeout' is not a number of microseconds"),
        (_x([1, 2, 3, 4], outputs=5), "outputs is not a list of JSON objects"),
        (_x([1, 2, 3, 4], outputs=[{"name": "z"}]), "the model has no output 'z'; it has y"),
        (_x([1, 2, 3, 4], outputs=[{"name": "y"}] * 2), "output 'y' is asked for twice"),
        (
            _x([1, 2, 3, 4], outputs=[{"name": "y", "parameters": {"classification": 2}}]),
            "parameter 'classification' is not supported",
        ),
        (_x([1, 2, 3, 4], datatype="FP64"), "input 'x' is FP64, the model wants FP32"),
        (_x([1, 2, 3, 4], (4,)), "input 'x' has shape [4], the model wants [-1, 4]"),
        (_x([1, 2, 3, 4], (1, 5)), "input 'x' has shape [1, 5], the model wants [-1, 4]"),
        (_x([1, 2, 3, 4], (-1, 4)), "input 'x' has no shape of non-negative integers"),
        (_x([1, 2, 3], (1, 4)), "input 'x' of 4 elements: data has shape [3]"),
        (_x([[1, 2], [3, 4]], (1, 4)), "input 'x' of 4 elements: data has shape [2, 2]"),
        (_x([[1, 2], [3]], (1, 4)), "input 'x' of 4 elements: data is ragged, too deep or out of range"),
        (_x(["1", "2", "3", "4"]), "input 'x' of 4 elements: data has values that are not FP32"),
        (_x([1, 2, 3, None]), "input 'x' of 4 elements: data has values that are not FP32"),
        (_x([1, 2, 3, 1e300]), "input 'x' of 4 elements: data has values that FP32 can't hold"),
        (_x(7), "input 'x' of 4 elements: data is not a list"),
        (
            {"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32"}]},
            "input 'x' needs either data or binary_data_size",
        ),
    ],
)
def test_a_request_that_does_not_fit_is_refused(plus_one: Running, request_body: object, error: str) -> None:
    assert plus_one.ask("POST", INFER, request_body)[:2] == (400, {"error": error})


def _binary(size: object, tail: bytes, *, default: bool = False) -> tuple[bytes, dict[str, str]]:
    part = {"name": "x", "shape": [1, 4], "datatype": "FP32", "parameters": {"binary_data_size": size}}
    text = json.dumps({"inputs": [part], "parameters": {"binary_data_output": default}}).encode()
    return text + tail, {"Inference-Header-Content-Length": str(len(text))}


def test_binary_both_ways(plus_one: Running) -> None:
    body, headers = _binary(16, struct.pack("<4f", 1, 2, 3, 4), default=True)
    status, content, answered = plus_one.ask("POST", INFER, body, headers)
    end = int(answered["inference-header-content-length"])
    part = {"name": "y", "datatype": "FP32", "shape": [1, 4], "parameters": {"binary_data_size": 16}}
    assert (status, answered["content-type"]) == (200, "application/octet-stream")
    assert json.loads(content[:end]) == {"model_name": "m", "model_version": "1.2.0", "outputs": [part]}
    assert struct.unpack("<4f", content[end:]) == (2, 3, 4, 5)


@pytest.mark.parametrize(
    ("size", "tail", "error"),
    [
        (16, b"", "binary_data_size 16 does not fit the 0 bytes that are left"),
        (-1, b"", "binary_data_size -1 does not fit the 0 bytes that are left"),
        ("16", b"\0" * 16, "binary_data_size '16' does not fit the 16 bytes that are left"),
        (12, b"\0" * 12, "input 'x' of 4 elements: 12 bytes were sent, FP32 takes 16"),
        (16, b"\0" * 20, "4 bytes of binary data belong to no input"),
    ],
)
def test_binary_data_that_does_not_fit_is_refused(plus_one: Running, size: object, tail: bytes, error: str) -> None:
    body, headers = _binary(size, tail)
    assert plus_one.ask("POST", INFER, body, headers)[:2] == (400, {"error": error})


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        (
            {"Inference-Header-Content-Length": "999999"},
            400,
            "Inference-Header-Content-Length is 999999, the body has 2 bytes",
        ),
        ({"Inference-Header-Content-Length": "-1"}, 400, "a length in the headers is not a number"),
        ({"Content-Encoding": "gzip"}, 415, "content encodings are not supported; send the body as it is"),
        ({"Content-Length": "99999999999"}, 413, "the body has more than 67108864 bytes"),
    ],
)
def test_headers_that_are_refused(plus_one: Running, headers: dict[str, str], status: int, error: str) -> None:
    assert plus_one.ask("POST", INFER, b"{}", headers)[:2] == (status, {"error": error})


def test_ids_are_echoed_and_unknown_models_share_one_label(plus_one: Running) -> None:
    assert plus_one.ask("GET", "/v2", None, {"X-Request-Id": "abc-1"})[2]["x-request-id"] == "abc-1"
    assert len(plus_one.ask("GET", "/v2", None, {"X-Request-Id": "a b"})[2]["x-request-id"]) == 32
    for name in ("a", "b"):
        assert plus_one.ask("POST", f"/v2/models/{name}/infer", {})[0] == 404
    metrics = plus_one.ask("GET", "/metrics")[1].decode()
    labels = [line for line in metrics.splitlines() if line.startswith("slipway_requests_total") and '"404"' in line]
    assert [line.rsplit(" ", 1)[0] for line in labels] == [
        'slipway_requests_total{code="404",model="unknown",version="unknown"}'
    ]


def test_the_openapi_document_names_every_path(plus_one: Running) -> None:
    model = "/v2/models/{model_name}"
    versions = (model, f"{model}/versions/{{model_version}}")
    expected = {"/v2", "/v2/", "/v2/health/live", "/v2/health/ready", "/metrics"}
    expected |= {path + suffix for path in versions for suffix in ("", "/ready", "/infer")}
    assert set(plus_one.ask("GET", "/openapi.json")[1]["paths"]) == expected
