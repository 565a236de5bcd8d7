"""``make bench-app``: this server, a plain FastAPI handler and, if ``MLSERVER`` names it, MLServer, on one model.

The callers run on the same machine and take their share of it, so only the ratios mean something. Rounds of the
servers alternate, and each number is the median of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import joblib
import uvloop

from app import demo
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
@app.post("/v2/models/m/infer")
async def infer(request: Request):
    tensor = (await request.json())["inputs"][0]
    rows = np.array(tensor["data"], np.float32).reshape(tensor["shape"])
    (label,) = session.run(["label"], {"input": rows})
    output = {"name": "label", "datatype": "INT64", "shape": list(label.shape), "data": label.tolist()}
    return {"model_name": "m", "outputs": [output]}
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
"""


def _body(server: str) -> bytes:
    """Return the request; MLServer names its output differently."""
    output = "predict" if server == "MLServer" else "label"
    return json.dumps({**demo.request(), "outputs": [{"name": output}]}).encode()


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


@contextlib.contextmanager
def _spawned(command: list[str], port: int, cwd: Path, server: str = "") -> Iterator[int]:
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, _body(server))
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, body: bytes) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            request = urllib.request.Request(f"http://127.0.0.1:{port}{_PATH}", body)
            request.add_header("content-type", "application/json")
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 - as above
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


@contextlib.contextmanager
def _mlserver(program: str, folder: Path) -> Iterator[int]:
    ports = {"http_port": _port(), "grpc_port": _port(), "metrics_port": _port(), "parallel_workers": 0}
    (folder / "settings.json").write_text(json.dumps({**ports, "debug": False}))
    model = {"name": "m", "implementation": "mlserver_sklearn.SKLearnModel", "parameters": {"uri": "./m.joblib"}}
    (folder / "model-settings.json").write_text(json.dumps({**model, "max_batch_size": 0}))
    with _spawned([program, "start", "."], ports["http_port"], folder, "MLServer") as port:
        yield port


def main() -> None:
    """Print a table."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = _servers(stack, folder)
        sys.stdout.write(f"{'callers':>8}  {'server':<18}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}\n")
        for callers in _CALLERS:
            _compare(callers, servers)


def _servers(stack: contextlib.ExitStack, folder: Path) -> dict[str, int]:
    classifier = demo.train()
    demo.export(classifier, folder / "m.onnx")
    batching = {"maxSize": 32, "maxLatencyMs": 2}
    plain = [sys.executable, "-c", _PLAIN, str(folder / "m.onnx"), str(port := _port())]
    found = {"plain FastAPI": stack.enter_context(_spawned(plain, port, REPOSITORY))}
    for name, config in {"slipway": {}, "slipway, batching": {"batching": batching}}.items():
        server = stack.enter_context(running(folder, folder / "m.onnx", **config, limits={"queue": 512}))
        server.until("model loaded")
        found[name] = server.port
    if program := os.environ.get("MLSERVER"):
        joblib.dump(classifier, folder / "m.joblib")
        found["MLServer"] = stack.enter_context(_mlserver(program, folder))
    return found


def _compare(callers: int, servers: dict[str, int]) -> None:
    outcomes: dict[str, list[Outcome]] = {name: [] for name in servers}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for _ in range(_ROUNDS):
            for name, port in servers.items():
                outcomes[name].append(runner.run(load(port, _PATH, _body(name), callers, _SECONDS)))
    for name, rounds in outcomes.items():
        rate, p50, p99 = (median(values) for values in zip(*map(_numbers, rounds), strict=True))
        sys.stdout.write(f"{callers:>8}  {name:<18}{rate:>11.0f}{p50:>9.2f}{p99:>9.2f}\n")
    sys.stdout.flush()


def _numbers(outcome: Outcome) -> tuple[float, float, float]:
    return outcome.rate, outcome.quantile(0.5), outcome.quantile(0.99)


if __name__ == "__main__":
    main()
