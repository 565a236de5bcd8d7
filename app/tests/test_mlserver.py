"""The same estimators served by MLServer and here: what one answers to a request, the other does too."""

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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import demo
from app.tests import mlserver
from app.tests.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OUTPUTS = {"classifier": ["predict", "predict_proba"], "scaler": ["transform"]}
Answer = tuple[int, Any]


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, int]]]:
    """Model → the port where MLServer serves it, and that where we do."""
    try:
        program = mlserver.program()
    except mlserver.Unavailable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    folder = tmp_path_factory.mktemp("oracle")
    classifier = demo.train()
    files = {}
    for name, estimator in {"classifier": classifier, "scaler": classifier.steps[0][1]}.items():
        files[name] = folder / f"{name}.joblib"
        joblib.dump(estimator, files[name])
    with contextlib.ExitStack() as stack:
        theirs = stack.enter_context(mlserver.serving(program, folder, files))
        yield {name: (theirs, _ours(stack, folder, name, path)) for name, path in files.items()}


def _ours(stack: contextlib.ExitStack, folder: Path, name: str, path: Path) -> int:
    trust = {"name": name, "trusted": True, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
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
def requests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A model and a request that fits it."""
    name = draw(st.sampled_from(sorted(OUTPUTS)))
    numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
    rows = draw(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=5))
    data = rows if draw(st.booleans()) else [value for row in rows for value in row]
    tensor = {"name": "input", "shape": [len(rows), 4], "datatype": "FP64", "data": data}
    outputs = draw(st.permutations(OUTPUTS[name]))[: draw(st.integers(1, 2))]
    request: dict[str, Any] = {"inputs": [tensor], "outputs": [{"name": output} for output in outputs]}
    if draw(st.booleans()):
        request["id"] = draw(st.text("abcdefghij-0123456789", min_size=1, max_size=20))
    return name, request


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
        np.testing.assert_allclose(our["data"], their["data"], rtol=1e-12, atol=1e-300)


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
@given(requests(), st.sampled_from(FAULTS))
def test_what_does_not_fit_is_refused_by_both_and_is_never_our_failure(
    ports: dict[str, tuple[int, int]], request_: tuple[str, dict[str, Any]], fault: str
) -> None:
    name, body = request_
    spoilt = _spoil(copy.deepcopy(body), fault)
    (theirs, _), (ours, _) = (_ask(port, name, spoilt) for port in ports[name])
    assert ours == 400
    # Where an estimator raises an error for what a client sent, MLServer says that it has failed itself.
    assert 400 <= theirs <= 500


def test_a_model_that_is_not_there_is_not_found_by_both(ports: dict[str, tuple[int, int]]) -> None:
    body = {"inputs": [{"name": "input", "shape": [1, 4], "datatype": "FP64", "data": [1, 2, 3, 4]}]}
    assert [_ask(port, "other", body)[0] for port in ports["scaler"]] == [404, 404]
