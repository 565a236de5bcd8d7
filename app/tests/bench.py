"""``make bench-app``: this server, a plain FastAPI handler and MLServer, each on the same models.

The callers run on the same machine and take their share of it, so only the ratios mean something. Rounds of the
servers alternate, and each number is the median of them. MLServer runs ONNX by ``oracle/onnx_model.py``, as it has no
runtime of its own for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import joblib
import uvloop

from app import demo
from app.tests import mlserver
from app.tests.encoder import encoder
from app.tests.load import Outcome, load
from app.tests.running import REPOSITORY, running

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALLERS = (1, 16, 64, 256)
_SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
_PATH = "/v2/models/m/infer"
_PLAIN = """
import sys, numpy as np, onnxruntime as ort, uvicorn
from fastapi import FastAPI, Request
app, session = FastAPI(), ort.InferenceSession(sys.argv[1])
types = {"FP32": np.float32, "INT64": np.int64}
@app.get("/ready")
async def ready():
    return True
@app.post("/v2/models/m/infer")
async def infer(request: Request):
    body = await request.json()
    tensor, name = body["inputs"][0], body["outputs"][0]["name"]
    rows = np.array(tensor["data"], types[tensor["datatype"]]).reshape(tensor["shape"])
    (found,) = session.run([name], {tensor["name"]: rows})
    output = {"name": name, "datatype": "FP32", "shape": list(found.shape), "data": found.ravel().tolist()}
    return {"model_name": "m", "outputs": [output]}
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A model, a request for it, and the ports of the servers that have it."""

    name: str
    body: bytes
    ports: dict[str, int]


def _body(tensor: dict[str, Any], output: str) -> bytes:
    return json.dumps({"inputs": [tensor], "outputs": [{"name": output}]}).encode()


@contextlib.contextmanager
def _plain(model: Path) -> Iterator[int]:
    port = mlserver.free_port()
    with subprocess.Popen([sys.executable, "-c", _PLAIN, str(model), str(port)], cwd=REPOSITORY) as process:
        try:
            mlserver.until_ready(port, "/ready")
            yield port
        finally:
            process.kill()


def main() -> None:
    """Print a table."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        heads = f"{'model':<16}{'callers':>8}  {'server':<18}"
        sys.stdout.write(f"{heads}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'refused':>9}\n")
        for case in (_iris(stack, folder), _estimator(stack, folder), _encoder(stack, folder)):
            for callers in _CALLERS:
                _compare(callers, case)


def _ours(stack: contextlib.ExitStack, folder: Path, path: Path, **trust: object) -> dict[str, int]:
    found = {}
    batching = {"maxSize": 32, "maxLatencyMs": 2}
    for name, config in {"slipway": {}, "slipway, batching": {"batching": batching}}.items():
        server = stack.enter_context(running(folder, path, trust, **config, limits={"queue": 512}))
        server.until("model loaded")
        found[name] = server.port
    return found


def _iris(stack: contextlib.ExitStack, folder: Path) -> Case:
    demo.export(demo.train(), path := folder / "iris.onnx")
    return Case("iris, ONNX", json.dumps(demo.request()).encode(), _onnx(stack, folder, path))


def _onnx(stack: contextlib.ExitStack, folder: Path, path: Path) -> dict[str, int]:
    plain = stack.enter_context(_plain(path))
    return {"MLServer": _theirs(stack, folder, path), "plain FastAPI": plain, **_ours(stack, folder, path)}


def _theirs(stack: contextlib.ExitStack, folder: Path, path: Path) -> int:
    own = folder / f"mlserver-{path.name}"
    own.mkdir()
    return stack.enter_context(mlserver.serving(mlserver.program(), own, {"m": path}))


def _estimator(stack: contextlib.ExitStack, folder: Path) -> Case:
    joblib.dump(demo.train(), path := folder / "iris.joblib")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    ports = {"MLServer": _theirs(stack, folder, path), **_ours(stack, folder, path, trusted=True, sha256=sha256)}
    rows = [5.1, 3.5, 1.4, 0.2, 6.7, 3.0, 5.2, 2.3]
    return Case(
        "iris, estimator", _body({"name": "input", "shape": [2, 4], "datatype": "FP64", "data": rows}, "predict"), ports
    )


def _encoder(stack: contextlib.ExitStack, folder: Path) -> Case:
    path = encoder(folder / "encoder.onnx")
    words = {"name": "words", "shape": [1, 32], "datatype": "INT64", "data": list(range(32))}
    return Case("encoder, ONNX", _body(words, "vector"), _onnx(stack, folder, path))


def _compare(callers: int, case: Case) -> None:
    outcomes: dict[str, list[Outcome]] = {name: [] for name in case.ports}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for _ in range(_ROUNDS):
            for name, port in case.ports.items():
                outcomes[name].append(runner.run(load(port, _PATH, case.body, callers, _SECONDS)))
    for name, rounds in outcomes.items():
        rate, p50, p99 = (median(values) for values in zip(*map(_numbers, rounds), strict=True))
        refused = sum(outcome.refused for outcome in rounds)
        row = f"{case.name:<16}{callers:>8}  {name:<18}{rate:>11.0f}{p50:>9.2f}{p99:>9.2f}{refused:>9}"
        sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


def _numbers(outcome: Outcome) -> tuple[float, float, float]:
    return outcome.rate, outcome.quantile(0.5), outcome.quantile(0.99)


if __name__ == "__main__":
    main()
