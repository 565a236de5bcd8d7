"""The same models served by MLServer and here: what one answers to a request, the other does too."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import http.client
import json
import os
from typing import TYPE_CHECKING, Any

import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app import demo
from app.tests import mlserver
from app.tests.encoder import WORDS, encoder
from app.tests.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OUTPUTS = {
    "classifier": ["predict", "predict_proba"],
    "scaler": ["transform"],
    "iris": ["label", "probabilities"],
    "encoder": ["vector"],
}
FLOATS = {"classifier": "FP64", "scaler": "FP64", "iris": "FP32"}
Answer = tuple[int, Any]


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, int]]]:
    """Model → the port where MLServer serves it, and that where we do."""
    try:
        program = mlserver.program()
    except mlserver.Unsupported as error:
        pytest.skip(str(error))
    except mlserver.Unavailable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    folder = tmp_path_factory.mktemp("oracle")
    classifier = demo.train()
    files = {"iris": folder / "iris.onnx", "encoder": encoder(folder / "encoder.onnx")}
    demo.export(classifier, files["iris"])
    for name, estimator in {"classifier": classifier, "scaler": classifier.steps[0][1]}.items():
        files[name] = folder / f"{name}.joblib"
        joblib.dump(estimator, files[name])
    with contextlib.ExitStack() as stack:
        theirs = stack.enter_context(mlserver.serving(program, folder, files))
        yield {name: (theirs, _ours(stack, folder, name, path)) for name, path in files.items()}


def _ours(stack: contextlib.ExitStack, folder: Path, name: str, path: Path) -> int:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    trust = {"name": name, "sha256": sha256, "trusted": path.suffix == ".joblib"}
    server = stack.enter_context(running(folder, path, trust))
    server.until("model loaded")
    return server.port


def _ask(port: int, name: str, body: object) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", f"/v2/models/{name}/infer", data, {"content-type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if answer.status == 200 else content


@st.composite
def requests(draw: st.DrawFn, models: tuple[str, ...] = tuple(OUTPUTS)) -> tuple[str, dict[str, Any]]:
    """A model and a request that fits it."""
    name = draw(st.sampled_from(models))
    tensor = draw(_words() if name == "encoder" else _flowers(FLOATS[name]))
    outputs = draw(st.permutations(OUTPUTS[name]))[: draw(st.integers(1, 2))]
    request: dict[str, Any] = {"inputs": [tensor], "outputs": [{"name": output} for output in outputs]}
    if draw(st.booleans()):
        tensor["data"] = [value for row in tensor["data"] for value in row]
    if draw(st.booleans()):
        request["id"] = draw(st.text("abcdefghij-0123456789", min_size=1, max_size=20))
    return name, request


def _flowers(datatype: str) -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.floats(-1e6, 1e6, allow_subnormal=False, width=64 if datatype == "FP64" else 32)
    rows = st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=5)
    return rows.map(lambda data: {"name": "input", "shape": [len(data), 4], "datatype": datatype, "data": data})


@st.composite
def _words(draw: st.DrawFn) -> dict[str, Any]:
    rows, length = draw(st.integers(1, 3)), draw(st.integers(1, 16))
    row = st.lists(st.integers(0, WORDS - 1), min_size=length, max_size=length)
    data = draw(st.lists(row, min_size=rows, max_size=rows))
    return {"name": "words", "shape": [rows, length], "datatype": "INT64", "data": data}


EXAMPLES = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@EXAMPLES
@given(requests())
def test_what_fits_the_model_is_answered_alike(
    ports: dict[str, tuple[int, int]], request_: tuple[str, dict[str, Any]]
) -> None:
    name, body = request_
    (their_status, theirs), (our_status, ours) = (_ask(port, name, body) for port in ports[name])
    assert (our_status, their_status) == (200, 200)
    assert ours["model_name"] == theirs["model_name"]
    assert ours.get("id") == body.get("id")
    assert [_described(one) for one in ours["outputs"]] == [_described(one) for one in theirs["outputs"]]
    for our, their in zip(ours["outputs"], theirs["outputs"], strict=True):
        # The two run different numbers of threads, which add FP32 up in different orders.
        rtol, atol = (1e-5, 1e-6) if our["datatype"] == "FP32" else (1e-12, 1e-300)
        np.testing.assert_allclose(our["data"], their["data"], rtol=rtol, atol=atol)


def _described(output: dict[str, Any]) -> tuple[str, str, list[int]]:
    """Return name, datatype and shape; MLServer makes a column of what an estimator returns as a vector."""
    shape = output["shape"]
    return output["name"], output["datatype"], shape if len(shape) > 1 else [*shape, 1]


def _spoil(body: dict[str, Any], fault: str) -> object:
    tensor = body["inputs"][0]
    rows = tensor["shape"][0]
    changes: dict[str, dict[str, Any]] = {
        "too few columns": {"shape": [rows, 3], "data": [1.0] * rows * 3},
        "too few elements": {"data": [1.0] * (rows * 4 - 1)},
        "no rows": {"shape": [0, 4], "data": []},
        "unknown datatype": {"datatype": "FP99"},
        "text": {"data": ["a"] * rows * 4},
    }
    tensor |= changes.get(fault, {})
    if fault == "unknown output":
        body["outputs"] = [{"name": "nope"}]
    elif fault == "no inputs":
        body["inputs"] = []
    elif fault == "no name":
        del tensor["name"]
    return [body] if fault == "a list" else json.dumps(body).encode()[:-1] if fault == "cut" else body


# Not null, which is no number of the protocol: MLServer takes it for NaN.
FAULTS = ["too few columns", "too few elements", "no rows", "unknown datatype", "text"]
FAULTS += ["unknown output", "no inputs", "no name", "a list", "cut"]


@EXAMPLES
@given(requests(tuple(FLOATS)), st.sampled_from(FAULTS))
def test_what_does_not_fit_is_refused_by_both_and_is_never_our_failure(
    ports: dict[str, tuple[int, int]], request_: tuple[str, dict[str, Any]], fault: str
) -> None:
    name, body = request_
    assume((name, fault) != ("iris", "no rows"))  # an ONNX graph takes none as well: below
    spoilt = _spoil(copy.deepcopy(body), fault)
    (theirs, _), (ours, _) = (_ask(port, name, spoilt) for port in ports[name])
    assert ours == 400
    # Where an estimator raises an error for what a client sent, MLServer says that it has failed itself.
    assert 400 <= theirs <= 500


def test_no_rows_are_a_request_like_any_other_where_the_graph_takes_them(ports: dict[str, tuple[int, int]]) -> None:
    body = {"inputs": [{"name": "input", "shape": [0, 4], "datatype": "FP32", "data": []}]}
    (their_status, theirs), (our_status, ours) = (_ask(port, "iris", body) for port in ports["iris"])
    assert (our_status, their_status) == (200, 200)
    assert [part["data"] for part in ours["outputs"]] == [part["data"] for part in theirs["outputs"]] == [[], []]


def test_a_model_that_is_not_there_is_not_found_by_both(ports: dict[str, tuple[int, int]]) -> None:
    body = {"inputs": [{"name": "input", "shape": [1, 4], "datatype": "FP64", "data": [1, 2, 3, 4]}]}
    assert [_ask(port, "other", body)[0] for port in ports["scaler"]] == [404, 404]
