from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest

from tests.stack import VLLM, of_kind
from tests.unit.serving.test_scaling import META, OWN

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest

GRAFANA: dict[str, Any] = {"monitoring": {"dashboards": True, "dcgm": True}}
SLO = {"availability": 99.5, "p95Ms": 300}
MODELS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "builtin": (
        {},
        ["Requests", "Failed requests", "Latency", "Waiting", "Running", "Replicas that answer Prometheus"],
    ),
    "vllm": (
        VLLM,
        [
            "Requests",
            "Failed requests",
            "Latency",
            "Time to the first token",
            "Waiting",
            "Running",
            "Key-value cache",
            "Replicas that answer Prometheus",
            "Use of GPUs",
        ],
    ),
}


def config_map(changes: dict[str, Any], stack: dict[str, Any]) -> list[Manifest]:
    return [one for one in of_kind("ConfigMap", changes, stack) if one["metadata"]["name"] == "iris-dashboard"]


def dashboard(changes: dict[str, Any]) -> Json:
    (found,) = config_map(changes, GRAFANA)
    return json.loads(found["data"]["models-iris.json"])


@pytest.mark.parametrize("case", MODELS)
def test_there_is_a_panel_for_each_thing_that_is_measured(case: str) -> None:
    changes, titles = MODELS[case]
    panels = dashboard(changes)["panels"]
    assert [panel["title"] for panel in panels] == titles
    assert [panel["id"] for panel in panels] == list(range(1, len(titles) + 1))
    corners = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert corners == [(index % 2 * 12, index // 2 * 8) for index in range(len(titles))]
    for question in (target["expr"] for panel in panels for target in panel["targets"]):
        promql_parser.parse(question)


def test_what_is_promised_is_a_line_of_its_own() -> None:
    panels = {panel["title"]: panel for panel in dashboard({"slo": SLO})["panels"]}
    requests = f"sum(rate(slipway_requests_total{{{OWN}}}[2m]))"
    failed = f'sum(rate(slipway_requests_total{{{OWN},code=~"5.."}}[2m]))'
    source = {"type": "prometheus", "uid": "${source}"}
    assert panels["Failed requests"] == {
        "id": 2,
        "type": "timeseries",
        "title": "Failed requests",
        "datasource": source,
        "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": "percentunit", "min": 0}, "overrides": []},
        "targets": [
            {
                "refId": "A",
                "expr": f"({failed} or 0 * {requests}) / ({requests} > 0)",
                "legendFormat": "failed",
                "datasource": source,
            },
            {"refId": "B", "expr": "0.005", "legendFormat": "objective", "datasource": source},
        ],
    }
    lines = [(one["legendFormat"], one["expr"]) for one in panels["Latency"]["targets"]]
    assert lines[-1] == ("p95 promised", "300")


def test_grafana_finds_it_by_its_label_and_always_under_one_name() -> None:
    (found,) = config_map({}, GRAFANA)
    assert found["metadata"] == {
        **META,
        "name": "iris-dashboard",
        "labels": {**META["labels"], "grafana_dashboard": "1"},
    }
    shown = dashboard({})
    assert (shown["title"], shown["uid"], shown["editable"]) == ("models / iris", "slipway-0bfb14d95b5d806d", False)


def test_a_stack_without_grafana_gets_none() -> None:
    assert config_map({}, {}) == []
