"""What deployments of vLLM say: KServe's LLMInferenceServices, and the values of vLLM's own chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cases.fact import (
    URI,
    Fact,
    absent,
    among,
    at,
    at_least,
    fetch,
    flag,
    parts_of,
    pinned_image,
    pod,
    same_amount,
    same_image,
    same_number,
    says,
    server,
    then,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.manifest import Json, Manifest
    from tests.cases.fact import Facts, Reader

_MAIN = ("spec", "template", "containers", "main")
_AMOUNTS = [(which, name) for which in ("requests", "limits") for name in ("cpu", "memory")]
_PROBE = (*_MAIN, "livenessProbe")


def _resource(which: str, name: str) -> Fact:
    return Fact(at(*_MAIN, "resources", which, name), server("resources", which, name), same_amount)


def _device(name: str) -> list[Fact]:
    return [_resource(which, name) for which in ("requests", "limits")]


_FILES = Fact(at("spec", "model", "uri"), URI)
_REPLICAS = Fact(at("spec", "replicas"), at("spec", "replicas", kind="Deployment"))


def _startup_seconds(objects: Sequence[Manifest]) -> int:
    probe = server("startupProbe")(objects)
    return int(probe["periodSeconds"] * probe["failureThreshold"])


def _delays(objects: Sequence[Manifest]) -> list[str]:
    return [name for name, value in server()(objects).items() if "initialDelaySeconds" in value]


_NO_DELAY = [
    Fact(at(*_PROBE, "initialDelaySeconds"), _startup_seconds, at_least),
    Fact(says([]), _delays),
]


def _port_number(probe: Reader) -> Reader:
    def read(objects: Sequence[Manifest]) -> int:
        number: int = server("ports", probe(objects)["httpGet"]["port"], "containerPort")(objects)
        return number

    return read


def _liveness(*path: str | int) -> Fact:
    return Fact(at(*_PROBE, *path), server("livenessProbe", *path))


def _model(*path: str | int) -> Reader:
    return at("servingEngineSpec", "modelSpec", 0, *path)


def _option(field: str, name: str) -> Fact:
    return Fact(then(_model("vllmConfig", field), str), flag(name, server()))


def _image(objects: Sequence[Manifest]) -> str:
    return f"{_model('repository')(objects)}:{_model('tag')(objects)}"


def _hub(objects: Sequence[Manifest]) -> str:
    return f"hf://{_model('modelURL')(objects)}"


def _sized() -> list[Fact]:
    amounts = {"requestCPU": "cpu", "requestMemory": "memory", "requestGPU": "nvidia.com/gpu"}
    return [
        Fact(_model(field), server("resources", "requests", name), same_amount) for field, name in amounts.items()
    ] + [Fact(_model("replicaCount"), at("spec", "replicas", kind="Deployment"))]


def _claim(*path: str | int) -> Reader:
    return at("spec", *path, kind="PersistentVolumeClaim")


_VOLUME = [
    Fact(_model("pvcStorage"), _claim("resources", "requests", "storage"), same_amount),
    Fact(_model("pvcAccessMode"), _claim("accessModes")),
]


def _extra(name: str) -> Reader:
    """Read an argument of the original that follows its name in a list."""

    def read(objects: Sequence[Manifest]) -> str:
        words: list[str] = _model("vllmConfig", "extraArgs")(objects)
        return words[words.index(f"--{name}") + 1]

    return read


def _switch(field: str) -> Fact:
    """Return that an option which is off in the chart is off; the chart's template writes it so."""
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in field)
    return Fact(
        then(_model("vllmConfig", field), lambda on: f"--{name}" if on else f"--no-{name}"), server("args"), among
    )


def _shm(objects: Sequence[Manifest]) -> str:
    mounts = server("volumeMounts")(objects)
    (name,) = (one["name"] for one in mounts if one["mountPath"] == "/dev/shm")  # noqa: S108 - a mount
    size: str = pod("volumes", name, "emptyDir", "sizeLimit")(objects)
    return size


_AFFINITY = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")


def _environment(objects: Sequence[Manifest]) -> dict[str, str]:
    """Read the variables that the chart sets: those named, and the one behind ``v0``."""
    legacy = {"VLLM_USE_V1": "0"} if _model("vllmConfig", "v0")(objects) == "1" else {}
    return legacy | {one["name"]: one["value"] for one in _model("env")(objects)}


def _includes(asked: Json, found: Json) -> bool:
    return bool(asked.items() <= {one["name"]: one.get("value") for one in found}.items())


def _route(*path: str | int) -> Reader:
    return at("routerSpec", "route", *path)


def _redirect(*path: str | int) -> Reader:
    """Read a place in the route that sends requests on."""

    def read(objects: Sequence[Manifest]) -> Json:
        (found,) = (one for one in objects if one["kind"] == "HTTPRoute" and "filters" in one["spec"]["rules"][0])
        return at("spec", *path)([found])

    return read


def _forward(*path: str | int) -> Reader:
    """Read a place in the route that leads to the model."""
    return lambda objects: at("spec", *path)([one for one in objects if one["kind"] == "HTTPRoute"][:1])


def _scaled(*path: str | int) -> Reader:
    return at("spec", *path, kind="ScaledObject")


_TRIGGER = ("triggers", 0, "metadata")

_KIND = {"vllm.entrypoints.openai.api_server": "LLMInferenceService"}
FACTS: Facts = {
    "26-llmisvc-qwen2-7b": {
        "LLM": [
            Fact(at("kind"), then(server("command"), lambda words: _KIND.get(words[-1]))),
        ],
        "hf://": [_FILES],
        "3 replicas": [_REPLICAS],
        "GPU": _device("nvidia.com/gpu"),
        "request<limit cpu/mem": [_resource(which, name) for which, name in _AMOUNTS],
        "HTTPS probe": [
            _liveness("httpGet", "path"),
            _liveness("httpGet", "scheme"),
            Fact(at(*_PROBE, "httpGet", "port"), _port_number(server("livenessProbe"))),
            *(_liveness(field) for field in ("periodSeconds", "timeoutSeconds", "failureThreshold")),
        ],
        "initialDelay 120 -> must become startupProbe": _NO_DELAY,
    },
    "29-llmisvc-dra": {
        "DRA device class gpu.nvidia.com instead of nvidia.com/gpu": [
            Fact(
                at("metadata", "annotations", "serving.kserve.io/exp-dra-device-class"),
                at(
                    *("spec", "spec", "devices", "requests", "gpu", "exactly", "deviceClassName"),
                    kind="ResourceClaimTemplate",
                ),
            ),
            Fact(says(["gpu"]), then(server("resources", "claims"), lambda claims: [one["name"] for one in claims])),
            Fact(
                absent(at(*_MAIN, "resources", "limits", "nvidia.com/gpu")),
                absent(server("resources", "limits", "nvidia.com/gpu")),
            ),
            *(_resource(which, name) for which, name in _AMOUNTS),
            _FILES,
            _REPLICAS,
            *_NO_DELAY,
        ],
    },
    "30-llmisvc-amd": {
        "amd.com/gpu": [*_device("amd.com/gpu"), *(_resource(which, name) for which, name in _AMOUNTS), _FILES],
        "2 replicas": [_REPLICAS],
        "ROCm image": [Fact(at(*_MAIN, "image"), server("image"), same_image)],
    },
    "33-vllm-stack-basic": {
        "vLLM": [
            Fact(_image, server("image"), pinned_image),
            Fact(_hub, URI),
            *_sized(),
            _switch("enableChunkedPrefill"),
            _switch("enablePrefixCaching"),
        ],
        "PVC 50Gi RWO": _VOLUME,
        "maxModelLen 4096": [_option("maxModelLen", "max-model-len")],
        "bfloat16": [_option("dtype", "dtype")],
        "gpu-mem-util 0.8": [Fact(_extra("gpu-memory-utilization"), flag("gpu-memory-utilization", server()))],
        "inline hf_token -> must be rejected, secretRef": [
            Fact(
                then(_model("hf_token"), lambda value: isinstance(value, str)),
                then(fetch("env", "FETCH_TOKEN"), lambda one: list(one["valueFrom"]) == ["secretKeyRef"]),
            )
        ],
    },
    "36-vllm-stack-v100-tp4": {
        "TP=4 = 4 GPUs": [
            _option("tensorParallelSize", "tensor-parallel-size"),
            *_sized(),
            Fact(_image, server("image"), same_image),
            Fact(_hub, URI),
        ],
        "Recreate strategy REQUIRED": [
            Fact(at("servingEngineSpec", "strategy"), at("spec", "strategy", kind="Deployment"))
        ],
        "shm 4Gi": [Fact(_model("shmSize"), _shm, same_amount)],
        "PVC 80Gi": _VOLUME,
        "node affinity hostname": [Fact(_model("nodeSelectorTerms"), pod(*_AFFINITY))],
        "runtimeClass nvidia": [Fact(at("servingEngineSpec", "runtimeClassName"), pod("runtimeClassName"))],
        "dtype half": [
            _option("dtype", "dtype"),
            _option("maxModelLen", "max-model-len"),
            _option("gpuMemoryUtilization", "gpu-memory-utilization"),
            Fact(_model("vllmConfig", "extraArgs", 0), server("args"), among),
            Fact(_environment, server("env"), _includes),
        ],
    },
    "38-vllm-stack-gateway-api": {
        "HTTPRoute hostnames, parentRefs with sectionName, http->https redirect": [
            Fact(_route("main", "hostnames"), _forward("hostnames")),
            Fact(_route("main", "parentRefs"), _forward("parentRefs"), parts_of),
            Fact(_route("main", "matches"), _forward("rules", 0, "matches")),
            Fact(_route("http", "hostnames"), _redirect("hostnames")),
            Fact(_route("http", "parentRefs"), _redirect("parentRefs"), parts_of),
            Fact(
                _route("http", "httpsRedirect"),
                then(
                    _redirect("rules", 0, "filters", 0, "requestRedirect", "scheme"), lambda scheme: scheme == "https"
                ),
            ),
            Fact(_image, server("image"), pinned_image),
            Fact(_hub, URI),
            *_sized(),
        ],
    },
    "40-vllm-keda-queue": {
        "KEDA prometheus trigger vllm:num_requests_waiting>5": [
            Fact(_scaled("triggers", 0, "type"), _scaled("triggers", 0, "type")),
            Fact(_scaled(*_TRIGGER, "serverAddress"), _scaled(*_TRIGGER, "serverAddress")),
            # The original counts the requests of every model in the cluster; here only this model's own.
            Fact(_scaled(*_TRIGGER, "query"), _scaled(*_TRIGGER, "query"), among),
            Fact(_scaled(*_TRIGGER, "threshold"), _scaled(*_TRIGGER, "threshold"), same_number),
        ],
        "polling 15": [Fact(_scaled("pollingInterval"), _scaled("pollingInterval"))],
        "cooldown 360": [Fact(_scaled("cooldownPeriod"), _scaled("cooldownPeriod"))],
        "1..2": [
            Fact(_scaled("minReplicaCount"), _scaled("minReplicaCount")),
            Fact(_scaled("maxReplicaCount"), _scaled("maxReplicaCount")),
        ],
    },
}
