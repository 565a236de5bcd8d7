"""The containers that bring a model's files: they download, verify and only then put them in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from infra.quantity import all_canonical
from infra.runtimes.server import MODELS, adapter_path, path_of
from infra.security import restricted_container
from infra.serving.environment import variables
from infra.serving.image_volume import FOLDER, is_fetched, unmountable
from infra.serving.pods import in_pods
from infra.serving.size import TMP_MIB, mib_of, room_mib
from models.base import SecretRef
from models.runtime import Vllm

if TYPE_CHECKING:
    from infra.clouds.identity import Destination
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.artifact import Artifact

SOURCES: Sources = in_pods(
    {
        "/initContainers/0": "artifact",
        "/initContainers/0/resources": "artifact.size",
        "/initContainers/0/env": "artifact.token",
        "/initContainers/0/resources/requests/cpu": "artifact.download.cpu",
        "/initContainers/0/resources/limits/cpu": "artifact.download.cpu",
        "/initContainers/0/resources/requests/memory": "artifact.download.memory",
        "/initContainers/0/resources/limits/memory": "artifact.download.memory",
        "/imagePullSecrets": "artifact.store",
    }
)
_SECONDS_PER_GIB = 60  # A slow but working line: 17 MiB/s.
_BASE_SECONDS = 120
_DOCKER_CONFIG = ".dockerconfigjson"
"""Key of a Secret of type kubernetes.io/dockerconfigjson."""
_ENDPOINTS = {
    "s3": "AWS_ENDPOINT_URL_S3",
    "gs": "STORAGE_EMULATOR_HOST",
    "az": "FETCH_AZURE_ENDPOINT",
    "hf": "HF_ENDPOINT",
}


class _Fetch(NamedTuple):
    """One artifact that is brought: the container's name, what, and where to."""

    name: str
    artifact: Artifact
    to: str


def download_seconds(target: Target) -> int:
    """Return the seconds after which all downloads of a replica are given up; also what an image's pull may take."""
    if target.spec.artifact.scheme in {"pvc", "image"}:
        return 0
    mounted = [] if is_fetched(target.spec.artifact, target.settings) else [target.spec.artifact]
    return sum(_seconds(artifact) for artifact in [*mounted, *(fetch.artifact for fetch in _fetches(target))])


def fetch_containers(target: Target) -> list[Manifest]:
    """Return the init containers; none for files that are mounted or in the server's image."""
    return [_container(target, fetch) for fetch in _fetches(target)]


def stores(target: Target) -> list[Destination]:
    """Return the stores that are asked for files, each once; what is mounted is the kubelet's business."""
    return list(dict.fromkeys(cast("Destination", fetch.artifact.scheme) for fetch in _fetches(target)))


def store_ports(target: Target) -> list[int]:
    """Return the ports of the stores; that of HTTPS is always one, for token services."""
    return sorted({443, *(fetch.artifact.port for fetch in _fetches(target))})


def _fetches(target: Target) -> list[_Fetch]:
    main, runtime = target.spec.artifact, target.spec.runtime
    adapters = runtime.lora if isinstance(runtime, Vllm) else ()
    to = f"{MODELS}/{FOLDER}" if unmountable(main, target.settings) else path_of(main)
    model = [_Fetch("fetch", main, to)] if is_fetched(main, target.settings) else []
    return [
        *model,
        *(_Fetch(f"fetch-{adapter.name}"[:63], adapter.artifact, adapter_path(adapter.name)) for adapter in adapters),
    ]


def _seconds(artifact: Artifact) -> int:
    return artifact.download.timeout_seconds or _BASE_SECONDS + -(-mib_of(artifact) // 1024) * _SECONDS_PER_GIB


def _container(target: Target, fetch: _Fetch) -> Manifest:
    mounts = [{"name": "models", "mountPath": MODELS}, {"name": "tmp", "mountPath": "/tmp"}]  # noqa: S108 - a mount
    env = _environment(fetch.artifact)
    return {
        "name": fetch.name,
        "image": target.settings.images.app,
        "command": ["python", "-m", "app.fetch"],
        "args": _arguments(fetch),
        **({"env": env} if env else {}),
        "resources": _resources(target, fetch.artifact),
        "securityContext": restricted_container(),
        "volumeMounts": mounts,
    }


def _arguments(fetch: _Fetch) -> list[str]:
    artifact = fetch.artifact
    digest = artifact.uri.partition("@sha256:")[2]  # an image's, which is its manifest's checksum
    pins = {"sha256": artifact.sha256 or digest, "revision": artifact.revision}
    options: dict[str, object] = {
        "uri": artifact.uri,
        "to": fetch.to,
        **{name: value for name, value in pins.items() if value},
    }
    return [
        *(f"--{name}={value}" for name, value in options.items()),
        *(["--unpack"] if artifact.unpack else []),
        *(f"--include={pattern}" for pattern in artifact.include),
        *(f"--exclude={pattern}" for pattern in artifact.exclude),
        f"--timeout-seconds={_seconds(artifact)}",
    ]


def _environment(artifact: Artifact) -> list[Manifest]:
    store = artifact.store
    plain = {
        **({_ENDPOINTS[artifact.scheme]: store.endpoint} if store.endpoint else {}),
        **({"AWS_DEFAULT_REGION": store.region} if store.region else {}),
        # Without credentials requests aren't signed; the node's own are not to be found by accident.
        **({"AWS_EC2_METADATA_DISABLED": "true"} if store.anonymous else {}),
        **artifact.download.env,
    }
    keys, pulled = store.credentials, store.pull_secrets
    secret = {
        **({"FETCH_TOKEN": artifact.token} if artifact.token else {}),
        **({"FETCH_TOKEN": SecretRef(secret=pulled[0], key=_DOCKER_CONFIG)} if pulled else {}),
        **({"AWS_ACCESS_KEY_ID": keys.access_key_id, "AWS_SECRET_ACCESS_KEY": keys.secret_access_key} if keys else {}),
    }
    return variables(plain, secret)


def _resources(target: Target, artifact: Artifact) -> Manifest:
    """Return what a download needs; memory grows with it, because big repositories are many files in flight."""
    on_disk = TMP_MIB if target.spec.cache else room_mib(artifact) + TMP_MIB
    memory = artifact.download.memory or f"{min(512 + mib_of(artifact) // 16, 4096)}Mi"
    size = {"cpu": artifact.download.cpu, "memory": memory, "ephemeral-storage": f"{on_disk + 128}Mi"}
    return {"requests": all_canonical(size), "limits": all_canonical(size)}
