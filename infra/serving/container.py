"""The container that serves the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.quantity import all_canonical
from infra.runtimes.server import CONFIG, MODELS, SCRATCH
from infra.security import restricted_container
from infra.serving.accelerator import amounts, container_claims
from infra.serving.probes import probes
from infra.serving.storage import TMP_MIB, download_mib

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_SERVER = "/spec/template/spec/containers/0"
SOURCES: Sources = {
    ("Deployment", _SERVER): "runtime",
    ("Deployment", f"{_SERVER}/env"): "env",
    ("Deployment", f"{_SERVER}/lifecycle"): "lifecycle.preStopSeconds",
    ("Deployment", f"{_SERVER}/resources"): "compute",
    ("Deployment", f"{_SERVER}/resources/requests/cpu"): "compute.cpu",
    ("Deployment", f"{_SERVER}/resources/requests/memory"): "compute.memory",
    ("Deployment", f"{_SERVER}/resources/limits/cpu"): "compute.limits.cpu",
    ("Deployment", f"{_SERVER}/resources/limits/memory"): "compute.limits.memory",
    ("Deployment", f"{_SERVER}/resources/requests/ephemeral-storage"): "compute.ephemeralStorage",
    ("Deployment", f"{_SERVER}/resources/limits/ephemeral-storage"): "compute.ephemeralStorage",
    ("Deployment", f"{_SERVER}/resources/requests/nvidia.com~1gpu"): "compute.gpu",
    ("Deployment", f"{_SERVER}/resources/limits/nvidia.com~1gpu"): "compute.gpu",
}
_LOGS_MIB = 256


def server_container(target: Target) -> Manifest:
    """Return the container; only its mounts of emptyDirs can be written."""
    server = target.server
    env = _environment(target)
    return {
        "name": "server",
        "image": server.image,
        "command": list(server.command),
        **({"args": list(server.args)} if server.args else {}),
        **({"env": env} if env else {}),
        "ports": [{"name": "http", "containerPort": server.port, "protocol": "TCP"}],
        "resources": _resources(target),
        **probes(target),
        "lifecycle": {"preStop": {"sleep": {"seconds": target.spec.lifecycle.pre_stop_seconds}}},
        "securityContext": restricted_container(),
        "volumeMounts": _mounts(target),
    }


def _environment(target: Target) -> list[Manifest]:
    plain = {**target.server.env, **target.spec.env}
    secret = target.spec.secret_env
    return [{"name": name, "value": value} for name, value in plain.items()] + [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": ref.secret, "key": ref.key}}}
        for name, ref in secret.items()
    ]


def _resources(target: Target) -> Manifest:
    compute = target.spec.compute
    disk = compute.ephemeral_storage or f"{_disk_mib(target)}Mi"
    requests = {"cpu": compute.cpu, "memory": compute.memory, "ephemeral-storage": disk, **amounts(target)}
    limits = {"cpu": compute.limits.cpu or compute.cpu, "memory": compute.limits.memory or compute.memory}
    return {
        "requests": all_canonical(requests),
        "limits": all_canonical({**requests, **limits}),
        **container_claims(target),
    }


def _disk_mib(target: Target) -> int:
    """Everything the pod may write: the kubelet evicts a pod whose volumes and logs outgrow its containers' limits."""
    artifact = 0 if target.spec.cache else download_mib(target)
    return artifact + TMP_MIB + target.server.scratch_mib + _LOGS_MIB


def _mounts(target: Target) -> list[Manifest]:
    mounts: list[Manifest] = [
        {"name": "models", "mountPath": MODELS, "readOnly": True},
        {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - a mount of the pod's own
    ]
    if target.server.scratch_mib:
        mounts.append({"name": "scratch", "mountPath": SCRATCH})
    if target.server.config:
        mounts.append({"name": "config", "mountPath": CONFIG, "readOnly": True})
    if target.spec.compute.shared_memory_size:
        mounts.append({"name": "shared-memory", "mountPath": "/dev/shm"})  # noqa: S108 - as above
    return mounts
