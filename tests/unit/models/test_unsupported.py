from __future__ import annotations

from typing import Any

import pytest

from tests.stack import refusals

SPLIT = ("prefill and decode can't be served by different pods", "serve both in one pod, which vLLM does by default")
ONE_NODE = "fit the model into the GPUs of one node: compute.gpu.count up to 16"
RDMA = ("devices and networks for RDMA are not supported", ONE_NODE)
PAYLOADS = (
    "what requests contain is not logged, because it may be about people",
    "log it in the client, or in a sidecar that your privacy review has allowed",
)
PIPELINE = ("a model is one server", "make it a model of its own, and list its namespace in clients")
STEPS = (
    "nothing in the cluster changes weights by itself",
    "change the variants' weights in Git, a pull request for each step",
)

REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "prefill": ({"prefill": {"replicas": 2}}, ("prefill", *SPLIT)),
    "decode": ({"decode": {"replicas": 1}}, ("decode", *SPLIT)),
    "a network for RDMA": ({"networks": ["roce-p2"]}, ("networks", *RDMA)),
    "several nodes": ({"worker": {}}, ("worker", "a replica is one pod, not a group over several nodes", ONE_NODE)),
    "a device for RDMA": ({"compute": {"rdma": {"roce": 1}}}, ("compute.rdma", *RDMA)),
    "payloads in a log": ({"logger": {"mode": "all"}}, ("logger", *PAYLOADS)),
    "payloads by another name": ({"payloadLogging": {"samplePercent": 1}}, ("payloadLogging", *PAYLOADS)),
    "a step before the model": ({"transformer": {}}, ("transformer", *PIPELINE)),
    "an explainer": ({"explainer": {}}, ("explainer", *PIPELINE)),
    "steps of a rollout": ({"rollout": {"strategy": "canary", "steps": [10, 50]}}, ("rollout.steps", *STEPS)),
    "an analysis": ({"rollout": {"strategy": "canary", "analysis": {}}}, ("rollout.analysis", *STEPS)),
    "huge pages": (
        {"compute": {"hugepages": {"2Mi": "1Gi"}}},
        (
            "compute.hugepages",
            "huge pages are not supported",
            "remove it; no runtime of the catalogue needs them",
        ),
    ),
    "the pod's address": (
        {"env": {"HOST": {"fieldRef": "status.podIP"}}},
        (
            "env.HOST",
            "the pod's own fields, such as its address, can't be read into variables",
            "write a value, or refer to a Secret in secretEnv",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_other_tools_deploy_is_refused_by_name(case: str) -> None:
    changes, expected = REFUSED[case]
    assert refusals(**changes) == [expected]
