from __future__ import annotations

from typing import Any

import pytest

from infra.errors import InputError, Place, Problem
from infra.fit import problems
from infra.validation import validate
from models.base import merged
from models.spec import ModelSpec
from tests.stack import SPEC, VLLM, settings, spec

KEDA: dict[str, Any] = {"autoscaler": {"keda": {}}}
HOURS = {"start": "0 8 * * *", "end": "0 18 * * *", "replicas": 2}
WAKE = {"query": "sum(rate(gateway_requests_total[2m]))", "target": 10}
ZERO = {"min": 0, "max": 2, "scaleToZero": {"coldStartSeconds": 3600, "wake": WAKE}}


def refused(scaling: dict[str, Any]) -> list[str]:
    try:
        validate(ModelSpec, merged(SPEC, {"scaling": scaling}), lambda _: Place("iris.yaml", 1))
    except InputError as error:
        return [str(Problem(one.what, one.fix, field=one.field)) for one in error.problems]
    return []


def misfits(scaling: dict[str, Any], stack: dict[str, Any], base: dict[str, Any] | None = None) -> list[str]:
    found = problems(spec(**{**(base or {}), "scaling": scaling}), settings(**stack), lambda _: Place("iris.yaml", 1))
    return [str(Problem(one.what, one.fix, field=one.field)) for one in found]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "fixed and bounded": (
        {"replicas": 2, "min": 1, "max": 3},
        "scaling.replicas: replicas is fixed, and min and max ask for an autoscaler\n  fix: keep one of the two",
    ),
    "half a range": (
        {"min": 1},
        "scaling: an autoscaler needs both min and max\n  fix: give both, or replicas for a fixed number",
    ),
    "upside down": ({"min": 4, "max": 2}, "scaling.min: min 4 exceeds max 2\n  fix: lower min or raise max"),
    "metrics without an autoscaler": (
        {"replicas": 2, "metrics": {"cpuPercent": 50}},
        "scaling.metrics: only an autoscaler has this, and there is none\n  fix: give min and max as well",
    ),
    "zero by accident": (
        {"min": 0, "max": 2},
        "scaling.min: no replica runs at 0, so nothing of its own could wake the model\n"
        "  fix: add scaleToZero: {coldStartSeconds: …} with a wake query or a schedule, or use min: 1",
    ),
    "zero that is never reached": (
        {**ZERO, "min": 1},
        "scaling.scaleToZero: min is 1, so it never gets to zero\n  fix: set min: 0, or remove scaleToZero",
    ),
    "two autoscalers' metrics": (
        {"min": 1, "max": 2, "metrics": {"queueDepth": 5, "pods": {"in_flight": 3}}},
        "scaling.metrics.pods: KEDA can't read the custom metrics API, which this needs, beside what only KEDA can do\n"
        "  fix: ask Prometheus for it with promql",
    ),
    "a fallback from nothing": (
        {"min": 1, "max": 2, "fallback": {"replicas": 2}},
        "scaling.fallback: this is about Prometheus, and no metric here comes from it\n"
        "  fix: remove it, or add a metric that does, such as metrics: {queueDepth: 5}",
    ),
    "polling nobody": (
        {"min": 1, "max": 2, "pollingSeconds": 30},
        "scaling.pollingSeconds: this is about Prometheus, and no metric here comes from it\n"
        "  fix: remove it, or add a metric that does, such as metrics: {queueDepth: 5}",
    ),
    "hours over the maximum": (
        {"min": 1, "max": 1, "schedule": [HOURS]},
        "scaling.schedule.0.replicas: 2 exceeds max 1\n  fix: raise max",
    ),
    "hours without a length": (
        {"min": 1, "max": 3, "schedule": [{**HOURS, "end": "0 8 * * *"}]},
        "scaling.schedule.0.end: start and end are the same moment\n  fix: move the end",
    ),
    "no time": (
        {"min": 1, "max": 3, "schedule": [{**HOURS, "start": "08:00"}]},
        "scaling.schedule.0.start: '08:00' is not a time in cron's notation\n"
        "  fix: write five fields, such as 0 8 * * 1-5",
    ),
    "two lulls": (
        {"min": 1, "max": 3, "cooldownSeconds": 60, "scaleDown": {"stabilizationSeconds": 30}},
        "scaling.cooldownSeconds: scaleDown.stabilizationSeconds says the same\n  fix: keep one of the two",
    ),
    "a step of nothing": (
        {"min": 1, "max": 3, "scaleUp": {"steps": [{"periodSeconds": 15}]}},
        "scaling.scaleUp.steps.0: a step is a number of pods or a percentage\n  fix: give pods or percent, not both",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_contradicts_itself_is_refused(case: str) -> None:
    scaling, expected = REFUSED[case]
    assert refused(scaling) == [expected]


AMD = {"tenants": {"models": {"quota": {"cpu": "100", "memory": "400Gi", "devices": {"amd.com/gpu": 8}}}}}
NO_PROMETHEUS = {**KEDA, "addons": {"prometheus": None}}
RANGE = {"min": 1, "max": 2}
MISFITS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "no KEDA for a question": (
        {**RANGE, "metrics": {"queueDepth": 5}},
        {},
        {},
        "scaling.metrics.queueDepth: stack prod has no KEDA, and nothing else can scale by metrics.queueDepth\n"
        "  fix: add keda: {} to slipway:autoscaler once it is installed, or scale by metrics.cpuPercent here",
    ),
    "no KEDA for hours": (
        {"min": 1, "max": 3, "schedule": [HOURS]},
        {},
        {},
        "scaling.schedule: stack prod has no KEDA, and nothing else can scale by schedule\n"
        "  fix: add keda: {} to slipway:autoscaler once it is installed, or scale by metrics.cpuPercent here",
    ),
    "no KEDA for zero": (
        ZERO,
        {},
        {},
        "scaling.scaleToZero: stack prod has no KEDA, and nothing else can scale by scaleToZero\n"
        "  fix: add keda: {} to slipway:autoscaler once it is installed, or scale by metrics.cpuPercent here",
    ),
    "no Prometheus": (
        {**RANGE, "metrics": {"queueDepth": 5}},
        NO_PROMETHEUS,
        {},
        "scaling.metrics.queueDepth: stack prod doesn't say where KEDA finds Prometheus\n"
        "  fix: add prometheus: {} to slipway:addons, or server: http://… to slipway:monitoring",
    ),
    "a runtime without a key-value cache": (
        {**RANGE, "metrics": {"kvCachePercent": 80}},
        KEDA,
        {},
        "scaling.metrics.kvCachePercent: builtin doesn't measure what kvCachePercent needs\n"
        "  fix: choose queueDepth, queueWaitMs, concurrency, requestsPerSecond, p95LatencyMs,"
        " or ask your own question with promql",
    ),
    "no adapter": (
        {**RANGE, "metrics": {"pods": {"in_flight": 3}}},
        {},
        {},
        "scaling.metrics.pods: stack prod has no adapter that serves metrics of pods\n"
        "  fix: say customMetrics: true in slipway:autoscaler once it is installed, or ask Prometheus with promql",
    ),
    "GPUs without a GPU": (
        {**RANGE, "metrics": {"gpuPercent": 60}},
        {**KEDA, "monitoring": {"dcgm": True}},
        {},
        "scaling.metrics.gpuPercent: the model has no GPU\n  fix: remove it, or add compute.gpu",
    ),
    "GPUs of another vendor": (
        {**RANGE, "metrics": {"gpuPercent": 60}},
        {**KEDA, **AMD, "cloud": "generic", "monitoring": {"dcgm": True}},
        {**VLLM, "compute": {"gpu": {"vendor": "amd", "count": 1}}},
        "scaling.metrics.gpuPercent: DCGM measures NVIDIA's GPUs, not those of amd\n"
        "  fix: remove it, or ask your own exporter with promql",
    ),
    "GPUs that nobody measures": (
        {**RANGE, "metrics": {"gpuPercent": 60}},
        KEDA,
        VLLM,
        "scaling.metrics.gpuPercent: nothing on stack prod measures the use of GPUs\n"
        "  fix: say dcgm: true in slipway:monitoring once the DCGM exporter is scraped",
    ),
    "GPUs that nobody can tell of": (
        {**RANGE, "metrics": {"gpuPercent": 60}},
        {"autoscaler": {"customMetrics": True}, "monitoring": {"dcgm": True}},
        VLLM,
        "scaling.metrics.gpuPercent: stack prod has neither KEDA nor an adapter with the Prometheus operator to tell it"
        "\n  fix: add keda: {} to slipway:autoscaler; or customMetrics: true there and a monitor in slipway:monitoring",
    ),
    "nothing that wakes": (
        {**ZERO, "scaleToZero": {"coldStartSeconds": 3600}},
        KEDA,
        {},
        "scaling.scaleToZero: neither the spec nor stack prod says what wakes a model that has no replica\n"
        "  fix: add wake: {query: …, target: …} about the gateway, a schedule, or wake to slipway:autoscaler.keda",
    ),
    "a pod's own metric at zero": (
        {
            **ZERO,
            "scaleToZero": {
                "coldStartSeconds": 3600,
                "wake": {"query": "sum(vllm:num_requests_waiting)", "target": 1},
            },
        },
        KEDA,
        VLLM,
        "scaling.scaleToZero.wake.query: vllm:num_requests_waiting is measured by the model's own pods, and at zero"
        " there are none\n  fix: ask for a metric of what is in front of the model, such as its gateway",
    ),
    "a constant that wakes": (
        {**ZERO, "scaleToZero": {"coldStartSeconds": 3600, "wake": {"query": "vector(1)", "target": 1}}},
        KEDA,
        {},
        "scaling.scaleToZero.wake.query: it asks for no metric, so nothing would ever change\n"
        "  fix: ask for a metric of the gateway",
    ),
    "a start that is too slow": (
        {**ZERO, "scaleToZero": {"coldStartSeconds": 60, "wake": WAKE}},
        KEDA,
        {},
        "scaling.scaleToZero.coldStartSeconds: download and load alone may take 250 seconds\n"
        "  fix: raise it to at least 250 if callers can bear that; a cache or a smaller artifact starts sooner",
    ),
    "PromQL with a mistake": (
        {**RANGE, "metrics": {"promql": [{"query": "sum(up", "target": 1}]}},
        KEDA,
        {},
        "scaling.metrics.promql.0.query: Prometheus couldn't answer this: unclosed left parenthesis\n"
        "  fix: correct the PromQL",
    ),
    "PromQL that is no number": (
        {**RANGE, "metrics": {"promql": [{"query": "up[5m]", "target": 1}]}},
        KEDA,
        {},
        "scaling.metrics.promql.0.query: Prometheus couldn't answer this: it doesn't give a number\n"
        "  fix: correct the PromQL",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_what_a_stack_cannot_scale_is_refused_with_the_way_out(case: str) -> None:
    scaling, stack, base, expected = MISFITS[case]
    assert misfits(scaling, stack, base) == [expected]


FITS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "a ceiling leaves nothing to scale": ({**RANGE, "metrics": {"queueDepth": 5}}, {"maxReplicas": 1}, {}),
    "hours wake a model": ({**ZERO, "scaleToZero": {"coldStartSeconds": 250}, "schedule": [HOURS]}, KEDA, {}),
    "the stack wakes a model": (
        {**ZERO, "scaleToZero": {"coldStartSeconds": 250}},
        {"autoscaler": {"keda": {"wake": {"query": 'sum(rate(gateway_requests_total{host="{host}"}[2m]))'}}}},
        {},
    ),
    "a Prometheus of one's own": (
        {**RANGE, "metrics": {"queueDepth": 5}},
        {**NO_PROMETHEUS, "monitoring": {"server": "http://prometheus.observability.svc:9090"}},
        {},
    ),
    "GPUs by the adapter": (
        {**RANGE, "metrics": {"gpuPercent": 60}},
        {"autoscaler": {"customMetrics": True}, "monitoring": {"dcgm": True, "scrape": "podMonitor"}},
        VLLM,
    ),
    "GPUs by KEDA": ({**RANGE, "metrics": {"gpuPercent": 60}}, {**KEDA, "monitoring": {"dcgm": True}}, VLLM),
}


@pytest.mark.parametrize("case", FITS)
def test_what_a_stack_can_scale_passes(case: str) -> None:
    scaling, stack, base = FITS[case]
    assert misfits(scaling, stack, base) == []
