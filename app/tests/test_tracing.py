"""Traces against a collector on loopback that reads what OpenTelemetry's exporter sends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import tritonclient.grpc as triton
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from app.tests import models
from app.tests.running import REPOSITORY, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
X = {"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}]}
ROUTE = "POST /v2/models/{model_name}/infer"


@dataclass
class Collector:
    requests: list[ExportTraceServiceRequest] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    url: str = ""

    def spans(self) -> list[Any]:
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def named(self, name: str) -> list[Any]:
        return [span for span in self.spans() if span.name == name]

    def resource(self) -> dict[str, str]:
        return _values(self.requests[0].resource_spans[0].resource)


def _values(holder: Any) -> dict[str, Any]:  # noqa: ANN401 - a generated message
    return {one.key: one.value.string_value or one.value.int_value for one in holder.attributes}


@pytest.fixture
def collector() -> Iterator[Collector]:
    found = Collector()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.paths.add(self.path)
            packed = self.headers.get("content-encoding") == "gzip"
            found.requests.append(ExportTraceServiceRequest.FromString(decompress(body) if packed else body))
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def test_a_request_is_a_span_within_the_caller_s_and_holds_the_model_s(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    model = models.plus_one(tmp_path / "m.onnx")
    with running(tmp_path, model, logLevel="debug") as server:
        server.until("model loaded")
        for path in ("/v2/health/live", "/v2/health/ready", "/metrics", "/v2/models/m/ready", "/openapi.json"):
            server.ask("GET", path)
        headers = {**TRACEPARENT, "x-request-id": "42"}
        assert server.ask("POST", "/v2/models/m/infer", X, headers)[0] == 200
        while (line := server.until("answered"))["path"] != "/v2/models/m/infer":
            pass
        assert server.stop() == 0
    assert collector.paths == {"/v1/traces"}
    assert collector.resource()["service.name"] == "m"
    (request,), (part,) = collector.named(ROUTE), collector.named("model")
    assert len(collector.spans()) == 2
    assert (request.trace_id.hex(), request.parent_span_id.hex(), request.kind) == (TRACE, PARENT, 2)
    assert (part.trace_id.hex(), part.parent_span_id) == (TRACE, request.span_id)
    assert _values(request) == {
        "http.request.method": "POST",
        "http.route": "/v2/models/{model_name}/infer",
        "http.response.status_code": 200,
        "slipway.request_id": "42",
    }
    assert (line["trace_id"], line["span_id"]) == (TRACE, request.span_id.hex())


def test_a_request_of_no_trace_begins_one_and_the_log_says_which(collector: Collector, tmp_path: Path) -> None:
    model = models.plus_one(tmp_path / "m.onnx")
    with running(tmp_path, model, tracing={"endpoint": f"{collector.url}/"}) as server:
        server.until("model loaded")
        assert server.ask("POST", "/v2/models/m/infer", b"{")[0] == 400
        line = server.until("answered")
        assert server.ask("GET", "/made/up/by/a/client")[0] == 404
        assert server.stop() == 0
    (request,) = collector.named(ROUTE)
    assert request.parent_span_id == b""
    assert (line["trace_id"], line["span_id"]) == (request.trace_id.hex(), request.span_id.hex())
    assert sorted(span.name for span in collector.spans()) == ["GET", ROUTE]


def test_the_caller_s_decision_and_the_ratio_are_followed(collector: Collector, tmp_path: Path) -> None:
    model = models.plus_one(tmp_path / "m.onnx")
    with running(tmp_path, model, tracing={"endpoint": collector.url, "sampleRatio": 0}) as server:
        server.until("model loaded")
        assert server.ask("POST", "/v2/models/m/infer", X)[0] == 200
        assert server.ask("POST", "/v2/models/m/infer", X, TRACEPARENT)[0] == 200
        assert server.stop() == 0
    assert [span.trace_id.hex() for span in collector.spans()] == [TRACE, TRACE]


def test_calls_over_grpc_are_spans_too(collector: Collector, tmp_path: Path) -> None:
    tensor = triton.InferInput("x", [1, 4], "FP32").set_data_from_numpy(np.ones((1, 4), np.float32))
    model = models.plus_one(tmp_path / "m.onnx")
    with running(tmp_path, model, tracing={"endpoint": collector.url}, grpcPort=0) as server:
        server.until("model loaded")
        with triton.InferenceServerClient(f"127.0.0.1:{server.seen[0]['grpc_port']}") as client:
            client.infer("m", [tensor], headers=TRACEPARENT)
        assert server.stop() == 0
    (request,) = collector.named("inference.GRPCInferenceService/ModelInfer")
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, PARENT)
    assert [span.parent_span_id for span in collector.named("model")] == [request.span_id]


def test_a_collector_that_is_not_there_holds_nothing_up(tmp_path: Path) -> None:
    model = models.plus_one(tmp_path / "m.onnx")
    with running(tmp_path, model, tracing={"endpoint": "http://127.0.0.1:9"}) as server:
        server.until("model loaded")
        assert server.ask("POST", "/v2/models/m/infer", X)[0] == 200
        assert server.stop() == 0


PROBE = """
import sys
from pathlib import Path
from app.server.config import Config
from app.server.serving import Serving
serving = Serving(Config.model_validate({"model": {"name": "m", "version": "1", "path": "m"}}))
loaded = sorted(name for name in sys.modules if name.startswith("opentelemetry"))
print(serving.tracing is not None, bool(loaded))
"""
ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "False False"),
        (ENDPOINT, "True True"),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, "True True"),
        ({**ENDPOINT, "OTEL_SDK_DISABLED": "true"}, "False False"),
        ({**ENDPOINT, "OTEL_TRACES_EXPORTER": "none"}, "False False"),
        ({**ENDPOINT, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "False False"),
    ],
)
def test_nothing_is_loaded_unless_traces_are_asked_for(environment: dict[str, str], expected: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**plain, **environment}, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == expected
