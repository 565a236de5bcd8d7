"""Each runtime and each way of bringing files, as it is rendered: whole objects beside this file, in ``rendered/``.

``SLIPWAY_REGENERATE=1`` writes them anew; never in CI.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

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
from tests.unit.runtimes.specs import ARTIFACTS, SPECS

if TYPE_CHECKING:
    from infra.manifest import Manifest

RENDERED = Path(__file__).parent / "rendered"
CASES = {**SPECS, **ARTIFACTS, "image downloaded": ARTIFACTS["image volume"]}
_NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count
_IMAGES = ("app", "appSklearn", "vllm", "vllmRocm", "mlserver", "triton", "tensorflowServing", "prometheus")
ROOMY: dict[str, Any] = {
    "kubernetesVersion": "1.36",
    "tenants": {"models": {"quota": {"cpu": "100", "memory": "1Ti", "gpus": 9, "ephemeralStorage": "1Ti"}}},
    "images": {
        **{name: f"registry.example.invalid/{name.lower()}@sha256:{'a' * 64}" for name in _IMAGES},
        "tensorflowServingGpu": "registry.example.invalid/tensorflowserving-gpu@sha256:" + "a" * 64,
    },
    "egressCidrs": {name: ["10.20.64.0/24"] for name in ("s3", "gs", "hf", "https", "oci")},
}
_STACKS = {"image downloaded": {**ROOMY, "kubernetesVersion": "1.34"}}
_OUTSIDE = {"existing claim": "models", "existing cache": "shared"}


def _of_the_runtime(case: str) -> list[Manifest]:
    """What a runtime and an artifact decide: containers and volumes, configuration, ports, claims and Jobs."""
    found: list[Manifest] = []
    for manifest in stack.component(CASES[case], _STACKS.get(case, ROOMY)).manifests:
        match manifest["kind"]:
            case "Deployment":
                pod = manifest["spec"]["template"]["spec"]
                fields = ("imagePullSecrets", "initContainers", "containers", "volumes")
                found.append({name: pod[name] for name in fields if name in pod})
            case "NetworkPolicy":
                found.append({"kind": "NetworkPolicy", "egress": manifest["spec"]["egress"]})
            case "Service":
                found.append({"kind": "Service", "ports": manifest["spec"]["ports"]})
            case "ConfigMap" | "PersistentVolumeClaim" | "Job":
                found.append(manifest)
    return found


@pytest.mark.parametrize("case", CASES)
def test_is_rendered_as_it_was(case: str) -> None:
    path = RENDERED / f"{case.replace(' ', '-')}.yaml"
    text = dump(_of_the_runtime(case))
    if os.environ.get("SLIPWAY_REGENERATE") and not os.environ.get("CI"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert path.read_text() == text


def test_nothing_is_kept_of_what_is_no_longer_tested() -> None:
    assert {path.stem for path in RENDERED.iterdir()} == {case.replace(" ", "-") for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_is_allowed(case: str) -> None:
    spec, on = stack.spec(**CASES[case]), stack.settings(**_STACKS.get(case, ROOMY))
    assert problems(spec, {}, on, lambda *_: Place("spec", 1)) == []
    parts = [*tenancy.tenants(on), *addons.components(on, CLOUDS[on.cloud]), model(spec, on)]
    objects = [manifest for part in parts for manifest in part.manifests]
    verdict = judge(
        objects,
        Context(environment=on.environment, stack=on.stack),
        bundle.load(REPOSITORY / "policies"),
        Embedded(),
        _NOW_NS,
    )
    said = [(one.code, one.message) for one in verdict.findings if not one.waived and one.severity != "info"]
    claim = _OUTSIDE.get(case)
    message = f"there is no PersistentVolumeClaim {claim} in the namespace"
    assert said == ([("consistency.claim", message)] if claim else [])
