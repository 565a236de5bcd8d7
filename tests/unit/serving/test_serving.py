from __future__ import annotations

from typing import Any

import pytest

from infra.manifest import identity
from tests.stack import SPEC, VLLM, component, of_kind, pod


def test_a_simple_model_is_these_objects_in_this_order() -> None:
    assert [str(identity(manifest)) for manifest in component().manifests] == [
        "NetworkPolicy models/iris",
        "ServiceAccount models/iris",
        "ConfigMap models/iris-config-529a139d06",
        "Service models/iris",
        "Deployment models/iris",
    ]


def test_a_model_with_everything_is_these_objects_in_this_order() -> None:
    whole = {"scaling": {"min": 2, "max": 4}, "route": {}, "cache": {"size": "1Gi", "access": "ReadWriteMany"}}
    assert [str(identity(manifest)) for manifest in component(whole).manifests] == [
        "NetworkPolicy models/iris",
        "ServiceAccount models/iris",
        "ConfigMap models/iris-config-529a139d06",
        "PersistentVolumeClaim models/iris-cache",
        "Service models/iris",
        "Deployment models/iris",
        "HorizontalPodAutoscaler models/iris",
        "PodDisruptionBudget models/iris",
        "HTTPRoute models/iris",
    ]


def test_a_model_on_vllm_has_no_config_map_because_its_options_are_arguments() -> None:
    assert of_kind("ConfigMap", VLLM) == []


def test_a_change_of_configuration_changes_the_config_map_and_so_the_pods() -> None:
    batching = {"runtime": {"profile": "builtin", "batching": {"maxSize": 8}}}
    (before,), (after,) = of_kind("ConfigMap"), of_kind("ConfigMap", batching)
    assert before["metadata"]["name"] != after["metadata"]["name"]
    volumes = {volume["name"]: volume for volume in pod(batching)["volumes"]}
    assert volumes["config"] == {"name": "config", "configMap": {"name": after["metadata"]["name"]}}


SCALINGS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[int | None, tuple[int, int] | None, bool]]] = {
    "one replica": ({}, {}, (1, None, False)),
    "fixed": ({"replicas": 3}, {}, (3, None, True)),
    "autoscaled": ({"min": 2, "max": 10}, {}, (None, (2, 10), True)),
    "autoscaled from one": ({"min": 1, "max": 3}, {}, (None, (1, 3), False)),
    "min equals max": ({"min": 2, "max": 2}, {}, (2, None, True)),
    "under a ceiling of one": ({"min": 2, "max": 10}, {"maxReplicas": 1}, (1, None, False)),
    "under a ceiling between": ({"min": 2, "max": 10}, {"maxReplicas": 4}, (None, (2, 4), True)),
    "under a ceiling above": ({"replicas": 3}, {"maxReplicas": 4}, (3, None, True)),
}


@pytest.mark.parametrize("case", SCALINGS)
def test_replicas_autoscaler_and_budget_fit_together(case: str) -> None:
    scaling, stack, expected = SCALINGS[case]
    changes = {"scaling": scaling}
    (deployment,) = of_kind("Deployment", changes, stack)
    scalers = [
        (one["spec"]["minReplicas"], one["spec"]["maxReplicas"])
        for one in of_kind("HorizontalPodAutoscaler", changes, stack)
    ]
    budgets = of_kind("PodDisruptionBudget", changes, stack)
    assert (deployment["spec"].get("replicas"), scalers[0] if scalers else None, bool(budgets)) == expected


STRATEGIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "cpu": ({}, {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}),
    "one gpu replica waits for its own gpu": (VLLM, {"type": "Recreate"}),
    "several gpu replicas": (
        {**VLLM, "scaling": {"replicas": 2}},
        {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
    ),
    "a volume of one node": ({"cache": {"size": "1Gi"}}, {"type": "Recreate"}),
}


@pytest.mark.parametrize("case", STRATEGIES)
def test_a_rollout_never_waits_for_what_cannot_come(case: str) -> None:
    changes, expected = STRATEGIES[case]
    (deployment,) = of_kind("Deployment", changes)
    assert deployment["spec"]["strategy"] == expected


BUDGETS: dict[str, tuple[dict[str, Any], int]] = {
    "a small artifact": ({}, 7),
    "a big one": ({"artifact": {**SPEC["artifact"], "size": "3Gi"}}, 9),
    "weights on a GPU": (VLLM, 57),
    "as the spec says": ({"lifecycle": {"loadBudgetSeconds": 125}}, 13),
}


@pytest.mark.parametrize("case", BUDGETS)
def test_the_startup_probe_lasts_as_long_as_the_load_budget(case: str) -> None:
    changes, failures = BUDGETS[case]
    probe = pod(changes)["containers"][0]["startupProbe"]
    assert (probe["periodSeconds"], probe["failureThreshold"], "initialDelaySeconds" in probe) == (10, failures, False)


def test_a_leaving_replica_answers_what_it_has_accepted() -> None:
    leaving = pod({"lifecycle": {"requestTimeoutSeconds": 300, "preStopSeconds": 20}})
    assert leaving["terminationGracePeriodSeconds"] == 20 + 300 + 10
    assert leaving["containers"][0]["lifecycle"] == {"preStop": {"sleep": {"seconds": 20}}}


def test_a_replica_that_leaves_at_once_has_no_hook() -> None:
    leaving = pod({"lifecycle": {"preStopSeconds": 0, "drainSeconds": 90}})
    assert leaving["terminationGracePeriodSeconds"] == 90 + 10
    assert "lifecycle" not in leaving["containers"][0]


def test_the_route_gives_up_when_the_server_does() -> None:
    (route,) = of_kind("HTTPRoute", {"route": {"path": "/v2"}, "lifecycle": {"requestTimeoutSeconds": 12}})
    assert route["spec"] == {
        "parentRefs": [
            {
                "group": "gateway.networking.k8s.io",
                "kind": "Gateway",
                "name": "public",
                "namespace": "gateway",
                "sectionName": "https",
            }
        ],
        "hostnames": ["iris.models.example.com"],
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/v2"}}],
                "backendRefs": [{"group": "", "kind": "Service", "name": "iris", "port": 80, "weight": 1}],
                "timeouts": {"request": "12s"},
            }
        ],
    }


def test_only_a_gpu_model_is_placed_on_gpu_nodes() -> None:
    assert {"nodeSelector", "tolerations"} & set(pod()) == set()
    placed = pod({**VLLM, "compute": {"gpu": {"count": 1, "model": "l4"}}})
    assert placed["nodeSelector"] == {
        "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
        "karpenter.k8s.aws/instance-gpu-name": "l4",
    }
    assert placed["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]


SPREADS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "one replica": ({}, {}, []),
    "cpu in prod": ({"scaling": {"replicas": 2}}, {}, ["DoNotSchedule", "ScheduleAnyway"]),
    "cpu in dev": ({"scaling": {"replicas": 2}}, {"environment": "dev"}, ["ScheduleAnyway", "ScheduleAnyway"]),
    "gpu in prod": ({**VLLM, "scaling": {"replicas": 2}}, {}, ["ScheduleAnyway", "ScheduleAnyway"]),
}


@pytest.mark.parametrize("case", SPREADS)
def test_replicas_spread_over_zones_and_hosts(case: str) -> None:
    changes, stack, expected = SPREADS[case]
    spread = pod(changes, stack).get("topologySpreadConstraints", [])
    assert [one["whenUnsatisfiable"] for one in spread] == expected


def test_several_gpus_get_shared_memory() -> None:
    volumes = {one["name"]: one for one in pod({**VLLM, "compute": {"gpu": {"count": 2}}})["volumes"]}
    assert volumes["shared-memory"] == {
        "name": "shared-memory",
        "emptyDir": {"medium": "Memory", "sizeLimit": "2Gi"},
    }


def test_a_token_reaches_the_fetch_container_only_and_by_reference() -> None:
    token = {"artifact": {**VLLM["artifact"], "token": {"secret": "huggingface", "key": "token"}}}
    gated = pod({**VLLM, **token})
    assert gated["initContainers"][0]["env"] == [
        {"name": "FETCH_TOKEN", "valueFrom": {"secretKeyRef": {"name": "huggingface", "key": "token"}}}
    ]
    assert [one for one in gated["containers"][0]["env"] if "valueFrom" in one] == []


def test_identity_is_the_cloud_s_own() -> None:
    role = {"identity": {"awsRoleArn": "arn:aws:iam::111122223333:role/models"}}
    (on_eks,) = of_kind("ServiceAccount", role)
    (elsewhere,) = of_kind("ServiceAccount", role, {"cloud": "generic"})
    assert on_eks["metadata"]["annotations"] == {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/models"}
    assert "annotations" not in elsewhere["metadata"]
    assert (on_eks["automountServiceAccountToken"], elsewhere["automountServiceAccountToken"]) == (False, False)
