from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import skops.io
from sklearn.datasets import load_iris
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from app import demo
from app.tests.running import running

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

DOUBLE = "app.tests.test_skops.double"


def double(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return rows * 2


def test_a_classifier_answers_what_it_did_before(tmp_path: Path) -> None:
    classifier = demo.train()
    skops.io.dump(classifier, tmp_path / "iris.skops")
    rows = load_iris().data
    part = {"name": "input", "shape": [150, 4], "datatype": "FP64", "data": rows.tolist()}
    with running(tmp_path, tmp_path / "iris.skops") as server:
        server.until("model loaded")
        assert server.ask("GET", "/v2/models/m")[1]["outputs"] == [
            {"name": "predict", "datatype": "INT64", "shape": [-1]},
            {"name": "predict_proba", "datatype": "FP64", "shape": [-1, 3]},
        ]
        predict, probabilities = server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[1]["outputs"]
    assert predict["data"] == classifier.predict(rows).tolist()
    assert probabilities["data"] == classifier.predict_proba(rows).ravel().tolist()


def test_a_type_is_trusted_only_if_the_configuration_says_so(tmp_path: Path) -> None:
    path = tmp_path / "double.skops"
    skops.io.dump(make_pipeline(FunctionTransformer(double)).fit([[1.0, 2.0]]), path)
    with running(tmp_path, path) as server:
        assert server.until("load failed")["reason"] == (
            f"{path}: holds types that model.trustedTypes doesn't name: {DOUBLE}"
        )
        assert server.ask("GET", "/v2/health/ready")[0] == 503
    with running(tmp_path, path, {"trustedTypes": [DOUBLE]}) as server:
        server.until("model loaded")
        part = {"name": "input", "shape": [1, 2], "datatype": "FP64", "data": [1, 2]}
        answer = server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[1]
        assert answer["outputs"] == [{"name": "transform", "datatype": "FP64", "shape": [1, 2], "data": [2, 4]}]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\3\4" + b"\0" * 100])
def test_a_damaged_file_never_becomes_ready(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.skops").write_bytes(content)
    with running(tmp_path, tmp_path / "m.skops") as server:
        assert "not a scikit-learn model that can be run" in server.until("load failed")["reason"]
