"""The containers beside the server: native sidecars, which start before it and end after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import quantity
from infra.quantity import all_canonical
from infra.security import restricted_container
from infra.serving.environment import variables
from infra.serving.pods import in_pods

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.sidecar import Sidecar

# They come after the init container that fetches the artifact; a pod with more of them has other worries.
SOURCES: Sources = in_pods({f"/initContainers/{1 + index}": f"sidecars.{index}" for index in range(8)})


def sidecar_containers(target: Target) -> list[Manifest]:
    """Return the sidecars: init containers that are never awaited, which every cluster since 1.29 knows."""
    return [_container(sidecar) for sidecar in target.spec.sidecars]


def sidecar_volumes(target: Target) -> list[Manifest]:
    """Return the volumes that the sidecars write to."""
    return [
        {"name": _volume(sidecar), "emptyDir": {"sizeLimit": quantity.canonical(sidecar.scratch)}}
        for sidecar in target.spec.sidecars
        if sidecar.scratch
    ]


def _container(sidecar: Sidecar) -> Manifest:
    ports = [{"name": name, "containerPort": port, "protocol": "TCP"} for name, port in sidecar.ports.items()]
    optional: Manifest = {
        "command": list(sidecar.command),
        "args": list(sidecar.args),
        "env": variables(sidecar.env, sidecar.secret_env),
        "ports": ports,
    }
    mounts = [{"name": _volume(sidecar), "mountPath": "/tmp"}] if sidecar.scratch else []  # noqa: S108 - a mount
    return {
        "name": sidecar.name,
        "image": sidecar.image,
        "restartPolicy": "Always",
        **{name: value for name, value in optional.items() if value},
        "resources": _resources(sidecar),
        "securityContext": restricted_container(),
        **({"volumeMounts": mounts} if mounts else {}),
    }


def _resources(sidecar: Sidecar) -> Manifest:
    scratch = quantity.parse(sidecar.scratch) if sidecar.scratch else 0
    disk = quantity.binary(quantity.parse(sidecar.ephemeral_storage) + scratch)
    size = {"cpu": sidecar.cpu, "memory": sidecar.memory, "ephemeral-storage": disk}
    return {"requests": all_canonical(size), "limits": all_canonical(size)}


def _volume(sidecar: Sidecar) -> str:
    return f"{sidecar.name[:51].rstrip('-')}-scratch"
