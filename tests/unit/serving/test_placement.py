from __future__ import annotations

from typing import Any

import pytest

from infra.errors import Place
from infra.fit import problems
from tests.stack import VLLM, of_kind, pod, settings, spec

PLACED = (
    "priorityClassName",
    "runtimeClassName",
    "schedulerName",
    "nodeSelector",
    "affinity",
    "tolerations",
    "topologySpreadConstraints",
)


def placed(changes: dict[str, Any], stack: dict[str, Any] | None = None) -> dict[str, Any]:
    found = pod(changes, stack)
    return {name: found[name] for name in PLACED if name in found}


def test_nothing_is_asked_of_the_scheduler_without_a_reason() -> None:
    assert placed({}) == {}


def test_the_scheduler_is_told_everything_that_the_spec_says() -> None:
    asked = {
        "nodeSelector": {"example.com/pool": "serving"},
        "affinity": [
            {"label": "example.com/disk", "values": ["ssd", "nvme"]},
            {"label": "example.com/broken", "operator": "DoesNotExist"},
            {"label": "example.com/cores", "operator": "Gt", "values": ["16"], "weight": 10},
        ],
        "tolerations": [
            {"key": "dedicated", "value": "serving"},
            {"key": "flaky", "effect": "NoExecute", "seconds": 60},
        ],
        "priorityClass": "serving-high",
        "runtimeClass": "gvisor",
        "scheduler": "bin-packer",
    }
    assert placed({"placement": asked}) == {
        "priorityClassName": "serving-high",
        "runtimeClassName": "gvisor",
        "schedulerName": "bin-packer",
        "nodeSelector": {"example.com/pool": "serving"},
        "affinity": {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {
                            "matchExpressions": [
                                {"key": "example.com/disk", "operator": "In", "values": ["ssd", "nvme"]},
                                {"key": "example.com/broken", "operator": "DoesNotExist"},
                            ]
                        }
                    ]
                },
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {
                        "weight": 10,
                        "preference": {
                            "matchExpressions": [{"key": "example.com/cores", "operator": "Gt", "values": ["16"]}]
                        },
                    }
                ],
            }
        },
        "tolerations": [
            {"key": "dedicated", "operator": "Equal", "value": "serving", "effect": "NoSchedule"},
            {"key": "flaky", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 60},
        ],
    }


def test_an_accelerators_nodes_are_narrowed_and_not_replaced() -> None:
    name = "karpenter.k8s.aws/instance-gpu-name"
    asked = {"spot": True, "nodeSelector": {name: "l40s"}, "tolerations": [{"key": "dedicated"}]}
    assert placed({**VLLM, "compute": {"gpu": {"model": "l4"}}, "placement": asked}) == {
        "nodeSelector": {
            "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
            name: "l40s",
            "karpenter.sh/capacity-type": "spot",
        },
        "tolerations": [
            {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"},
            {"key": "dedicated", "operator": "Exists", "effect": "NoSchedule"},
        ],
    }


def test_spot_nodes_that_nothing_tells_apart_are_refused() -> None:
    found = problems(spec(placement={"spot": True}), settings(cloud="generic"), lambda _: Place("spec", 1))
    assert [str(problem) for problem in found] == [
        "spec:1: placement.spot: nothing tells spot nodes of generic clusters from others\n"
        "  fix: remove it for this stack, or use placement.nodeSelector"
    ]


def constraint(topology: str, how: str, together: tuple[str, ...] = ("pod-template-hash",)) -> dict[str, Any]:
    return {
        "maxSkew": 1,
        "topologyKey": topology,
        "whenUnsatisfiable": how,
        "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "iris"}},
        **({"matchLabelKeys": list(together)} if together else {}),
    }


ZONE, HOST = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
SPREADS: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "as by default": ({}, [constraint(ZONE, "DoNotSchedule"), constraint(HOST, "ScheduleAnyway")]),
    "soft over zones": (
        {"zones": "preferred"},
        [constraint(ZONE, "ScheduleAnyway"), constraint(HOST, "ScheduleAnyway")],
    ),
    "one on each node": (
        {"zones": "off", "hosts": "required"},
        [constraint(HOST, "DoNotSchedule")],
    ),
    "nowhere": ({"zones": "off", "hosts": "off"}, []),
}


@pytest.mark.parametrize("case", SPREADS)
def test_a_spec_spreads_otherwise_than_the_defaults(case: str) -> None:
    spread, expected = SPREADS[case]
    found = placed({"scaling": {"replicas": 3}, "placement": {"spread": spread}})
    assert found.get("topologySpreadConstraints", []) == expected


def test_a_stateful_set_replaces_in_place_and_spreads_as_a_whole() -> None:
    workload = {"kind": "statefulSet", "state": {"size": "1Gi"}}
    (found,) = of_kind("StatefulSet", {"workload": workload, "scaling": {"replicas": 3}})
    assert found["spec"]["template"]["spec"]["topologySpreadConstraints"] == [
        constraint(ZONE, "DoNotSchedule", ()),
        constraint(HOST, "ScheduleAnyway", ()),
    ]
