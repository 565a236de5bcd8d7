"""What plain objects of Kubernetes say: Deployments, Jobs, volumes and autoscalers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cases.fact import (
    URI,
    Fact,
    among,
    at,
    fetch,
    flag,
    named,
    own_account,
    pod,
    same_amount,
    same_files,
    same_image,
    says,
    scheme,
    server,
    then,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.manifest import Json, Manifest
    from tests.cases.fact import Facts, Reader

_GPU = "nvidia.com/gpu"
_LOADER = "storage-initializer"


def _job(*path: str | int) -> Reader:
    return pod("containers", _LOADER, *path, kind="Job")


def _load(*path: str | int) -> Reader:
    return pod("containers", "fetch", *path, kind="Job")


def _claimed(objects: Sequence[Manifest]) -> str:
    """Read which claim the one-shot Job fills."""
    volumes = pod("volumes", kind="Job")(objects)
    return str(next(one["persistentVolumeClaim"]["claimName"] for one in volumes if "persistentVolumeClaim" in one))


def _one_shot(asked: Json, found: Json) -> bool:
    """Ask for one pod that succeeds once, which a Job does where it says nothing else."""
    return asked == {"parallelism": 1, "completions": 1} and not {"parallelism", "completions"} & found.keys()


def _bounds(spec: Json) -> Json:
    return {name: spec.get(name) for name in ("parallelism", "completions")}


def _env(container: Reader) -> Reader:
    return then(container, lambda one: {pair["name"]: pair.get("value") for pair in one["env"]})


def _claim(*path: str | int) -> Reader:
    return at("spec", *path, kind="PersistentVolumeClaim")


def _init(*path: str | int) -> Reader:
    return pod("initContainers", _LOADER, *path)


def _predicts(*path: str | int) -> Reader:
    return pod("containers", "kfserving-container", *path)


def _volume(container: Reader) -> Reader:
    """Read the kind of the volume that a container has first, which is the model's."""

    def read(objects: Sequence[Manifest]) -> list[str]:
        name = container(objects)["volumeMounts"][0]["name"]
        return [kind for kind in pod("volumes", name)(objects) if kind != "name"]

    return read


def _model_folder(container: Reader) -> Reader:
    """Read whether the server is told to look where the downloader puts the model."""

    def read(objects: Sequence[Manifest]) -> bool:
        brought = {word.removeprefix("--to=") for word in _loader(objects)["args"]}
        env = {one["name"]: one.get("value") for one in container(objects).get("env", ())}
        folder = flag("model_dir", container)(objects).replace("$(MODEL_PATH)", env.get("MODEL_PATH", ""))
        return folder in brought

    return read


def _loader(objects: Sequence[Manifest]) -> Json:
    (container,) = pod("initContainers")(objects)
    return container


def _reached(objects: Sequence[Manifest]) -> tuple[int, int]:
    """Read the port of the Service, and the number of the container's port that it leads to."""
    port = at("spec", "ports", "http", kind="Service")(objects)
    (container,) = pod("containers")(objects)
    names = {one["name"]: one["containerPort"] for one in container["ports"]}
    return port["port"], names.get(port["targetPort"], port["targetPort"])


def _gemma(*path: str | int) -> Reader:
    return pod("containers", "inference-server", *path)


def _hub(objects: Sequence[Manifest]) -> str:
    return f"hf://{_gemma('env', 'MODEL_ID', 'value')(objects)}"


def _shm(container: Reader) -> Reader:
    """Read the medium of the volume at /dev/shm."""

    def read(objects: Sequence[Manifest]) -> str:
        mounts = container(objects)["volumeMounts"]
        (name,) = (one["name"] for one in mounts if one["mountPath"] == "/dev/shm")  # noqa: S108 - a mount
        medium: str = pod("volumes", name, "emptyDir", "medium")(objects)
        return medium

    return read


def _hpa(*path: str | int) -> Reader:
    return at("spec", *path, kind="HorizontalPodAutoscaler")


_METRIC = ("metrics", 0, "pods")
_RULE = at("spec", "groups", 0, "rules", 0, kind="PrometheusRule")


def _renamed(rule: Json) -> set[str]:
    """Return which labels of the exporter become which of the pods."""
    return set(re.findall(r'"(?:pod|namespace)", "\$1", "exported_(?:pod|namespace)", "\(\.\+\)"', rule["expr"]))


FACTS: Facts = {
    "21-kserve-pvc-preload-job": {
        "one-shot Job that downloads hf:// to a PVC": [
            Fact(_job("args", 0), flag("uri", _load())),
            Fact(then(at("spec"), _bounds), at("spec", kind="Job"), _one_shot),
            Fact(
                says(value=True),
                lambda objects: _claimed(objects) == at("metadata", "name", kind="PersistentVolumeClaim")(objects),
            ),
        ],
        "resources": [
            Fact(_job("resources", "requests", name), _load("resources", which, name), same_amount)
            for name in ("cpu", "memory")
            for which in ("requests", "limits")
        ],
        "SA": [Fact(pod("serviceAccountName", kind="Job"), own_account("Job"), named)],
        "env": [Fact(_env(_job()), _env(_load()))],
    },
    "21b-kserve-pvc-preload-pvc": {
        "PVC RWX 1Ti, storageClassName": [
            Fact(_claim("accessModes"), _claim("accessModes")),
            Fact(_claim("resources", "requests", "storage"), _claim("resources", "requests", "storage")),
            Fact(_claim("storageClassName"), _claim("storageClassName")),
        ],
    },
    "23-raw-deployment-initcontainer": {
        "plain Deployment: init downloader gs:// -> emptyDir /mnt/models": [
            Fact(_init("args", 0), URI, same_files),
            Fact(then(_init("args", 0), scheme), then(URI, scheme)),
            Fact(_volume(_init()), _volume(fetch())),
            Fact(_model_folder(_predicts()), _model_folder(server())),
            Fact(_predicts("image"), server("image"), same_image),
            Fact(at("spec", "replicas"), at("spec", "replicas", kind="Deployment")),
            *(
                Fact(_predicts("resources", which, name), server("resources", which, name), same_amount)
                for name in ("cpu", "memory")
                for which in ("requests", "limits")
            ),
            *(
                Fact(_init("resources", "limits", name), fetch("resources", "limits", name), same_amount)
                for name in ("cpu", "memory")
            ),
        ],
        "RollingUpdate 25/25": [Fact(at("spec", "strategy"), at("spec", "strategy", kind="Deployment"))],
        "grace 300 s": [Fact(pod("terminationGracePeriodSeconds"), pod("terminationGracePeriodSeconds"))],
        "Service 80->8080": [Fact(_reached, _reached)],
    },
    "51-k8s-examples-vllm-gemma": {
        "image by digest": [Fact(_gemma("image"), server("image"), same_image), Fact(_hub, URI)],
        "ephemeral-storage": [
            Fact(_gemma("resources", which, name), server("resources", which, name), same_amount)
            for name in ("ephemeral-storage", "cpu", "memory", _GPU)
            for which in ("requests", "limits")
        ],
        "shm": [Fact(_shm(_gemma()), _shm(server()))],
        "secret env": [
            Fact(
                _gemma("env", "HUGGING_FACE_HUB_TOKEN", "valueFrom", "secretKeyRef"),
                fetch("env", "FETCH_TOKEN", "valueFrom", "secretKeyRef"),
            )
        ],
    },
    "52-k8s-examples-hpa-dcgm": {
        "HPA on DCGM GPU util (Pods metric) + behavior + recording rule exported_pod->pod": [
            Fact(_hpa(*_METRIC, "metric", "name"), _hpa(*_METRIC, "metric", "name")),
            Fact(_hpa(*_METRIC, "target", "averageValue"), _hpa(*_METRIC, "target", "averageValue"), same_amount),
            Fact(_hpa("minReplicas"), _hpa("minReplicas")),
            Fact(_hpa("maxReplicas"), _hpa("maxReplicas")),
            Fact(_hpa("behavior"), _hpa("behavior")),
            Fact(_hpa("scaleTargetRef", "kind"), _hpa("scaleTargetRef", "kind")),
            Fact(then(_RULE, _renamed), then(_RULE, _renamed)),
            Fact(says("DCGM_FI_DEV_GPU_UTIL"), then(_RULE, lambda rule: rule["expr"]), among),
            # In the original the adapter's own configuration gives the recorded series this name.
            Fact(_hpa(*_METRIC, "metric", "name"), then(_RULE, lambda rule: rule["record"])),
        ],
    },
}
