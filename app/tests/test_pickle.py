"""Pickles run code while they load; here that code would leave a file behind."""

from __future__ import annotations

import hashlib
import json
import pickle
from typing import TYPE_CHECKING

import joblib
import pytest
from sklearn.datasets import load_iris

from app import demo
from app.tests.running import running

if TYPE_CHECKING:
    from pathlib import Path


class _Mark:
    """Makes a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return open, (str(self._path), "w")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("suffix", [".joblib", ".pkl", ".pickle"])
@pytest.mark.parametrize(
    ("trusted", "pinned", "missing"),
    [
        (False, False, "(both missing)"),
        (True, False, "(model.sha256 missing)"),
        (False, True, "(model.trusted missing)"),
    ],
)
def test_without_trust_and_checksum_no_code_is_run(
    tmp_path: Path, suffix: str, trusted: bool, pinned: bool, missing: str
) -> None:
    path = tmp_path / f"m{suffix}"
    path.write_bytes(pickle.dumps(_Mark(tmp_path / "mark")))
    options = {"trusted": trusted, **({"sha256": _sha256(path)} if pinned else {})}
    with running(tmp_path, path, options) as server:
        reason = server.until("load failed")["reason"]
        assert server.ask("GET", "/v2/health/ready")[0] == 503
    assert reason == (
        f"{path}: a pickle runs code when it is loaded: export the model to ONNX or skops, "
        f"or set model.trusted and model.sha256 {missing}"
    )
    assert not (tmp_path / "mark").exists()


def test_another_file_than_the_one_that_is_trusted_runs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "m.joblib"
    path.write_bytes(pickle.dumps(_Mark(tmp_path / "mark")))
    with running(tmp_path, path, {"trusted": True, "sha256": "0" * 64}) as server:
        assert server.until("load failed")["reason"] == (
            f"{path}: its SHA-256 is {_sha256(path)}, the configuration says {'0' * 64}"
        )
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("suffix", [".joblib", ".pkl"])
def test_a_trusted_classifier_answers_what_it_did_before(tmp_path: Path, suffix: str) -> None:
    classifier, path = demo.train(), tmp_path / f"m{suffix}"
    path.write_bytes(pickle.dumps(classifier))
    if suffix == ".joblib":
        joblib.dump(classifier, path, compress=3)
    rows = load_iris().data
    part = {"name": "input", "shape": [150, 4], "datatype": "FP64", "data": rows.tolist()}
    with running(tmp_path, tmp_path, {"trusted": True, "sha256": _sha256(path)}) as server:
        server.until("model loaded")
        assert server.ask("GET", "/v2/models/m")[1]["platform"] == "sklearn_joblib"
        predict, probabilities = server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[1]["outputs"]
    assert predict["data"] == classifier.predict(rows).tolist()
    assert probabilities["data"] == classifier.predict_proba(rows).ravel().tolist()


def test_a_folder_s_pickles_are_only_looked_at_if_they_are_trusted(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"")
    with running(tmp_path, tmp_path) as server:
        assert "0 model files, none alone named model.onnx/.skops" in server.until("load failed")["reason"]


def test_what_another_release_of_scikit_learn_saved_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.pkl"
    classifier = demo.train()
    state = classifier.steps[0][1].__getstate__()
    assert "_sklearn_version" in state
    path.write_bytes(pickle.dumps(classifier).replace(state["_sklearn_version"].encode(), b"0.1.1"))
    with running(tmp_path, path, {"trusted": True, "sha256": _sha256(path)}) as server:
        assert "version 0.1.1" in server.until("load failed")["reason"]


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps(42), pickle.dumps(json.loads)])
def test_what_is_no_estimator_never_becomes_ready(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(content)
    with running(tmp_path, path, {"trusted": True, "sha256": _sha256(path)}) as server:
        assert f"{path}: not a scikit-learn model that can be run" in server.until("load failed")["reason"]
