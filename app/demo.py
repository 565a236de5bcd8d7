"""``make serve``: train a classifier of irises, export it to ONNX, and serve it. For development; not in the image."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import skl2onnx
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

_FLOWERS = [[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]


def train() -> Any:  # noqa: ANN401 - scikit-learn names no type for it
    """Return a fitted classifier."""
    data = load_iris()
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(data.data, data.target)


def export(classifier: Any, path: Path) -> None:  # noqa: ANN401
    """Save a classifier as ONNX: rows of four numbers in, labels and probabilities out."""
    inputs = [("input", skl2onnx.common.data_types.FloatTensorType([None, 4]))]
    # Without ZipMap the probabilities are a tensor; a list of dicts is nothing that the protocol can carry.
    model = skl2onnx.to_onnx(classifier, initial_types=inputs, options={"zipmap": False}, target_opset=17)
    path.write_bytes(model.SerializeToString())


def request() -> dict[str, object]:
    """Return a request for two flowers: a setosa and a virginica."""
    part = {"name": "input", "shape": [2, 4], "datatype": "FP32", "data": _FLOWERS}
    return {"inputs": [part], "outputs": [{"name": "label"}]}


def main() -> None:
    """Become the server."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    model = {"name": "iris", "version": "1.2.0", "path": str(folder / "iris.onnx")}
    export(train(), folder / "iris.onnx")
    (folder / "server.json").write_text(json.dumps({"model": model, "port": 8080}))
    sys.stdout.write(f"curl localhost:8080/v2/models/iris/infer -d '{json.dumps(request())}'\n")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "app.server", "--config", str(folder / "server.json")])  # noqa: S606


if __name__ == "__main__":
    main()
