"""The StatefulSet of a model whose replicas each keep a volume, and the Service that gives them names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels, quantity
from infra.serving.pod import pod_template
from infra.serving.storage import STATE
from infra.storage_class import storage_class

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.workload import StatefulSet

SOURCES: Sources = {
    ("StatefulSet", "/spec/volumeClaimTemplates"): "workload.state",
    ("StatefulSet", "/spec/volumeClaimTemplates/0/spec/resources"): "workload.state.size",
    ("StatefulSet", "/spec/serviceName"): "name",
}


def stateful_set(target: Target, options: StatefulSet) -> list[Manifest]:
    """Return the headless Service and the StatefulSet."""
    spec: Manifest = {
        **target.replicas(),
        "serviceName": _service_name(target),
        # Replicas don't need each other to start, and loading several models one after another takes long.
        "podManagementPolicy": "Parallel",
        "revisionHistoryLimit": 3,
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        # Neither a scaled-in replica nor a removed model loses its state by accident.
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
        "selector": {"matchLabels": target.selector()},
        "template": pod_template(target),
        "volumeClaimTemplates": [_claim(target, options)],
    }
    return [_headless_service(target), {**target.manifest("apps/v1", "StatefulSet"), "spec": spec}]


def _service_name(target: Target) -> str:
    return f"{target.name}-replicas"


def _headless_service(target: Target) -> Manifest:
    """Name each replica, ready or not: they may want to find each other while they start."""
    name = target.server.protocol
    port = {"name": name, "port": target.server.port, "targetPort": name, "protocol": "TCP", "appProtocol": name}
    spec = {
        "type": "ClusterIP",
        "clusterIP": "None",
        "publishNotReadyAddresses": True,
        "selector": target.selector(),
        "ports": [port],
    }
    return {**target.manifest("v1", "Service", _service_name(target)), "spec": spec}


def _claim(target: Target, options: StatefulSet) -> Manifest:
    chosen = options.state.storage_class or storage_class(target.settings, target.cloud)
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        # A StatefulSet's claims can't be changed, so they carry no label that ever does.
        "metadata": {"name": STATE, "labels": labels.platform(target.name)},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": quantity.canonical(options.state.size)}},
            **({"storageClassName": chosen} if chosen else {}),
            "volumeMode": "Filesystem",
        },
    }
