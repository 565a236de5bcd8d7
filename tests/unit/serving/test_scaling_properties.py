"""What holds for every way to scale and to be watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import promql_parser
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from infra import addons, tenancy
from infra.clouds import CLOUDS
from infra.errors import Place
from infra.fit import problems
from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.serving import model
from infra.yaml_dump import dump
from tests import stack
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.settings import Settings
    from models.spec import ModelSpec

NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count
PERCENT = st.integers(10, 95)
METRICS = st.fixed_dictionaries(
    {},
    optional={
        "cpuPercent": PERCENT,
        "memoryPercent": PERCENT,
        "queueDepth": st.integers(1, 20),
        "queueWaitMs": st.floats(0.5, 1000),
        "concurrency": st.integers(1, 64),
        "requestsPerSecond": st.floats(0.1, 500),
        "p95LatencyMs": st.integers(1, 5000),
        "promql": st.just([{"query": 'sum(up{job="shop"})', "target": 3}]),
    },
)
PACES = st.fixed_dictionaries(
    {},
    optional={
        "stabilizationSeconds": st.integers(0, 3600),
        "select": st.sampled_from(["max", "min", "disabled"]),
        "steps": st.lists(st.fixed_dictionaries({"pods": st.integers(1, 9)}), max_size=3),
    },
)
HOURS = st.just([{"start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "timeZone": "Europe/Berlin", "replicas": 1}])
SCALINGS = st.fixed_dictionaries(
    {"min": st.integers(0, 3), "max": st.integers(1, 6), "metrics": METRICS, "scaleUp": PACES, "scaleDown": PACES},
    optional={"schedule": HOURS},
)
SLOS = st.fixed_dictionaries({"errorRate": st.floats(0.1, 50)}, optional={"availability": st.floats(95, 99.99)})
SPECS = st.fixed_dictionaries(
    {"scaling": SCALINGS},
    optional={
        "slo": SLOS,
        "tier": st.sampled_from(["critical", "standard", "experimental"]),
        "costCenter": st.just("CC-1"),
        "externalSecrets": st.just([{"name": "keys", "keys": {"api": "prod/api"}}]),
        "secretEnv": st.just({"API_KEY": {"secret": "keys", "key": "api"}}),
    },
)
STACKS = st.fixed_dictionaries(
    {
        "environment": st.sampled_from(["dev", "prod"]),
        "monitoring": st.fixed_dictionaries(
            {"scrape": st.sampled_from(["podMonitor", "serviceMonitor"]), "dashboards": st.booleans()}
        ),
    },
    optional={"maxReplicas": st.integers(1, 4), "otlp": st.just({"endpoint": "http://otel.tracing.svc:4318"})},
)
ROOMY: dict[str, Any] = {
    "tenants": {"models": {"quota": {"cpu": "1k", "memory": "9Ti", "gpus": 99, "pods": 99, "ephemeralStorage": "9Ti"}}},
    "images": {
        name: f"registry.example.invalid/{name.lower()}@sha256:{'a' * 64}" for name in ("app", "vllm", "prometheus")
    },
    "egressCidrs": {name: ["10.20.64.0/24"] for name in ("s3", "hf", "sts")},
    "autoscaler": {"keda": {}},
    "externalSecrets": {"store": "vault"},
}
BUNDLE = bundle.load(REPOSITORY / "policies")


def built(changes: dict[str, Any], on: Settings) -> tuple[ModelSpec, list[Manifest]]:
    scaling = changes["scaling"]
    assume(scaling["min"] <= scaling["max"])
    if scaling["min"] == 0:
        wake = {"query": "sum(rate(gateway_requests_total[2m]))", "target": 5}
        changes = {**changes, "scaling": {**scaling, "scaleToZero": {"coldStartSeconds": 3600, "wake": wake}}}
    spec = stack.spec(**changes)
    assert problems(spec, on, lambda _: Place("spec", 1)) == []
    return spec, list(model(spec, on).manifests)


@settings(deadline=None, max_examples=100)
@given(SPECS, STACKS)
def test_an_autoscaled_workload_has_one_autoscaler_and_no_replicas(
    changes: dict[str, Any], settings_: dict[str, Any]
) -> None:
    on = stack.settings(**settings_, **ROOMY)
    spec, manifests = built(changes, on)
    scalers = [one for one in manifests if one["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}]
    (deployment,) = (one for one in manifests if one["kind"] == "Deployment")
    replicas = deployment["spec"].get("replicas")
    if scalers:
        (scaler,) = scalers
        bounds = scaler["spec"]
        fewest, most = (bounds.get(f"{end}Replicas", bounds.get(f"{end}ReplicaCount")) for end in ("min", "max"))
        assert (replicas, bounds["scaleTargetRef"]["name"]) == (None, "iris")
        assert spec.scaling.fewest == fewest < most <= min(spec.scaling.most, on.max_replicas or 1000)
        assert bool(bounds.get("metrics", bounds.get("triggers")))
    else:
        assert replicas is not None


@settings(deadline=None, max_examples=60)
@given(SPECS, STACKS)
def test_what_scales_and_watches_passes_the_gate(changes: dict[str, Any], settings_: dict[str, Any]) -> None:
    on = stack.settings(**settings_, **ROOMY)
    _, manifests = built(changes, on)
    parts = [*tenancy.tenants(on), *addons.components(on, CLOUDS[on.cloud])]
    objects = [*(manifest for part in parts for manifest in part.manifests), *manifests]
    verdict = judge(objects, Context(environment=on.environment, stack=on.stack), BUNDLE, Embedded(), NOW_NS)
    found = [one for one in verdict.findings if not one.waived and one.severity != "info"]
    assert [(one.code, one.object, one.message) for one in found] == []


def _expressions(value: object) -> list[str]:
    match value:
        case dict():
            own = [text for key, text in value.items() if key in {"expr", "query"} and isinstance(text, str)]
            return own + [text for inner in value.values() for text in _expressions(inner)]
        case list():
            return [text for inner in value for text in _expressions(inner)]
        case _:
            return []


@settings(deadline=None, max_examples=60)
@given(SPECS, STACKS)
def test_every_question_is_promql_and_every_byte_the_same(changes: dict[str, Any], settings_: dict[str, Any]) -> None:
    on = stack.settings(**settings_, **ROOMY)
    (_, first), (_, second) = (built(changes, on) for _ in range(2))
    text = dump(first)
    assert text == dump(second)
    for expression in _expressions(list(yaml.safe_load_all(text))):
        promql_parser.parse(expression)


def test_what_keda_may_scale_to_must_fit_the_tenant() -> None:
    on = stack.settings(**{**ROOMY, "tenants": {"models": {"quota": {"cpu": "4", "memory": "100Gi"}}}})
    scaling = {"min": 1, "max": 9, "metrics": {"queueDepth": 5}}
    manifests = model(stack.spec(scaling=scaling), on).manifests
    objects = [*(manifest for part in tenancy.tenants(on) for manifest in part.manifests), *manifests]
    verdict = judge(objects, Context(environment=on.environment, stack=on.stack), BUNDLE, Embedded(), NOW_NS)
    found = {(one.code, str(one.object)) for one in verdict.findings if one.severity == "error"}
    assert found == {("quota.exceeded", "ResourceQuota models/quota")}
