from __future__ import annotations

from typing import Any

from tests.stack import VLLM, of_kind, pod

COLLECTOR: dict[str, Any] = {"otlp": {"endpoint": "http://collector.observability.svc:4318", "samplePercent": 12.5}}


def told(changes: dict[str, Any], stack: dict[str, Any]) -> dict[str, str]:
    variables = pod(changes, stack)["containers"][0].get("env", [])
    return {one["name"]: one["value"] for one in variables if one["name"].startswith("OTEL_")}


def reached(changes: dict[str, Any], stack: dict[str, Any]) -> list[Any]:
    (policy,) = of_kind("NetworkPolicy", changes, stack)
    return [rule for rule in policy["spec"]["egress"] if {"protocol": "TCP", "port": 4318} in rule["ports"]]


def test_a_server_that_sends_traces_is_told_where_and_may_go_there() -> None:
    assert told({}, COLLECTOR) == {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.observability.svc:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_SERVICE_NAME": "iris",
        "OTEL_RESOURCE_ATTRIBUTES": "service.version=1.2.0,service.namespace=models,slipway.owner=data-science",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "0.125",
    }
    assert reached({}, COLLECTOR) == [
        {
            "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "observability"}}}],
            "ports": [{"protocol": "TCP", "port": 4318}],
        }
    ]


def test_no_other_way_out_is_opened() -> None:
    assert [(told({}, {}), reached({}, {})), (told(VLLM, COLLECTOR), reached(VLLM, COLLECTOR))] == [({}, []), ({}, [])]


def test_the_spec_s_own_variables_are_stronger() -> None:
    assert told({"env": {"OTEL_TRACES_SAMPLER_ARG": "1"}}, COLLECTOR)["OTEL_TRACES_SAMPLER_ARG"] == "1"
