"""What holds for every model that the spec can express."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

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
from models.spec import ModelSpec
from tests import stack
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.settings import Settings

SIZES = st.sampled_from(["16Mi", "1Gi", "17Gi"])
REPLICAS = st.integers(1, 8)
SCALINGS = st.one_of(
    st.fixed_dictionaries({"replicas": REPLICAS}),
    st.tuples(REPLICAS, REPLICAS).map(lambda pair: {"min": min(pair), "max": max(pair)}),
)
CACHES = st.none() | st.fixed_dictionaries(
    {"size": st.just("40Gi"), "access": st.sampled_from(["ReadWriteOnce", "ReadWriteMany"])}
)
LIFECYCLES = st.fixed_dictionaries(
    {},
    optional={
        "loadBudgetSeconds": st.integers(60, 3600),
        "requestTimeoutSeconds": st.integers(1, 900),
        "preStopSeconds": st.integers(0, 120),
    },
)
BUILTIN = st.fixed_dictionaries(
    {
        "runtime": st.sampled_from(["builtin", {"profile": "builtin", "batching": {"maxSize": 8}}]),
        "artifact": SIZES.map(lambda size: {"uri": "s3://acme/m.onnx", "sha256": "a" * 64, "size": size}),
        "compute": st.sampled_from([{}, {"cpu": 2, "memory": "4Gi"}, {"limits": {"cpu": "3"}}]),
    }
)
VLLM = st.fixed_dictionaries(
    {
        "runtime": st.sampled_from(["vllm", {"profile": "vllm", "maxModelLen": 4096}]),
        "artifact": SIZES.map(lambda size: {"uri": "hf://acme/llm", "revision": "b" * 40, "size": size}),
        "compute": st.integers(1, 4).map(lambda count: {"cpu": "4", "memory": "24Gi", "gpu": {"count": count}}),
    }
)
SHARED = st.fixed_dictionaries(
    {"scaling": SCALINGS, "lifecycle": LIFECYCLES, "cache": CACHES, "clients": st.lists(st.just("shop"), max_size=1)},
    optional={
        "route": st.sampled_from([{}, {"path": "/v2"}]),
        "env": st.just({"OMP_NUM_THREADS": "2"}),
        "secretEnv": st.just({"API_KEY": {"secret": "keys", "key": "api"}}),
        "identity": st.just({"awsRoleArn": "arn:aws:iam::111122223333:role/models"}),
    },
)
_NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count
STACKS = st.fixed_dictionaries(
    {"cloud": st.sampled_from(["generic", "eks"]), "environment": st.sampled_from(["dev", "staging", "prod"])},
    optional={"maxReplicas": st.integers(1, 4)},
)


ROOMY = {
    "tenants": {"models": {"quota": {"cpu": "1k", "memory": "9Ti", "gpus": 99, "pods": 99, "ephemeralStorage": "9Ti"}}},
    "images": {
        name: f"registry.example.invalid/{name.lower()}@sha256:{'a' * 64}" for name in ("app", "vllm", "prometheus")
    },
    "egressCidrs": {name: ["10.20.64.0/24"] for name in ("s3", "hf", "sts")},
}


def _spec(parts: tuple[dict[str, Any], dict[str, Any]]) -> ModelSpec | None:
    try:
        return ModelSpec.model_validate({"name": "iris", "version": "1.0", "owner": "science", **parts[0], **parts[1]})
    except ValidationError:  # such as a volume of one node for several replicas
        return None


SPECS = st.tuples(st.one_of(BUILTIN, VLLM), SHARED).map(_spec).filter(lambda spec: spec is not None)


@functools.cache
def _bundle() -> bundle.Bundle:
    return bundle.load(REPOSITORY / "policies")


def _objects(spec: ModelSpec, on: Settings) -> list[Manifest]:
    parts = [*tenancy.tenants(on), *addons.components(on, CLOUDS[on.cloud]), model(spec, on)]
    return [manifest for part in parts for manifest in part.manifests]


@settings(deadline=None, max_examples=150)
@given(SPECS, STACKS)
def test_whatever_is_built_is_allowed(spec: ModelSpec, changes: dict[str, Any]) -> None:
    on = stack.settings(**changes, **ROOMY)
    assert problems(spec, {}, on, lambda *_: Place("spec", 1)) == []
    verdict = judge(
        _objects(spec, on), Context(environment=on.environment, stack=on.stack), _bundle(), Embedded(), _NOW_NS
    )
    assert [
        (one.code, one.object, one.message) for one in verdict.findings if not one.waived and one.severity != "info"
    ] == []


@settings(deadline=None, max_examples=150)
@given(SPECS, STACKS)
def test_probes_drain_and_autoscaling_satisfy_their_inequalities(spec: ModelSpec, changes: dict[str, Any]) -> None:
    by_kind = {manifest["kind"]: manifest for manifest in model(spec, stack.settings(**changes)).manifests}
    deployment = by_kind["Deployment"]["spec"]
    pod = deployment["template"]["spec"]
    startup = pod["containers"][0]["startupProbe"]
    lifecycle = spec.lifecycle
    assert ("replicas" in deployment) != ("HorizontalPodAutoscaler" in by_kind)
    assert startup["failureThreshold"] * startup["periodSeconds"] >= (lifecycle.load_budget_seconds or 0)
    assert deployment["progressDeadlineSeconds"] > startup["failureThreshold"] * startup["periodSeconds"]
    leaving = lifecycle.pre_stop_seconds + lifecycle.request_timeout_seconds
    assert pod["terminationGracePeriodSeconds"] > leaving


@settings(deadline=None, max_examples=50)
@given(SPECS, STACKS)
def test_the_same_input_gives_the_same_bytes(spec: ModelSpec, changes: dict[str, Any]) -> None:
    first, second = (dump(_objects(spec, stack.settings(**changes))) for _ in range(2))
    assert first == second
