"""The init container that brings the artifact: it downloads, verifies and only then puts it in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.quantity import all_canonical
from infra.runtimes.server import MODELS, path_of
from infra.security import restricted_container
from infra.serving.pods import in_pods
from infra.serving.storage import TMP_MIB, artifact_mib, download_mib

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_FETCH = "/initContainers/0"
SOURCES: Sources = in_pods(
    {_FETCH: "artifact", f"{_FETCH}/resources": "artifact.size", f"{_FETCH}/env": "artifact.token"}
)
_SECONDS_PER_GIB = 60  # A slow but working line: 17 MiB/s.
_BASE_SECONDS = 120


def download_seconds(target: Target) -> int:
    """Return the seconds after which a download is given up."""
    return _BASE_SECONDS + -(-artifact_mib(target) // 1024) * _SECONDS_PER_GIB


def fetch_container(target: Target) -> Manifest:
    """Return the container; its memory grows with the artifact, because big repositories are many files in flight."""
    mounts = [{"name": "models", "mountPath": MODELS}, {"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108 - a mount
    container: Manifest = {
        "name": "fetch",
        "image": target.settings.images.app,
        "command": ["python", "-m", "app.fetch"],
        "args": [f"--{name}={value}" for name, value in _arguments(target).items()],
    }
    token = target.spec.artifact.token
    if token:
        source = {"secretKeyRef": {"name": token.secret, "key": token.key}}
        container["env"] = [{"name": "FETCH_TOKEN", "valueFrom": source}]
    return {
        **container,
        "resources": _resources(target),
        "securityContext": restricted_container(),
        "volumeMounts": mounts,
    }


def _arguments(target: Target) -> dict[str, object]:
    artifact = target.spec.artifact
    pins = {"sha256": artifact.sha256, "revision": artifact.revision}
    return {
        "uri": artifact.uri,
        "to": path_of(target.spec.artifact),
        **{name: value for name, value in pins.items() if value},
        "timeout-seconds": download_seconds(target),
    }


def _resources(target: Target) -> Manifest:
    mib = artifact_mib(target)
    on_disk = TMP_MIB if target.spec.cache else download_mib(target) + TMP_MIB
    size = {"cpu": "500m", "memory": f"{min(512 + mib // 16, 4096)}Mi", "ephemeral-storage": f"{on_disk + 128}Mi"}
    return {"requests": all_canonical(size), "limits": all_canonical(size)}
