"""The container that serves the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.quantity import all_canonical
from infra.runtimes.server import CONFIG, SCRATCH, TLS
from infra.security import restricted_container
from infra.serving import telemetry
from infra.serving.accelerator import amounts, container_claims
from infra.serving.environment import variables
from infra.serving.pods import in_pods
from infra.serving.probes import probes
from infra.serving.size import TMP_MIB, brought_mib
from infra.serving.storage import STATE, model_mounts
from models.workload import StatefulSet

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_SERVER = "/containers/0"
SOURCES: Sources = in_pods(
    {
        _SERVER: "runtime",
        f"{_SERVER}/env": "env",
        f"{_SERVER}/lifecycle": "lifecycle.preStopSeconds",
        # Any other resource is that of an accelerator.
        f"{_SERVER}/resources": "compute",
        f"{_SERVER}/resources/requests": "compute.gpu",
        f"{_SERVER}/resources/limits": "compute.gpu",
        f"{_SERVER}/resources/requests/cpu": "compute.cpu",
        f"{_SERVER}/resources/requests/memory": "compute.memory",
        f"{_SERVER}/resources/limits/cpu": "compute.limits.cpu",
        f"{_SERVER}/resources/limits/memory": "compute.limits.memory",
        f"{_SERVER}/resources/requests/ephemeral-storage": "compute.ephemeralStorage",
        f"{_SERVER}/resources/limits/ephemeral-storage": "compute.ephemeralStorage",
    }
)
_LOGS_MIB = 256


def server_container(target: Target) -> Manifest:
    """Return the container; only its mounts of emptyDirs can be written."""
    server = target.server
    env = _environment(target)
    return {
        "name": "server" if target.serves else "batch",
        "image": server.image,
        **_program(target),
        **({"env": env} if env else {}),
        **({"ports": _ports(target)} if target.serves else {}),
        "resources": _resources(target),
        **(_lifecycle(target) if target.serves else {}),
        "securityContext": restricted_container(),
        "volumeMounts": _mounts(target),
    }


def _environment(target: Target) -> list[Manifest]:
    plain = {**target.server.env, **telemetry.environment(target), **target.spec.env}
    return variables(plain, {**target.server.secret_env, **target.spec.secret_env})


def _ports(target: Target) -> list[Manifest]:
    return [{"name": name, "containerPort": port, "protocol": "TCP"} for name, port in target.server.ports.items()]


def _program(target: Target) -> Manifest:
    program = target.spec.batch or target.server
    given = {"command": program.command, "args": program.args}
    return {name: list(words) for name, words in given.items() if words}


def _lifecycle(target: Target) -> Manifest:
    seconds = target.spec.lifecycle.pre_stop_seconds
    # Before 1.33 the API server refuses to sleep for no time.
    hook = {"lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}} if seconds else {}
    return {**probes(target), **hook}


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
    return brought_mib(target) + TMP_MIB + target.server.scratch_mib + _LOGS_MIB


def _mounts(target: Target) -> list[Manifest]:
    mounts: list[Manifest] = [
        *model_mounts(target),
        {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - a mount of the pod's own
    ]
    if target.server.scratch_mib:
        mounts.append({"name": "scratch", "mountPath": SCRATCH})
    if target.server.tls_secret:
        mounts.append({"name": "tls", "mountPath": TLS, "readOnly": True})
    if target.server.config:
        mounts.append({"name": "config", "mountPath": CONFIG, "readOnly": True})
    for name, path in target.server.config_at.items():
        mounts.append({"name": "config", "mountPath": path, "subPath": name, "readOnly": True})
    if target.spec.compute.shared_memory_size:
        mounts.append({"name": "shared-memory", "mountPath": "/dev/shm"})  # noqa: S108 - as above
    if isinstance(target.spec.workload, StatefulSet):
        mounts.append({"name": STATE, "mountPath": target.spec.workload.state.path})
    return mounts
