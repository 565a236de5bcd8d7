from __future__ import annotations

from typing import TYPE_CHECKING, Any

import promql_parser
import pytest

from tests.stack import VLLM, of_kind

if TYPE_CHECKING:
    from infra.manifest import Manifest

LABELS: dict[str, str] = {
    "app.kubernetes.io/name": "iris",
    "app.kubernetes.io/version": "1.2.0",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
    "slipway.dev/model": "iris",
    "slipway.dev/owner": "data-science",
}
META: dict[str, Any] = {"name": "iris", "namespace": "models", "labels": LABELS}
GOAL = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}
BEHAVIOR = {
    "scaleUp": {
        "stabilizationWindowSeconds": 0,
        "selectPolicy": "Max",
        "policies": [
            {"type": "Pods", "value": 4, "periodSeconds": 15},
            {"type": "Percent", "value": 100, "periodSeconds": 15},
        ],
    },
    "scaleDown": {
        "stabilizationWindowSeconds": 300,
        "selectPolicy": "Max",
        "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}],
    },
}
KEDA: dict[str, Any] = {"autoscaler": {"keda": {}}}
OWN = 'namespace="models",pod=~"iris-[0-9a-z]+(-[0-9a-z]{5})?"'
ADDON = "http://prometheus.monitoring.svc:9090"


def scaled(metrics: dict[str, Any], stack: dict[str, Any], base: dict[str, Any] | None = None) -> list[Manifest]:
    changes = {**(base or {}), "scaling": {"min": 1, "max": 4, "metrics": metrics}}
    return of_kind("HorizontalPodAutoscaler", changes, stack) + of_kind("ScaledObject", changes, stack)


def triggers(metrics: dict[str, Any], base: dict[str, Any] | None = None) -> list[Manifest]:
    (scaler,) = scaled(metrics, KEDA, base)
    found: list[Manifest] = scaler["spec"]["triggers"]
    return found


def test_the_cpu_is_what_counts_where_nothing_is_named() -> None:
    assert scaled({}, {}) == [
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": META,
            "spec": {
                "scaleTargetRef": GOAL,
                "minReplicas": 1,
                "maxReplicas": 4,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
                    }
                ],
                "behavior": BEHAVIOR,
            },
        }
    ]


def _resource(name: str, percent: int) -> Manifest:
    return {
        "type": "Resource",
        "resource": {"name": name, "target": {"type": "Utilization", "averageUtilization": percent}},
    }


def _of_pods(name: str, average: str) -> Manifest:
    return {
        "type": "Pods",
        "pods": {"metric": {"name": name}, "target": {"type": "AverageValue", "averageValue": average}},
    }


HPA_METRICS: dict[str, tuple[dict[str, Any], list[Manifest]]] = {
    "cpu": ({"cpuPercent": 50}, [_resource("cpu", 50)]),
    "memory alone": ({"memoryPercent": 80}, [_resource("memory", 80)]),
    "both": ({"cpuPercent": 50, "memoryPercent": 80}, [_resource("cpu", 50), _resource("memory", 80)]),
    "of the pods": ({"pods": {"in_flight": "1500m"}}, [_of_pods("in_flight", "1500m")]),
    "GPUs": ({"gpuPercent": 20}, [_of_pods("gpu_utilization_percent", "20")]),
    "GPUs beside another of the pods": (
        {"gpuPercent": 20, "pods": {"in_flight": 8}},
        [_of_pods("gpu_utilization_percent", "20"), _of_pods("in_flight", "8")],
    ),
}


@pytest.mark.parametrize("case", HPA_METRICS)
def test_a_horizontal_pod_autoscaler_takes_what_the_metrics_apis_tell(case: str) -> None:
    metrics, expected = HPA_METRICS[case]
    (scaler,) = scaled(metrics, {"autoscaler": {"customMetrics": True}}, VLLM)
    assert (scaler["kind"], scaler["spec"]["metrics"]) == ("HorizontalPodAutoscaler", expected)


def test_the_pace_is_the_spec_s_own() -> None:
    scaling = {
        "min": 1,
        "max": 5,
        "scaleUp": {"select": "min", "steps": [{"pods": 2, "periodSeconds": 60}, {"percent": 50}]},
        "scaleDown": {"stabilizationSeconds": 30, "select": "disabled"},
    }
    (scaler,) = of_kind("HorizontalPodAutoscaler", {"scaling": scaling})
    assert scaler["spec"]["behavior"] == {
        "scaleUp": {
            "stabilizationWindowSeconds": 0,
            "selectPolicy": "Min",
            "policies": [
                {"type": "Pods", "value": 2, "periodSeconds": 60},
                {"type": "Percent", "value": 50, "periodSeconds": 15},
            ],
        },
        "scaleDown": {**BEHAVIOR["scaleDown"], "stabilizationWindowSeconds": 30, "selectPolicy": "Disabled"},
    }


def test_a_question_to_prometheus_is_a_scaled_object() -> None:
    scaling = {"min": 1, "max": 2, "metrics": {"queueDepth": 5}, "pollingSeconds": 15, "cooldownSeconds": 360}
    assert of_kind("HorizontalPodAutoscaler", {**VLLM, "scaling": scaling}, KEDA) == []
    assert of_kind("ScaledObject", {**VLLM, "scaling": scaling}, KEDA) == [
        {
            "apiVersion": "keda.sh/v1alpha1",
            "kind": "ScaledObject",
            "metadata": META,
            "spec": {
                "scaleTargetRef": GOAL,
                "minReplicaCount": 1,
                "maxReplicaCount": 2,
                "pollingInterval": 15,
                "cooldownPeriod": 360,
                "fallback": {"failureThreshold": 3, "replicas": 1, "behavior": "currentReplicasIfHigher"},
                "advanced": {
                    "restoreToOriginalReplicaCount": False,
                    "horizontalPodAutoscalerConfig": {
                        "behavior": {
                            **BEHAVIOR,
                            "scaleDown": {**BEHAVIOR["scaleDown"], "stabilizationWindowSeconds": 360},
                        }
                    },
                },
                "triggers": [
                    {
                        "type": "prometheus",
                        "name": "queueDepth",
                        "metricType": "AverageValue",
                        "useCachedMetrics": True,
                        "metadata": {
                            "serverAddress": ADDON,
                            "query": f"sum(vllm:num_requests_waiting{{{OWN}}})",
                            "threshold": "5",
                            "activationThreshold": "0",
                            "ignoreNullValues": "false",
                        },
                    }
                ],
            },
        }
    ]


HANDLERS = 'handler=~"/v1/.+completions|/v1/embeddings|/v1/responses"'
ASKED = f"sum(rate(http_requests_total{{{OWN},{HANDLERS}}}[2m]))"
PRESETS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "concurrency": ({"concurrency": 8}, f"sum(vllm:num_requests_running{{{OWN}}})", "8", "AverageValue"),
    "requests": ({"requestsPerSecond": 2.5}, ASKED, "2.5", "AverageValue"),
    "cache": ({"kvCachePercent": 80}, f"100 * sum(vllm:kv_cache_usage_perc{{{OWN}}})", "80", "AverageValue"),
    "waiting": (
        {"queueWaitMs": 50},
        f"(1000 * sum(rate(vllm:request_queue_time_seconds_sum{{{OWN}}}[2m])) / ({ASKED} > 0)) or 0 * {ASKED}",
        "50",
        "Value",
    ),
    "latency": (
        {"p95LatencyMs": 800},
        "(1000 * histogram_quantile(0.95, sum by (le) (rate(vllm:e2e_request_latency_seconds_bucket"
        f"{{{OWN}}}[2m]))) >= 0) or 0 * sum(rate(vllm:e2e_request_latency_seconds_count{{{OWN}}}[2m]))",
        "800",
        "Value",
    ),
    "GPUs": (
        {"gpuPercent": 60},
        'sum(avg by (exported_pod) (DCGM_FI_DEV_GPU_UTIL{exported_namespace="models",'
        'exported_pod=~"iris-[0-9a-z]+(-[0-9a-z]{5})?"}))',
        "60",
        "AverageValue",
    ),
    "own": ({"promql": [{"query": "sum(up)", "target": 3}]}, "sum(up)", "3", "AverageValue"),
}


@pytest.mark.parametrize("case", PRESETS)
def test_each_metric_is_a_question_in_the_runtime_s_own_names(case: str) -> None:
    metrics, query, threshold, kind = PRESETS[case]
    (trigger,) = triggers(metrics, VLLM)
    told = trigger["metadata"]
    assert (told["query"], told["threshold"], trigger["metricType"]) == (query, threshold, kind)
    promql_parser.parse(query)


def test_the_builtin_runtime_has_names_of_its_own() -> None:
    assert [one["metadata"]["query"] for one in triggers({"queueDepth": 4, "cpuPercent": 60})[1:]] == [
        f"sum(slipway_queue_depth{{{OWN}}})"
    ]


def test_keda_takes_resources_and_hours_as_well() -> None:
    hours = {"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "timeZone": "Europe/Berlin", "replicas": 3}
    (scaler,) = of_kind("ScaledObject", {"scaling": {"min": 1, "max": 4, "schedule": [hours]}}, KEDA)
    assert scaler["spec"]["triggers"] == [
        {"type": "cpu", "name": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}},
        {
            "type": "cron",
            "name": "schedule0",
            "metricType": "AverageValue",
            "metadata": {
                "timezone": "Europe/Berlin",
                "start": "0 8 * * 1-5",
                "end": "0 18 * * 1-5",
                "desiredReplicas": "3",
            },
        },
    ]


def test_a_fallback_is_the_spec_s_own() -> None:
    scaling = {
        "min": 1,
        "max": 6,
        "metrics": {"queueDepth": 4},
        "fallback": {"replicas": 5, "failures": 2, "behavior": "static"},
    }
    (scaler,) = of_kind("ScaledObject", {"scaling": scaling}, KEDA)
    assert scaler["spec"]["fallback"] == {"failureThreshold": 2, "replicas": 5, "behavior": "static"}


WAKE = 'sum(rate(envoy_requests_total{host="iris.models.example.com",route="models/iris"}[2m]))'
WAKES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the spec's": ({"wake": {"query": WAKE, "target": 10}}, {}),
    "the stack's": (
        {},
        {
            "wake": {
                "query": 'sum(rate(envoy_requests_total{host="{host}",route="{namespace}/{name}"}[2m]))',
            }
        },
    ),
}


@pytest.mark.parametrize("case", WAKES)
def test_a_model_at_zero_is_woken_by_what_is_in_front_of_it(case: str) -> None:
    own, stack = WAKES[case]
    scaling = {
        "min": 0,
        "max": 2,
        "metrics": {"queueDepth": 5},
        "scaleToZero": {"coldStartSeconds": 3600, "idleSeconds": 900, **own},
    }
    (scaler,) = of_kind("ScaledObject", {**VLLM, "scaling": scaling}, {"autoscaler": {"keda": stack}})
    spec = scaler["spec"]
    assert (spec["minReplicaCount"], spec["cooldownPeriod"], spec["fallback"]["replicas"]) == (0, 900, 1)
    assert [(one["name"], one["metadata"]["ignoreNullValues"]) for one in spec["triggers"]] == [
        ("queueDepth", "true"),
        ("wake", "true"),
    ]
    assert (spec["triggers"][1]["metadata"]["query"], spec["triggers"][1]["metadata"]["threshold"]) == (WAKE, "10")
    assert of_kind("PodDisruptionBudget", {**VLLM, "scaling": scaling}, {"autoscaler": {"keda": stack}}) == []


def test_a_ceiling_of_one_leaves_nothing_to_scale() -> None:
    scaling = {"min": 0, "max": 2, "scaleToZero": {"coldStartSeconds": 3600}}
    (deployment,) = of_kind("Deployment", {"scaling": scaling}, {"maxReplicas": 1})
    assert deployment["spec"]["replicas"] == 1
    assert of_kind("ScaledObject", {"scaling": scaling}, {"maxReplicas": 1}) == []


def test_a_ceiling_keeps_what_the_autoscaler_goes_by() -> None:
    changes = {**VLLM, "scaling": {"min": 1, "max": 9, "metrics": {"queueDepth": 5}}}
    (scaler,) = of_kind("ScaledObject", changes, {**KEDA, "maxReplicas": 3})
    assert (scaler["spec"]["maxReplicaCount"], scaler["spec"]["triggers"][0]["name"]) == (3, "queueDepth")


def test_keda_asks_the_prometheus_that_the_stack_names() -> None:
    stack = {**KEDA, "monitoring": {"server": "http://prometheus-operated.monitoring.svc:9090"}}
    (scaler,) = scaled({"queueDepth": 5}, stack)
    told = scaler["spec"]["triggers"][0]["metadata"]
    assert told["serverAddress"] == "http://prometheus-operated.monitoring.svc:9090"
