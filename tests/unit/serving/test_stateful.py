from __future__ import annotations

from typing import TYPE_CHECKING

from infra.manifest import identity
from tests.stack import VLLM, component, of_kind, pod

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest

WORKLOAD = {"kind": "statefulSet", "state": {"size": "10240Mi"}}


def stateful_set(**changes: Json) -> Manifest:
    (found,) = of_kind("StatefulSet", {"workload": WORKLOAD, **changes})
    return found


def test_a_stateful_model_is_these_objects() -> None:
    whole = {"workload": WORKLOAD, "scaling": {"min": 2, "max": 4}}
    assert [str(identity(manifest)) for manifest in component(whole).manifests] == [
        "NetworkPolicy models/iris",
        "ServiceAccount models/iris",
        "ConfigMap models/iris-config-529a139d06",
        "Service models/iris",
        "Service models/iris-replicas",
        "StatefulSet models/iris",
        "HorizontalPodAutoscaler models/iris",
        "PodDisruptionBudget models/iris",
    ]


def test_each_replica_keeps_a_volume_and_a_name() -> None:
    stable = {
        "app.kubernetes.io/name": "iris",
        "app.kubernetes.io/managed-by": "slipway",
        "app.kubernetes.io/part-of": "slipway",
    }
    assert {**stateful_set(scaling={"replicas": 3})["spec"], "template": ...} == {
        "replicas": 3,
        "serviceName": "iris-replicas",
        "podManagementPolicy": "Parallel",
        "revisionHistoryLimit": 3,
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
        "selector": {"matchLabels": {"app.kubernetes.io/name": "iris"}},
        "template": ...,
        "volumeClaimTemplates": [
            {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {"name": "state", "labels": stable},
                "spec": {
                    "accessModes": ["ReadWriteOnce"],
                    "resources": {"requests": {"storage": "10Gi"}},
                    "storageClassName": "gp3",
                    "volumeMode": "Filesystem",
                },
            }
        ],
    }


def test_replicas_find_each_other_before_they_are_ready() -> None:
    (service,) = [
        one for one in of_kind("Service", {"workload": WORKLOAD}) if one["metadata"]["name"] == "iris-replicas"
    ]
    assert service["spec"] == {
        "type": "ClusterIP",
        "clusterIP": "None",
        "publishNotReadyAddresses": True,
        "selector": {"app.kubernetes.io/name": "iris"},
        "ports": [{"name": "http", "port": 8080, "targetPort": "http", "protocol": "TCP", "appProtocol": "http"}],
    }


def test_the_pod_is_a_deployments_and_has_the_state() -> None:
    mine = stateful_set()["spec"]["template"]["spec"]
    (server,) = mine["containers"]
    (plain,) = pod()["containers"]
    assert server == {**plain, "volumeMounts": [*plain["volumeMounts"], {"name": "state", "mountPath": "/state"}]}
    assert {**mine, "containers": ...} == {**pod(), "containers": ...}


def test_an_autoscaler_scales_the_stateful_set_and_git_does_not() -> None:
    changes = {**VLLM, "workload": WORKLOAD, "scaling": {"min": 2, "max": 4}}
    assert "replicas" not in stateful_set(**changes)["spec"]
    (scaler,) = of_kind("HorizontalPodAutoscaler", changes)
    assert scaler["spec"]["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "iris"}


def test_the_cluster_chooses_a_class_where_nobody_does() -> None:
    def storage_class(workload: Json, stack: Json) -> str | None:
        (found,) = of_kind("StatefulSet", {"workload": workload}, stack)
        (claim,) = found["spec"]["volumeClaimTemplates"]
        name: str | None = claim["spec"].get("storageClassName")
        return name

    fast = {**WORKLOAD, "state": {"size": "1Gi", "storageClass": "fast"}}
    assert storage_class(WORKLOAD, {"cloud": "generic"}) is None
    assert storage_class(WORKLOAD, {"storageClass": "slow"}) == "slow"
    assert storage_class(fast, {"storageClass": "slow"}) == "fast"
