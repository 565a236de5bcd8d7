"""What `make serve` shows: a scikit-learn model, exported, gives through the server what it gave before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.datasets import load_iris

from app import demo
from app.tests.running import running

if TYPE_CHECKING:
    from pathlib import Path


def test_the_server_answers_what_scikit_learn_does(tmp_path: Path) -> None:
    classifier = demo.train()
    demo.export(classifier, tmp_path / "iris.onnx")
    rows = load_iris().data.astype(np.float32)
    part = {"name": "input", "shape": [150, 4], "datatype": "FP32", "data": rows.tolist()}
    with running(tmp_path, tmp_path / "iris.onnx") as server:
        server.until("model loaded")
        label, probabilities = server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[1]["outputs"]
        answer = server.ask("POST", "/v2/models/m/infer", demo.request())[1]
    assert (label["datatype"], label["shape"], probabilities["shape"]) == ("INT64", [150], [150, 3])
    assert label["data"] == classifier.predict(rows).tolist()
    expected = classifier.predict_proba(rows)
    np.testing.assert_allclose(np.reshape(probabilities["data"], (150, 3)), expected, rtol=1e-4, atol=1e-6)
    outputs = [{"name": "label", "datatype": "INT64", "shape": [2], "data": [0, 2]}]
    assert answer == {"model_name": "m", "model_version": "1.2.0", "outputs": outputs}
