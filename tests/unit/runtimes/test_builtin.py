"""What is rendered for the builtin server is what the server reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.server.config import Config
from infra.runtimes import server_of
from tests import stack
from tests.unit.runtimes.specs import SPECS, STORED

_PLAIN: dict[str, Any] = {"name": "iris", "version": "1.2.0", "path": "/models/iris.onnx"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a file that was verified when it was brought": (
        {},
        {"model": _PLAIN, "port": 8080, "batching": None, "requestTimeoutSeconds": 30, "logLevel": "info"},
    ),
    "gRPC": (
        SPECS["builtin"],
        {
            "model": _PLAIN,
            "port": 8080,
            "grpcPort": 8081,
            "batching": {"maxSize": 8, "maxLatencyMs": 5},
            "requestTimeoutSeconds": 30,
            "logLevel": "info",
        },
    ),
    "a trusted pickle, verified once more before it runs": (
        SPECS["builtin-pickle"],
        {
            "model": {**_PLAIN, "path": "/models/iris.joblib", "sha256": "b" * 64, "trusted": True},
            "port": 8080,
            "batching": None,
            "requestTimeoutSeconds": 30,
            "logLevel": "info",
        },
    ),
    "a claim, which nobody has verified yet": (
        {"artifact": {**STORED, "uri": "pvc://models/iris/iris.onnx"}},
        {
            "model": {**_PLAIN, "path": "/models/iris/iris.onnx", "sha256": "b" * 64},
            "port": 8080,
            "batching": None,
            "requestTimeoutSeconds": 30,
            "logLevel": "info",
        },
    ),
    "ceilings of its own": (
        {"runtime": {"profile": "builtin", "maxQueue": 32, "maxBodyMib": 8}},
        {
            "model": _PLAIN,
            "port": 8080,
            "batching": None,
            "limits": {"bodyBytes": 8 * 1024 * 1024, "queue": 32},
            "requestTimeoutSeconds": 30,
            "logLevel": "info",
        },
    ),
    "a skops file with types of its own": (
        {"artifact": {**STORED, "uri": "s3://acme/iris.skops", "trustedTypes": ["sklearn.svm.SVC"]}},
        {
            "model": {**_PLAIN, "path": "/models/iris.skops", "trustedTypes": ["sklearn.svm.SVC"]},
            "port": 8080,
            "batching": None,
            "requestTimeoutSeconds": 30,
            "logLevel": "info",
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_server_reads_what_is_rendered(case: str) -> None:
    changes, expected = CASES[case]
    text = server_of(stack.spec(**changes), stack.settings().images).config["server.json"]
    assert json.loads(text) == expected
    Config.model_validate_json(text)


def test_only_files_that_run_code_or_hold_sklearn_need_the_bigger_image() -> None:
    images = stack.settings(images={"appSklearn": "registry.example.invalid/app:1-sklearn"}).images
    chosen = {name: server_of(stack.spec(**SPECS[name]), images).image for name in ("builtin", "builtin-pickle")}
    assert chosen == {"builtin": images.app, "builtin-pickle": images.app_sklearn}
