"""What holds for every model that the spec can express."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from infra import addons, tenancy, yaml_load
from infra.build import build
from infra.clouds import CLOUDS
from infra.errors import Place
from infra.fit import problems
from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.serving import model
from infra.spec_file import LoadedSpec, SpecFile
from infra.yaml_dump import dump
from models.availability import Availability
from models.base import merged
from models.spec import ModelSpec
from tests import stack
from tests.project import REPOSITORY
from tests.unit.runtimes.specs import ARTIFACTS
from tests.unit.runtimes.specs import SPECS as RUNTIMES

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.settings import Settings

SIZES = st.sampled_from(["16Mi", "1Gi", "17Gi"])
REPLICAS = st.integers(1, 8)
METRICS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{"memoryPercent": 80}, {"cpuPercent": 50, "promql": [{"query": 'sum(up{job="shop"})', "target": 3}]}]
)
SCALINGS = st.one_of(
    st.fixed_dictionaries({"replicas": REPLICAS}),
    st.tuples(REPLICAS, REPLICAS).map(lambda pair: {"min": min(pair), "max": max(pair)}),
    st.tuples(REPLICAS, REPLICAS, METRICS).map(
        lambda given: {"min": min(given[:2]), "max": max(given[:2]), "metrics": given[2]}
    ),
)
CACHES = st.none() | st.fixed_dictionaries(
    {
        "size": st.just("40Gi"),
        "access": st.sampled_from(["ReadWriteOnce", "ReadWriteMany"]),
        "preload": st.booleans(),
    }
)
LIFECYCLES = st.fixed_dictionaries(
    {},
    optional={
        "loadBudgetSeconds": st.integers(60, 3600),
        "requestTimeoutSeconds": st.integers(1, 900),
        "preStopSeconds": st.integers(0, 120),
    },
)
GPUS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(dict, count=st.integers(1, 4)),
    st.builds(dict, vendor=st.just("gaudi"), count=st.integers(1, 8)),
    st.sampled_from(["mps", {"mig": "1g.10gb"}, {"mig": "3g.40gb"}]).map(lambda how: {"sharing": how}),
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
        "compute": GPUS.map(lambda gpu: {"cpu": "4", "memory": "24Gi", "gpu": gpu}),
    }
)
STRENGTHS = st.sampled_from(["required", "preferred"])
PLACEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "nodeSelector": st.just({"example.com/pool": "serving"}),
        "affinity": st.lists(
            st.sampled_from(
                [
                    {"label": "example.com/disk", "values": ["ssd"]},
                    {"label": "example.com/broken", "operator": "DoesNotExist"},
                    {"label": "example.com/cores", "operator": "Gt", "values": ["16"], "weight": 10},
                ]
            ),
            max_size=3,
        ),
        "tolerations": st.just([{"key": "dedicated", "effect": "NoExecute", "seconds": 60}]),
        "spread": st.fixed_dictionaries({}, optional={"zones": STRENGTHS, "hosts": STRENGTHS}),
        "priorityClass": st.just("serving-high"),
        "runtimeClass": st.just("nvidia"),
        "scheduler": st.just("bin-packer"),
    },
)
SIDECARS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["proxy", "agent"]),
            "image": st.just("registry.example.invalid/s@sha256:" + "e" * 64),
        },
        optional={
            "args": st.just(["--quiet"]),
            "ports": st.sampled_from([{"admin": 9000}, {"grpc": 9001}]),
            "scratch": SIZES,
            "secretEnv": st.just({"API_KEY": {"secret": "keys", "key": "api"}}),
        },
    ),
    max_size=2,
)
TIMES = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(
    lambda pair: {"periodSeconds": max(pair), "timeoutSeconds": min(pair)}
)
BOUNDS = st.integers(0, 8) | st.integers(0, 100).map(lambda percent: f"{percent}%")
SHARED = st.fixed_dictionaries(
    {"cache": CACHES, "placement": PLACEMENTS, "sidecars": SIDECARS},
    optional={
        "env": st.just({"OMP_NUM_THREADS": "2"}),
        "secretEnv": st.just({"API_KEY": {"secret": "keys", "key": "api"}}),
        "identity": st.just({"awsRoleArn": "arn:aws:iam::111122223333:role/models"}),
    },
)
SERVING = st.fixed_dictionaries(
    {
        "workload": st.just("deployment") | SIZES.map(lambda size: {"kind": "statefulSet", "state": {"size": size}}),
        "scaling": SCALINGS,
        "lifecycle": LIFECYCLES,
        "clients": st.lists(st.just("shop"), max_size=1),
    },
    optional={
        "route": st.sampled_from([{}, {"path": "/v2"}]),
        "availability": st.one_of(
            BOUNDS.map(lambda bound: {"minAvailable": bound}), BOUNDS.map(lambda bound: {"maxUnavailable": bound})
        ),
        "probes": st.fixed_dictionaries({}, optional=dict.fromkeys(("startup", "liveness", "readiness"), TIMES)),
    },
)
BATCHES = st.fixed_dictionaries(
    {
        "command": st.just(["python", "-m", "predict"]),
        "parallelism": st.integers(1, 4),
        "completions": st.integers(1, 8),
        "indexed": st.booleans(),
    },
    optional={
        "backoffLimit": st.integers(0, 9),
        "ttlSeconds": st.integers(0, 99),
        "deadlineSeconds": st.integers(1, 99),
    },
)
BATCH = BATCHES.flatmap(
    lambda batch: st.sampled_from(
        [{"workload": {**batch, "kind": "job"}}, {"workload": {**batch, "kind": "cronJob", "schedule": "0 3 * * 1-5"}}]
    )
)
_NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count
STACKS = st.fixed_dictionaries(
    {"cloud": st.sampled_from(list(CLOUDS)), "environment": st.sampled_from(["dev", "staging", "prod"])},
    optional={"maxReplicas": st.integers(1, 4)},
)


DEVICES = ("nvidia.com/gpu.shared", "nvidia.com/mig-1g.10gb", "nvidia.com/mig-3g.40gb", "habana.ai/gaudi")
ROOM = {
    "cpu": "1k",
    "memory": "9Ti",
    "gpus": 99,
    "pods": 99,
    "ephemeralStorage": "9Ti",
    "devices": dict.fromkeys(DEVICES, 99),
}
ROOMY = {
    "tenants": {"models": {"quota": ROOM}},
    "kubernetesVersion": "1.36",
    "autoscaler": {"keda": {}},
    "images": {
        name: f"registry.example.invalid/{name.lower().replace('gpu', '-gpu')}@sha256:{'a' * 64}"
        for name in (
            "app",
            "appSklearn",
            "mlserver",
            "prometheus",
            "tensorflowServing",
            "tensorflowServingGpu",
            "triton",
            "vllm",
        )
    },
    "egressCidrs": {name: ["10.20.64.0/24"] for name in ("s3", "gs", "hf", "https", "sts")},
}


def _spec(parts: tuple[dict[str, Any], ...]) -> ModelSpec | None:
    known = {"name": "iris", "version": "1.0", "owner": "science"}
    try:
        return ModelSpec.model_validate(functools.reduce(merged, parts, known))
    except ValidationError:  # such as a volume of one node for several replicas
        return None


# An existing claim is not among the objects, and a rule asks for it.
OTHERS = st.sampled_from(
    [
        {**stack.SPEC, **one}
        for name, one in {**RUNTIMES, **ARTIFACTS}.items()
        if name not in {"existing claim", "existing cache"}
    ]
)
SERVERS = st.tuples(st.one_of(BUILTIN, VLLM, OTHERS), SHARED, SERVING).map(_spec).filter(lambda spec: spec is not None)
JOBS = st.tuples(st.one_of(BUILTIN, VLLM, OTHERS), SHARED, BATCH).map(_spec).filter(lambda spec: spec is not None)
SPECS = st.one_of(SERVERS, JOBS)


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
@given(SERVERS, STACKS)
def test_probes_drain_and_autoscaling_satisfy_their_inequalities(spec: ModelSpec, changes: dict[str, Any]) -> None:
    by_kind = {manifest["kind"]: manifest for manifest in model(spec, stack.settings(**changes)).manifests}
    workload = (by_kind.get("Deployment") or by_kind["StatefulSet"])["spec"]
    pod = workload["template"]["spec"]
    (server,) = pod["containers"]
    startup = server["startupProbe"]
    loading = startup["failureThreshold"] * startup["periodSeconds"]
    lifecycle = spec.lifecycle
    assert ("replicas" in workload) + len({"HorizontalPodAutoscaler", "ScaledObject"} & by_kind.keys()) == 1
    assert loading >= (lifecycle.load_budget_seconds or 0)
    assert "Deployment" not in by_kind or workload["progressDeadlineSeconds"] > loading
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert server[probe]["timeoutSeconds"] <= server[probe]["periodSeconds"]
        assert "initialDelaySeconds" not in server[probe]
    leaving = lifecycle.pre_stop_seconds + lifecycle.request_timeout_seconds
    assert pod["terminationGracePeriodSeconds"] > leaving


@settings(deadline=None, max_examples=150)
@given(SERVERS, STACKS)
def test_a_drain_always_finds_a_replica_to_take(spec: ModelSpec, changes: dict[str, Any]) -> None:
    on = stack.settings(**changes)
    replicas = spec.scaling.capped(on.max_replicas).fewest
    budgets = [one["spec"] for one in model(spec, on).manifests if one["kind"] == "PodDisruptionBudget"]
    assert len(budgets) == (replicas > 1)
    for budget in budgets:
        bounds = {name: bound for name, bound in budget.items() if name in {"minAvailable", "maxUnavailable"}}
        assert Availability.model_validate(bounds).spares(replicas) >= 1


AROUND_A_BATCH = {"ConfigMap", "NetworkPolicy", "PersistentVolumeClaim", "ServiceAccount"}


@settings(deadline=None, max_examples=100)
@given(JOBS, STACKS)
def test_a_batch_is_one_object_that_nothing_can_call(spec: ModelSpec, changes: dict[str, Any]) -> None:
    manifests = model(spec, stack.settings(**changes)).manifests
    (batch,) = [one for one in manifests if one["kind"] not in AROUND_A_BATCH]
    job = batch["spec"]["jobTemplate"]["spec"] if batch["kind"] == "CronJob" else batch["spec"]
    assert batch["kind"] in {"Job", "CronJob"}
    assert job["template"]["spec"]["restartPolicy"] == "Never"
    assert job["parallelism"] <= job["completions"]


@settings(deadline=None, max_examples=150)
@given(SPECS, STACKS)
def test_accelerators_are_limited_to_what_is_requested(spec: ModelSpec, changes: dict[str, Any]) -> None:
    gpu = spec.compute.gpu
    for manifest in model(spec, stack.settings(**changes)).manifests:
        for container in _containers(manifest):
            asked, most = [container["resources"][which] for which in ("requests", "limits")]
            devices = {name: amount for name, amount in asked.items() if "/" in name}
            assert devices == {name: amount for name, amount in most.items() if "/" in name}
            uses_it = gpu is not None and container["name"] in {"server", "batch"}
            assert list(devices.values()) == ([str(gpu.count)] if gpu and uses_it else [])


def _containers(manifest: Manifest) -> list[Manifest]:
    spec = manifest.get("spec", {})
    pod = spec.get("jobTemplate", {"spec": spec})["spec"].get("template", {}).get("spec", {})
    return [*pod.get("initContainers", ()), *pod.get("containers", ())]


@settings(deadline=None, max_examples=50)
@given(SPECS, STACKS)
def test_the_same_input_gives_the_same_bytes(spec: ModelSpec, changes: dict[str, Any]) -> None:
    first, second = (dump(_objects(spec, stack.settings(**changes))) for _ in range(2))
    assert first == second


@settings(deadline=None, max_examples=50)
@given(SPECS, SPECS, SPECS, STACKS)
def test_a_change_of_one_model_changes_only_its_file(
    before: ModelSpec, after: ModelSpec, other: ModelSpec, changes: dict[str, Any]
) -> None:
    on = stack.settings(**changes)
    was, now = (_files(on, {"shop": one, "web": other}) for one in (before, after))
    assert was.keys() == now.keys()
    assert {file for file, text in was.items() if now[file] != text} <= {"models/shop.yaml"}


def _files(on: Settings, specs: dict[str, ModelSpec]) -> dict[str, str]:
    empty = yaml_load.load_one("name: empty\n", "empty")
    loaded = [
        LoadedSpec(spec.model_copy(update={"name": name}), SpecFile(f"models/{name}.yaml", empty, {}, {}), ())
        for name, spec in specs.items()
    ]
    return {component.file: dump(component.manifests) for component in build(on, loaded)}
