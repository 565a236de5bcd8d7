"""The gate objects to every original that is unsafe."""

from __future__ import annotations

import pytest

from tests.cases.danger import DELAYED, MOVES, WRITTEN, charted, dangers, unfolded
from tests.cases.gate import codes, verdict_on
from tests.cases.original import documents, names, require

UNSAFE = {
    "18b-kserve-s3-secret-sa": {WRITTEN},
    "21-kserve-pvc-preload-job": {MOVES},
    "26-llmisvc-qwen2-7b": {DELAYED},
    "28-llmisvc-prefill-decode-rdma": {DELAYED},
    "29-llmisvc-dra": {DELAYED},
    "33-vllm-stack-basic": {MOVES, WRITTEN},
    "38-vllm-stack-gateway-api": {MOVES},
}
_BARE_POD = {
    "hardening.read_only_root",
    "pod_security.capabilities_restricted",
    "pod_security.privilege_escalation",
    "pod_security.run_as_non_root",
    "pod_security.seccomp_restricted",
}
_BY_TAG = {"images.digest", "images.registry", "resources.ratio", "resources.requests_and_limits"}
_OWN_ACCOUNT = {"access.token_mounted", "hygiene.owner"}
_NO_ACCOUNT = {*_OWN_ACCOUNT, "access.default_account"}
_UNKNOWN = {"error": {"hygiene.unknown_workload"}}
_NO_OBJECT = {"error": {"hygiene.malformed_object"}}
OBJECTIONS: dict[str, dict[str, set[str]]] = {
    "18b-kserve-s3-secret-sa": {"error": {"secrets.inline"}},
    "21-kserve-pvc-preload-job": {"error": {*_BARE_POD, *_BY_TAG}, "warning": _OWN_ACCOUNT},
    "23-raw-deployment-initcontainer": {
        "error": {*_BARE_POD, *_BY_TAG, "reliability.probes"},
        "warning": _NO_ACCOUNT,
    },
    "26-llmisvc-qwen2-7b": _UNKNOWN,
    "28-llmisvc-prefill-decode-rdma": _UNKNOWN,
    "29-llmisvc-dra": _UNKNOWN,
    "30-llmisvc-amd": _UNKNOWN,
    # Values of a chart are no objects; what the chart makes of them is judged below.
    "33-vllm-stack-basic": _NO_OBJECT,
    "36-vllm-stack-v100-tp4": _NO_OBJECT,
    "38-vllm-stack-gateway-api": _NO_OBJECT,
    "51-k8s-examples-vllm-gemma": {
        "error": {*_BARE_POD, "reliability.gpu_rollout", "reliability.probes"},
        "warning": {*_NO_ACCOUNT, "gpu.toleration"},
    },
}
"""Original → what the gate says of it, by severity; it says nothing of the others, whose pods others make."""
CHARTED = {
    "33-vllm-stack-basic": {"images.digest", "images.pinned", "secrets.inline"},
    "36-vllm-stack-v100-tp4": {"images.digest"},
    "38-vllm-stack-gateway-api": {"images.digest", "images.pinned"},
}
"""Original → what the gate says of the images and secrets that the chart makes of it."""
UNFOLDED = {
    "26-llmisvc-qwen2-7b": {"reliability.gpu_rollout", "reliability.liveness_delay", "reliability.probes"},
    "28-llmisvc-prefill-decode-rdma": {"reliability.gpu_rollout", "reliability.liveness_delay", "reliability.probes"},
    "29-llmisvc-dra": {"reliability.liveness_delay", "reliability.probes"},
}
"""Original → what the gate says of the probes and rollouts of the Deployments that its controller makes of it."""


@pytest.fixture(autouse=True)
def _originals() -> None:
    require()


def test_these_originals_are_unsafe() -> None:
    assert {case: found for case in names() if (found := dangers(documents(case)))} == UNSAFE


def test_the_gate_objects_to_each_unsafe_original() -> None:
    found = {case: codes(verdict_on(documents(case))) for case in names()}
    assert {case: said for case, said in found.items() if said} == OBJECTIONS
    assert {case for case in UNSAFE if "error" not in OBJECTIONS[case]} == set()


@pytest.mark.parametrize("case", CHARTED)
def test_the_gate_objects_to_what_a_chart_makes_of_its_values(case: str) -> None:
    (values,) = documents(case)
    found = codes(verdict_on(charted(values)))["error"]
    assert {code for code in found if code.startswith(("images.", "secrets."))} == CHARTED[case]


@pytest.mark.parametrize("case", UNFOLDED)
def test_the_gate_objects_to_what_a_controller_makes_of_its_template(case: str) -> None:
    (service,) = documents(case)
    found = codes(verdict_on(unfolded(service)))["error"]
    assert {code for code in found if code.startswith("reliability.")} == UNFOLDED[case]
