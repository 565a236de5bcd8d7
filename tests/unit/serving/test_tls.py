from __future__ import annotations

from typing import Any

from infra.deploy.outputs import outputs
from infra.errors import Place
from infra.fit import problems
from infra.policy.verdict import Verdict
from tests import stack
from tests.stack import VLLM, component, of_kind, pod, refusals

TLS: dict[str, Any] = {**VLLM, "runtime": {"profile": "vllm", "tlsSecret": "llm-tls"}}
OPERATOR: dict[str, Any] = {"monitoring": {"scrape": "podMonitor"}}
VERDICT = Verdict(engine="embedded", objects=0, rules=0, findings=(), not_evaluated=())


def test_the_server_gets_the_certificate_and_is_asked_over_tls() -> None:
    spec = pod(TLS, OPERATOR)
    (server,) = spec["containers"]
    assert server["args"][-2:] == ["--ssl-certfile=/etc/slipway-tls/tls.crt", "--ssl-keyfile=/etc/slipway-tls/tls.key"]
    assert server["ports"] == [{"name": "https", "containerPort": 8000, "protocol": "TCP"}]
    assert {"name": "tls", "mountPath": "/etc/slipway-tls", "readOnly": True} in server["volumeMounts"]
    assert {"name": "tls", "secret": {"secretName": "llm-tls"}} in spec["volumes"]
    assert [server[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")] == [
        {"path": path, "port": "https", "scheme": "HTTPS"} for path in ("/v1/models", "/health", "/v1/models")
    ]


def test_callers_and_prometheus_speak_tls() -> None:
    (service,) = of_kind("Service", TLS, OPERATOR)
    (monitor,) = of_kind("PodMonitor", TLS, OPERATOR)
    port = {"name": "https", "port": 443, "targetPort": "https", "protocol": "TCP", "appProtocol": "https"}
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    assert service["spec"]["ports"] == [port]
    assert (endpoint["port"], endpoint["scheme"], endpoint["tlsConfig"]) == (
        "https",
        "https",
        {"insecureSkipVerify": True},
    )
    assert outputs([component(TLS, OPERATOR)], VERDICT)["models"]["iris"]["address"] == "https://iris.models.svc"


def test_a_replica_of_a_stateful_model_is_reached_over_tls() -> None:
    stateful = {**TLS, "workload": {"kind": "statefulSet", "state": {"size": "1Gi"}}}
    services = {one["metadata"]["name"]: one["spec"]["ports"] for one in of_kind("Service", stateful, OPERATOR)}
    (port,) = services["iris-replicas"]
    assert port == {"name": "https", "port": 8000, "targetPort": "https", "protocol": "TCP", "appProtocol": "https"}


def test_a_route_leads_to_clear_text() -> None:
    assert refusals(**TLS, route={}) == [
        (
            "runtime.tlsSecret",
            "a route leads to servers that speak clear text",
            "remove it: the gateway ends TLS; or remove route",
        )
    ]


def test_the_add_on_s_prometheus_speaks_no_tls() -> None:
    found = problems(stack.spec(**TLS), {}, stack.settings(), lambda *_: Place("spec", 1))
    assert [(one.field, one.what, one.fix) for one in found] == [
        (
            "runtime.tlsSecret",
            "Prometheus of stack prod asks for metrics in clear text, and the server speaks TLS alone",
            "set scrape: podMonitor in slipway:monitoring once the operator is installed, or remove it for this stack",
        )
    ]
