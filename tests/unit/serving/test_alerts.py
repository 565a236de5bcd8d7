from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

from tests.stack import VLLM, of_kind
from tests.unit.serving.test_scaling import META, OWN

if TYPE_CHECKING:
    from pathlib import Path

    from infra.manifest import Manifest

OPERATOR: dict[str, Any] = {"monitoring": {"scrape": "podMonitor", "labels": {"release": "prometheus"}, "dcgm": True}}
ADAPTER: dict[str, Any] = {**OPERATOR, "autoscaler": {"customMetrics": True}}
SLO = {"availability": 99.9, "errorRate": 5, "p95Ms": 200, "p99Ms": 500}
MONTH = "models/iris: 99.9 % of the requests are to be answered; the month's budget runs out"
SHARES = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")


def rules(changes: dict[str, Any], stack: dict[str, Any]) -> list[Manifest]:
    return of_kind("PrometheusRule", changes, stack)


def share(window: str) -> str:
    return f'model:request_errors:ratio_rate{window}{{model="iris",namespace="models"}}'


def recording(window: str) -> Manifest:
    requests = f"sum(rate(slipway_requests_total{{{OWN}}}[{window}]))"
    errors = f'sum(rate(slipway_requests_total{{{OWN},code=~"5.."}}[{window}]))'
    return {
        "record": f"model:request_errors:ratio_rate{window}",
        "expr": f"({errors} or 0 * {requests}) / ({requests} > 0)",
        "labels": {"model": "iris", "namespace": "models"},
    }


def alert(name: str, severity: str, expr: str, what: str, **more: str) -> Manifest:
    labels = {"severity": severity, "model": "iris", "namespace": "models", "owner": "data-science"}
    return {"alert": name, "expr": expr, "labels": labels, "annotations": {"summary": what}, **more}


def quantile(number: str, window: str) -> str:
    buckets = f"sum by (le) (rate(slipway_request_seconds_bucket{{{OWN}}}[{window}]))"
    return f"1000 * histogram_quantile({number}, {buckets})"


def test_objectives_become_recordings_and_alerts() -> None:
    assert rules({"slo": SLO}, OPERATOR) == [
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {**META, "labels": {**META["labels"], "release": "prometheus"}},
            "spec": {
                "groups": [
                    {
                        "name": "slipway.models.iris.objectives",
                        "interval": "30s",
                        "rules": [
                            *map(recording, SHARES),
                            alert(
                                "ModelErrorBudgetBurnsFast",
                                "critical",
                                f"({share('1h')} > 0.0144 and {share('5m')} > 0.0144)"
                                f" or ({share('6h')} > 0.006 and {share('30m')} > 0.006)",
                                MONTH,
                            ),
                            alert(
                                "ModelErrorBudgetBurnsSlow",
                                "warning",
                                f"({share('1d')} > 0.003 and {share('2h')} > 0.003)"
                                f" or ({share('3d')} > 0.001 and {share('6h')} > 0.001)",
                                MONTH,
                            ),
                            alert(
                                "ModelErrorRateHigh",
                                "critical",
                                f"{share('5m')} > 0.05",
                                "models/iris: more than 5 % of the requests fail",
                                **{"for": "10m"},
                            ),
                            alert(
                                "ModelLatencyP95High",
                                "warning",
                                f"({quantile('0.95', '1h')} > 200) and ({quantile('0.95', '5m')} > 200)",
                                "models/iris: 5 % of the requests take longer than 200 ms",
                            ),
                            alert(
                                "ModelLatencyP99High",
                                "warning",
                                f"({quantile('0.99', '1h')} > 500) and ({quantile('0.99', '5m')} > 500)",
                                "models/iris: 1 % of the requests take longer than 500 ms",
                            ),
                            alert(
                                "ModelDown",
                                "critical",
                                f"absent(up{{{OWN}}} == 1)",
                                "models/iris: no replica answers Prometheus",
                                **{"for": "10m"},
                            ),
                        ],
                    }
                ]
            },
        }
    ]


def names(changes: dict[str, Any], stack: dict[str, Any]) -> list[tuple[str, str]]:
    (found,) = rules(changes, stack)
    inside = [one for group in found["spec"]["groups"] for one in group["rules"]]
    return [(one["alert"], one["labels"]["severity"]) for one in inside if "alert" in one]


def test_only_what_is_promised_is_watched() -> None:
    assert names({"slo": {"p99Ms": 500}}, OPERATOR) == [("ModelLatencyP99High", "warning"), ("ModelDown", "critical")]


def test_an_experimental_model_wakes_nobody() -> None:
    assert names({"slo": {"errorRate": 5}, "tier": "experimental"}, OPERATOR) == [
        ("ModelErrorRateHigh", "warning"),
        ("ModelDown", "warning"),
    ]


def test_a_model_that_may_be_at_zero_is_not_down_there() -> None:
    scaling = {"min": 0, "max": 2, "scaleToZero": {"coldStartSeconds": 3600, "wake": {"query": "x", "target": 1}}}
    stack = {**OPERATOR, "autoscaler": {"keda": {}}}
    assert names({"slo": {"errorRate": 5}, "scaling": scaling}, stack) == [("ModelErrorRateHigh", "critical")]


@pytest.mark.parametrize(
    "stack", [{}, {"monitoring": {"scrape": "podMonitor", "alerts": False}}], ids=["no operator", "others watch"]
)
def test_a_stack_that_takes_no_alerts_gets_none(stack: dict[str, Any]) -> None:
    assert rules({"slo": SLO}, stack) == []


GPU_SCALING = {**VLLM, "scaling": {"min": 1, "max": 5, "metrics": {"gpuPercent": 20}}}


def test_the_adapter_finds_the_use_of_gpus_by_pod() -> None:
    (found,) = rules(GPU_SCALING, ADAPTER)
    exported = 'exported_namespace="models",exported_pod=~"iris-[0-9a-z]+(-[0-9a-z]{5})?"'
    assert found["spec"] == {
        "groups": [
            {
                "name": "slipway.models.iris.gpu",
                "interval": "30s",
                "rules": [
                    {
                        "record": "gpu_utilization_percent",
                        "expr": "avg by (namespace, pod) (label_replace(label_replace("
                        f'DCGM_FI_DEV_GPU_UTIL{{{exported}}}, "pod", "$1", "exported_pod", "(.+)"), '
                        '"namespace", "$1", "exported_namespace", "(.+)"))',
                    }
                ],
            }
        ]
    }


EVERYTHING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "builtin": ({"slo": SLO}, OPERATOR),
    "vllm": ({**VLLM, "slo": SLO}, OPERATOR),
    "GPUs": ({**GPU_SCALING, "slo": SLO}, ADAPTER),
}


@pytest.mark.parametrize("case", EVERYTHING)
def test_every_expression_is_promql(case: str) -> None:
    for found in rules(*EVERYTHING[case]):
        for one in (rule for group in found["spec"]["groups"] for rule in group["rules"]):
            promql_parser.parse(one["expr"])


def test_prometheus_takes_the_rules(promtool: Path, tmp_path: Path) -> None:
    for case, (changes, stack) in EVERYTHING.items():
        (found,) = rules(changes, stack)
        (tmp_path / f"{case}.yaml").write_text(yaml.safe_dump(found["spec"]))
    done = subprocess.run(
        [promtool, "check", "rules", "--lint=all", "--lint-fatal", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


POD = 'namespace="models",pod="iris-6b7c9d5f4-x2x4z"'
OTHER = 'namespace="models",pod="iris-large-6b7c9d5f4-x2x4z"'
FAST = ("ModelErrorBudgetBurnsFast", "critical", MONTH)
SLOW = ("ModelErrorBudgetBurnsSlow", "warning", MONTH)
HIGH = ("ModelErrorRateHigh", "critical", "models/iris: more than 5 % of the requests fail")
P95 = ("ModelLatencyP95High", "warning", "models/iris: 5 % of the requests take longer than 200 ms")
P99 = ("ModelLatencyP99High", "warning", "models/iris: 1 % of the requests take longer than 500 ms")
DOWN = ("ModelDown", "critical", "models/iris: no replica answers Prometheus")
UP = {f"up{{{POD}}}": "1+0x400"}
# Series by minute, and the alerts after four hours.
STORIES: dict[str, tuple[dict[str, str], list[tuple[str, str, str]]]] = {
    "all is well": (
        {**UP, f'slipway_requests_total{{{POD},code="200"}}': "0+600x400"},
        [],
    ),
    "one in two hundred fails": (
        {
            **UP,
            f'slipway_requests_total{{{POD},code="200"}}': "0+597x400",
            f'slipway_requests_total{{{POD},code="500"}}': "0+3x400",
        },
        [SLOW],
    ),
    "one in fifty fails": (
        {
            **UP,
            f'slipway_requests_total{{{POD},code="200"}}': "0+588x400",
            f'slipway_requests_total{{{POD},code="503"}}': "0+12x400",
        },
        [FAST, SLOW],
    ),
    "everything fails since half an hour": (
        {
            **UP,
            f'slipway_requests_total{{{POD},code="200"}}': "0+600x210 0x190",
            f'slipway_requests_total{{{POD},code="500"}}': "0x210 0+600x190",
        },
        [FAST, SLOW, HIGH],
    ),
    "another model fails": (
        {
            **UP,
            f'slipway_requests_total{{{POD},code="200"}}': "0+600x400",
            f'slipway_requests_total{{{OTHER},code="500"}}': "0+600x400",
        },
        [],
    ),
    "nobody asks": ({**UP, f'slipway_requests_total{{{POD},code="200"}}': "7+0x400"}, []),
    "it is slow": (
        {
            **UP,
            f'slipway_request_seconds_bucket{{{POD},le="0.2"}}': "0+500x400",
            f'slipway_request_seconds_bucket{{{POD},le="0.5"}}': "0+599x400",
            f'slipway_request_seconds_bucket{{{POD},le="+Inf"}}': "0+600x400",
        },
        [P95],
    ),
    "its tail is slow": (
        {
            **UP,
            f'slipway_request_seconds_bucket{{{POD},le="0.2"}}': "0+580x400",
            f'slipway_request_seconds_bucket{{{POD},le="0.5"}}': "0+580x400",
            f'slipway_request_seconds_bucket{{{POD},le="1"}}': "0+600x400",
            f'slipway_request_seconds_bucket{{{POD},le="+Inf"}}': "0+600x400",
        },
        [P99],
    ),
    "nobody answers": ({f"up{{{POD}}}": "0+0x400", f"up{{{OTHER}}}": "1+0x400"}, [DOWN]),
    "nobody is there": ({f"up{{{OTHER}}}": "1+0x400"}, [DOWN]),
}


def _told(alert: tuple[str, str, str]) -> dict[str, Any]:
    name, severity, what = alert
    labels = {"severity": severity, "model": "iris", "namespace": "models", "owner": "data-science"}
    return {"alertname": name, "exp_labels": labels, "exp_annotations": {"summary": what}}


def _expected(alerts: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    fired = {one[0]: _told(one) for one in alerts}
    found = []
    for name in (one[0] for one in (FAST, SLOW, HIGH, P95, P99, DOWN)):
        told = {key: value for key, value in fired.get(name, {}).items() if key != "alertname"}
        found.append({"eval_time": "4h", "alertname": name, "exp_alerts": [told] if told else []})
    return found


def _story(name: str) -> dict[str, Any]:
    series, alerts = STORIES[name]
    return {
        "name": name,
        "interval": "1m",
        "input_series": [{"series": one, "values": values} for one, values in series.items()],
        "alert_rule_test": _expected(alerts),
    }


def test_alerts_fire_when_they_should_and_only_then(promtool: Path, tmp_path: Path) -> None:
    (found,) = rules({"slo": SLO}, OPERATOR)
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(found["spec"]))
    tests = [_story(name) for name in STORIES]
    file = {"rule_files": ["rules.yaml"], "evaluation_interval": "5m", "tests": tests}
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(file))
    done = subprocess.run(
        [promtool, "test", "rules", tmp_path / "test.yaml"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
