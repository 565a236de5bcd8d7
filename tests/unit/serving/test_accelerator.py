from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from infra.clouds import CLOUDS
from infra.errors import Place
from infra.fit import problems
from tests.stack import VLLM, of_kind, pod, refusals, settings, spec

if TYPE_CHECKING:
    from infra.clouds.cloud import Share
    from infra.manifest import Json
    from models.accelerator import ShareName

GENERIC = {"cloud": "generic"}
DISK = {"cpu": "6", "memory": "24Gi", "ephemeral-storage": "32512Mi"}
EXISTS = {"operator": "Exists", "effect": "NoSchedule"}


CLAIMED = "gpu.nvidia.com.deviceclass.resource.k8s.io/devices"
TURNS = {"profile": "vllm", "gpuMemoryUtilization": 0.4}


def on_gpu(**gpu: Json) -> dict[str, Any]:
    own = {"image": "registry.example.invalid/vllm-gaudi:1"} if gpu.get("vendor") == "gaudi" else {}
    return {**VLLM, "runtime": {**TURNS, **own}, "compute": {"cpu": "6", "memory": "24Gi", "gpu": gpu}}


PLACED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str], dict[str, str], str]] = {
    "whole on any cluster": (
        {"count": 2},
        GENERIC,
        {"nvidia.com/gpu": "2"},
        {"nvidia.com/gpu.present": "true"},
        "nvidia.com/gpu",
    ),
    "a model of two sizes": (
        {"model": "a100-80gb"},
        {},
        {"nvidia.com/gpu": "1"},
        {
            "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
            "karpenter.k8s.aws/instance-gpu-name": "a100",
            "karpenter.k8s.aws/instance-gpu-memory": "81920",
        },
        "nvidia.com/gpu",
    ),
    "a partition": (
        {"sharing": {"mig": "1g.10gb"}, "model": "h100"},
        {},
        {"nvidia.com/mig-1g.10gb": "1"},
        {
            "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
            "karpenter.k8s.aws/instance-gpu-name": "h100",
        },
        "nvidia.com/gpu",
    ),
    "turns": (
        {"sharing": "timeSlicing"},
        GENERIC,
        {"nvidia.com/gpu.shared": "1"},
        {"nvidia.com/gpu.present": "true", "nvidia.com/gpu.sharing-strategy": "time-slicing"},
        "nvidia.com/gpu",
    ),
    "mps": (
        {"sharing": "mps"},
        GENERIC,
        {"nvidia.com/gpu.shared": "1"},
        {"nvidia.com/gpu.present": "true", "nvidia.com/gpu.sharing-strategy": "mps"},
        "nvidia.com/gpu",
    ),
    "amd": (
        {"vendor": "amd", "model": "mi300x"},
        GENERIC,
        {"amd.com/gpu": "1"},
        {
            "feature.node.kubernetes.io/amd-gpu": "true",
            "amd.com/gpu.product-name": "AMD_Instinct_MI300X_OAM",
        },
        "amd.com/gpu",
    ),
    "gaudi": (
        {"vendor": "gaudi", "count": 8},
        GENERIC,
        {"habana.ai/gaudi": "8"},
        {"intel.feature.node.kubernetes.io/gaudi": "true"},
        "habana.ai/gaudi",
    ),
    "gaudi on EC2": (
        {"vendor": "gaudi", "model": "gaudi"},
        {},
        {"habana.ai/gaudi": "1"},
        {
            "karpenter.k8s.aws/instance-gpu-manufacturer": "habana",
            "karpenter.k8s.aws/instance-gpu-name": "gaudi-hl-205",
        },
        "habana.ai/gaudi",
    ),
}


@pytest.mark.parametrize("case", PLACED)
def test_an_accelerator_is_a_resource_and_its_nodes(case: str) -> None:
    gpu, stack, amounts, labels, taint = PLACED[case]
    placed = pod(on_gpu(**gpu), stack)
    assert placed["containers"][0]["resources"] == {"requests": {**DISK, **amounts}, "limits": {**DISK, **amounts}}
    assert placed["nodeSelector"] == labels
    assert placed["tolerations"] == [{"key": taint, **EXISTS}]
    assert of_kind("ResourceClaimTemplate", on_gpu(**gpu), stack) == []


def test_a_claimed_gpu_is_a_template_and_no_resource() -> None:
    changes = on_gpu(count=2, model="a100-80gb", allocation="dra")
    (template,) = of_kind("ResourceClaimTemplate", changes, GENERIC)
    model = r"device.attributes['gpu.nvidia.com'].productName.lowerAscii().matches(r'\ba100\b.*\b80gb\b')"
    exactly = {
        "deviceClassName": "gpu.nvidia.com",
        "allocationMode": "ExactCount",
        "count": 2,
        "selectors": [{"cel": {"expression": model}}],
    }
    assert (template["apiVersion"], template["metadata"]["name"]) == ("resource.k8s.io/v1", "iris")
    assert template["spec"] == {"spec": {"devices": {"requests": [{"name": "gpu", "exactly": exactly}]}}}
    placed = pod(changes, GENERIC)
    assert placed["resourceClaims"] == [{"name": "gpu", "resourceClaimTemplateName": "iris"}]
    assert placed["containers"][0]["resources"] == {"requests": DISK, "limits": DISK, "claims": [{"name": "gpu"}]}
    assert "nodeSelector" not in placed
    assert placed["tolerations"] == [{"key": "nvidia.com/gpu", **EXISTS}]


def test_a_claim_for_any_gpu_selects_none() -> None:
    (template,) = of_kind("ResourceClaimTemplate", on_gpu(allocation="dra"), GENERIC)
    (request,) = template["spec"]["spec"]["devices"]["requests"]
    assert request["exactly"] == {"deviceClassName": "gpu.nvidia.com", "allocationMode": "ExactCount", "count": 1}


REFUSED: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "another vendor's model": (
        {"vendor": "amd", "model": "l4"},
        {
            "what": "amd makes no l4",
            "fix": "choose mi250, mi300x, mi325x, or the right vendor",
            "field": "model",
        },
    ),
    "a shared accelerator of another vendor": (
        {"vendor": "gaudi", "sharing": "mps"},
        {"what": "gaudi accelerators are handed out whole", "fix": "remove sharing", "field": "sharing"},
    ),
    "a claim of another vendor": (
        {"vendor": "amd", "allocation": "dra"},
        {"what": "only NVIDIA's GPUs are claimed, not amd", "fix": "remove allocation", "field": "allocation"},
    ),
    "several shares": (
        {"sharing": {"mig": "1g.10gb"}, "count": 2},
        {
            "what": "a process uses one share of a GPU, not several",
            "fix": "remove count and take a bigger share, or whole GPUs",
            "field": "count",
        },
    ),
    "a claim for a share": (
        {"sharing": "timeSlicing", "allocation": "dra"},
        {
            "what": "shares are handed out by the device plugin",
            "fix": "remove allocation, or sharing",
            "field": "allocation",
        },
    ),
    "no profile": (
        {"sharing": {"mig": "10gb"}},
        {
            "what": "'10gb' is not a MIG profile",
            "fix": "write <compute slices>g.<memory>gb as `nvidia-smi mig -lgip` lists them, such as 1g.10gb",
            "field": "",
        },
    ),
}


def test_memory_of_a_gpu_in_turns_is_divided_by_the_specs() -> None:
    changes = on_gpu(sharing="timeSlicing")
    assert refusals(**changes) == []
    assert refusals(**{**changes, "runtime": "vllm"}) == [
        (
            "compute.gpu.sharing",
            "vllm takes most of the GPU's memory, and those it takes turns with have the same",
            "add runtime.gpuMemoryUtilization: this model's part, such as 0.4; or use mig or mps",
        )
    ]


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_node_offers_is_refused(case: str) -> None:
    gpu, expected = REFUSED[case]
    with pytest.raises(ValidationError) as refused:
        spec(**on_gpu(**gpu))
    assert [error.get("ctx") for error in refused.value.errors() if error["type"] == "refused"] == [expected]


MISFITS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "a vendor that a cloud hasn't": (
        {"vendor": "amd"},
        {},
        [
            "spec:1: compute.gpu.vendor: no nodes of eks clusters are known to have amd accelerators\n"
            "  fix: choose nvidia or gaudi"
        ],
    ),
    "a model that nodes don't say": (
        {"model": "l4"},
        GENERIC,
        [
            "spec:1: compute.gpu.model: nodes of generic clusters can't be chosen by the GPU model l4\n"
            "  fix: set model: null for this stack, and any GPU will do"
        ],
    ),
    "a model that a cloud hasn't": (
        {"vendor": "gaudi", "model": "gaudi3"},
        {"tenants": {"models": {"quota": {"devices": {"habana.ai/gaudi": 8}}}}},
        [
            "spec:1: compute.gpu.model: nodes of eks clusters can't be chosen by the GPU model gaudi3\n"
            "  fix: choose gaudi"
        ],
    ),
    "a claim where no node is started for it": (
        {"allocation": "dra"},
        {},
        [
            "spec:1: compute.gpu.allocation: eks clusters start no node for a claim\n"
            "  fix: remove allocation for this stack, and the device plugin hands out the GPU"
        ],
    ),
    "a device without a quota": (
        {"vendor": "gaudi", "count": 8},
        {},
        [
            "spec:1: compute.gpu: tenant models has no quota of habana.ai/gaudi\n"
            "  fix: add devices: {habana.ai/gaudi: 8}, or more of them, to slipway:tenants.models.quota"
        ],
    ),
    "a claim without a quota": (
        {"allocation": "dra", "count": 2},
        GENERIC,
        [
            f"spec:1: compute.gpu: tenant models has no quota of {CLAIMED}\n"
            f"  fix: add devices: {{{CLAIMED}: 2}}, or more of them, to slipway:tenants.models.quota"
        ],
    ),
    "a claim on an old cluster": (
        {"allocation": "dra"},
        {**GENERIC, "kubernetesVersion": "1.33", "tenants": {"models": {"quota": {"devices": {CLAIMED: 1}}}}},
        [
            "spec:1: compute.gpu.allocation: Kubernetes 1.33 can't be asked for claims; 1.34 can\n"
            "  fix: remove allocation for this stack, and the device plugin hands out the GPU"
        ],
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_what_a_stack_cannot_give_is_refused(case: str) -> None:
    gpu, stack, expected = MISFITS[case]
    found = problems(spec(**on_gpu(**gpu)), settings(**stack), lambda _: Place("spec", 1))
    assert [str(problem) for problem in found] == expected


def test_a_quota_of_devices_is_enough() -> None:
    devices = {"habana.ai/gaudi": 8, "nvidia.com/mig-1g.10gb": 2}
    on = settings(tenants={"models": {"quota": {"devices": devices}}})
    for gpu in ({"vendor": "gaudi", "count": 8}, {"sharing": {"mig": "1g.10gb"}}):
        assert problems(spec(**on_gpu(**gpu)), on, lambda _: Place("spec", 1)) == []


def test_a_share_that_a_cloud_does_not_offer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    generic = CLOUDS["generic"]
    nodes = generic.accelerators["nvidia"]
    whole = on_gpu(sharing="mps")
    says = "spec:1: compute.gpu.sharing: generic clusters offer no GPUs by mps\n  fix: "
    cases: list[tuple[dict[ShareName, Share], str]] = [
        ({"mig": nodes.shares["mig"]}, "choose mig"),
        ({}, "remove sharing for this stack"),
    ]
    for shares, fix in cases:
        less = replace(generic, accelerators={"nvidia": replace(nodes, shares=shares)})
        monkeypatch.setitem(CLOUDS, "generic", less)
        found = problems(spec(**whole), settings(**GENERIC), lambda _: Place("spec", 1))
        assert [str(problem) for problem in found] == [says + fix]
