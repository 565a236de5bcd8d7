from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from app.tests import models
from app.tests.running import REPOSITORY, Running, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

X = {"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}]}
SHA = "0" * 64


def test_the_port_opens_before_the_model_is_loaded(tmp_path: Path) -> None:
    pipe = tmp_path / "model.onnx"
    os.mkfifo(pipe)  # the checksum waits for whoever writes to it
    with running(tmp_path, pipe, {"sha256": SHA}) as server:
        assert server.ask("GET", "/v2/health/live")[:2] == (200, {"live": True})
        for method, path in (("GET", "/v2/health/ready"), ("GET", "/v2/models/m"), ("POST", "/v2/models/m/infer")):
            status, body, headers = server.ask(method, path, X if method == "POST" else None)
            assert (status, body, headers["retry-after"]) == (503, {"error": "the model is loading"}, "5")
        pipe.write_bytes(b"")
        server.until("load failed")
        assert server.ask("GET", "/v2/health/live")[0] == 200
        assert server.stop() == 0


def test_a_server_told_to_stop_while_it_loads_stops(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.onnx")
    with running(tmp_path, tmp_path / "model.onnx", {"sha256": SHA}) as server:
        assert server.stop() == 0


def _truncated(path: Path) -> None:
    models.plus_one(path)
    path.write_bytes(path.read_bytes()[:-40])


def _zeros(path: Path) -> None:
    path.write_bytes(b"\0" * 4096)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _nothing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder_of_two(path: Path) -> None:
    path.mkdir()
    models.plus_one(path / "a.onnx")
    models.plus_one(path / "b.onnx")


@pytest.mark.parametrize(
    ("make", "name", "reason"),
    [
        (_truncated, "model.onnx", "not an ONNX model that can be run"),
        (_zeros, "model.onnx", "not an ONNX model that can be run"),
        (_empty, "model.onnx", "not an ONNX model that can be run"),
        (_nothing, "model.onnx", "no such file"),
        (models.sequence, "model.onnx", "'y' is seq(tensor(float)), which the protocol has no datatype for"),
        (models.plus_one, "model.h5", "format '.h5' is not served; export the model to .onnx, .skops"),
        (_folder_of_two, "model", "2 model files, none alone named model.onnx"),
    ],
)
def test_what_is_no_model_never_becomes_ready_and_says_why(
    tmp_path: Path, make: Callable[[Path], None], name: str, reason: str
) -> None:
    make(tmp_path / name)
    with running(tmp_path, tmp_path / name) as server:
        assert reason in server.until("load failed")["reason"]
        for path in ("/v2/health/ready", "/v2/models/m/ready"):
            status, body, _ = server.ask("GET", path)
            assert status == 503
            assert body["error"].startswith(f"the model can't be served: {tmp_path / name}: ")
            assert reason in body["error"]
        assert server.ask("GET", "/v2/health/live")[0] == 200


def test_a_swapped_model_is_told_by_its_checksum(tmp_path: Path) -> None:
    path = models.plus_one(tmp_path / "model.onnx")
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    with running(tmp_path, path, {"sha256": pinned}) as server:
        server.until("model loaded")
    models.pick(path)
    with running(tmp_path, path, {"sha256": pinned}) as server:
        assert f"the configuration says {pinned}" in server.until("load failed")["reason"]


def test_sigterm_under_load_loses_no_accepted_request(tmp_path: Path) -> None:
    batching = {"maxSize": 8, "maxLatencyMs": 2}
    with running(tmp_path, models.plus_one(tmp_path / "model.onnx"), batching=batching) as server:
        server.until("model loaded")
        drained, warm = threading.Event(), threading.Barrier(9)
        outcomes: list[int] = []
        callers = [threading.Thread(target=_call, args=(server, drained, warm, outcomes)) for _ in range(8)]
        for caller in callers:
            caller.start()
        warm.wait()
        server.process.terminate()
        while server.ask("GET", "/v2/health/ready")[0] == 200:
            pass
        drained.set()  # whoever routes requests has seen that the server is unready
        for caller in callers:
            caller.join()
        assert server.process.wait(60) == 0
    assert len(outcomes) > 8
    assert set(outcomes) == {200}


def _call(server: Running, drained: threading.Event, warm: threading.Barrier, outcomes: list[int]) -> None:
    outcomes.append(server.ask("POST", "/v2/models/m/infer", X)[0])
    warm.wait()
    while not drained.is_set():
        outcomes.append(server.ask("POST", "/v2/models/m/infer", X)[0])


def test_an_index_out_of_range_is_the_client_s_error_and_the_server_goes_on(tmp_path: Path) -> None:
    def ask(index: int) -> tuple[int, object]:
        part = {"name": "index", "shape": [1, 1], "datatype": "INT64", "data": [index]}
        return server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[:2]

    with running(tmp_path, models.pick(tmp_path / "model.onnx")) as server:
        server.until("model loaded")
        status, body = ask(3)
        assert status == 400
        assert "out of data bounds" in str(body)
        assert ask(2)[0] == 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "whole file: Invalid JSON"),
        ('{"model": {"name": "m", "version": "1", "path": "/m"}, "prot": 1}', "prot: Extra inputs are not permitted"),
        ('{"model": {"name": "m", "path": "/m"}}', "model.version: Field required"),
        (None, "No such file or directory"),
    ],
)
def test_a_wrong_configuration_ends_in_words_and_exit_code_two(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "server.json"
    if text is not None:
        file.write_text(text)
    command = [sys.executable, "-m", "app.server", "--config", str(file)]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{file}: ")
    assert words in ended.stderr


def test_every_line_of_the_log_is_json_with_ids(plus_one: Running) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    plus_one.ask("POST", '/v2/models/"/infer', {}, {"X-Request-Id": "find-me", "traceparent": trace})
    line = plus_one.until("answered")
    while line["request_id"] != "find-me":
        line = plus_one.until("answered")
    del line["time"], line["seconds"]
    assert line == {
        "level": "info",
        "logger": "slipway",
        "message": "answered",
        "method": "POST",
        "path": '/v2/models/"/infer',
        "status": 404,
        "request_id": "find-me",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
    }
