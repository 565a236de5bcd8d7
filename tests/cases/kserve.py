"""What KServe's InferenceServices say, and the objects around them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cases.fact import (
    URI,
    Fact,
    absent,
    at,
    at_least,
    fetch,
    flag,
    named,
    own_account,
    pod,
    same_amount,
    same_files,
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


def _predictor(*path: str | int) -> Reader:
    return at("spec", "predictor", *path)


def _files(framework: str) -> Fact:
    return Fact(_predictor(framework, "storageUri"), URI, same_files)


def _store(framework: str) -> Fact:
    return Fact(then(_predictor(framework, "storageUri"), scheme), then(URI, scheme))


def _protocol(framework: str) -> Fact:
    asked = server("readinessProbe", "httpGet", "path")
    return Fact(_predictor(framework, "protocolVersion"), then(asked, lambda path: path.split("/")[1]))


def _framework(name: str, found: Reader) -> Fact:
    """Return that the model is of the framework that the predictor names by a field of that name."""
    return Fact(then(_predictor(), lambda predictor: name in predictor and name), found)


def _config(file: str) -> Reader:
    return at("data", file, kind="ConfigMap")


def _implementation(objects: Sequence[Manifest]) -> str:
    name: str = json.loads(_config("model-settings.json")(objects))["implementation"]
    return name.removeprefix("mlserver_").partition(".")[0]


def _suffix(path: str) -> str:
    return path.rpartition(".")[2]


def _line(name: str) -> Reader:
    """Read a line of Triton's configuration of a model, which is protobuf's text format."""

    def read(objects: Sequence[Manifest]) -> str:
        lines: list[str] = _config("config.pbtxt")(objects).splitlines()
        return next(line.partition(" ")[2].strip('"') for line in lines if line.partition(" ")[0].strip(":") == name)

    return read


def _milliseconds(line: str) -> float:
    return int(line.strip("{} ").rpartition(" ")[2]) / 1000


def _drain_seconds(objects: Sequence[Manifest]) -> int:
    """Read how long a replica may work on once nobody sends to it any more."""
    pause: int = server("lifecycle", "preStop", "sleep", "seconds")(objects)
    return int(pod("terminationGracePeriodSeconds")(objects)) - pause


def _option(name: str) -> Reader:
    return at("metadata", "annotations", f"serving.kserve.io/s3-{name}", kind="Secret")


def _endpoint(objects: Sequence[Manifest]) -> str:
    protocol = "https" if _option("usehttps")(objects) == "1" else "http"
    return f"{protocol}://{_option('endpoint')(objects)}"


def _reference(key: str) -> Fact:
    """Return that a key of the original's Secret is referred to by its name."""

    def asked(objects: Sequence[Manifest]) -> Json:
        secret = at(kind="Secret")(objects)
        return {"name": secret["metadata"]["name"], "key": next(one for one in secret["data"] if one == key)}

    return Fact(asked, fetch("env", key, "valueFrom", "secretKeyRef"))


def _kinds(objects: Sequence[Manifest]) -> set[str]:
    return {one["kind"] for one in objects}


def _amounts(which: str) -> list[Fact]:
    return [
        Fact(_predictor("model", "resources", which, name), server("resources", which, name), same_amount)
        for name in ("cpu", "memory", _GPU)
    ]


def _filled_in(objects: Sequence[Manifest]) -> list[str]:
    """Read the server's arguments as the kubelet hands them over."""
    words: list[str] = server("args")(objects)
    path = server("env", "MODEL_PATH", "value")(objects)
    return [word.replace("$(MODEL_PATH)", path) for word in words]


def _as_it_lies(objects: Sequence[Manifest]) -> list[str]:
    """Read the original's arguments with the place of its files that is Slipway's."""
    return [word.replace("/mnt/models", "$(MODELS)") for word in _predictor("model", "args")(objects)]


def _placed(objects: Sequence[Manifest]) -> list[str]:
    target: str = flag("to", fetch())(objects)
    return [word.replace(target, "$(MODELS)") for word in _filled_in(objects)]


def _traffic(objects: Sequence[Manifest]) -> dict[str, int]:
    """Read the percentage of the requests that goes to each artifact."""
    named_ = {(one["kind"], one["metadata"]["name"]): one for one in objects}
    found = {}
    for backend in at("spec", "rules", 0, "backendRefs", kind="HTTPRoute")(objects):
        selector = named_["Service", backend["name"]]["spec"]["selector"]
        (behind,) = (
            one
            for one in objects
            if one["kind"] == "Deployment" and selector.items() <= one["spec"]["template"]["metadata"]["labels"].items()
        )
        found[URI([behind])] = backend["weight"]
    return found


def _shared_out(asked: Json, found: Json) -> bool:
    """Ask for the new artifact's part, and for exactly one other artifact with the rest."""
    uri, percent = asked
    new = [weight for artifact, weight in found.items() if same_files(uri, artifact)]
    old = [weight for artifact, weight in found.items() if not same_files(uri, artifact)]
    return (new, old) == ([percent], [100 - percent])


def _canary(objects: Sequence[Manifest]) -> tuple[str, int]:
    predictor = _predictor()(objects)
    return predictor["tensorflow"]["storageUri"], predictor["canaryTrafficPercent"]


FACTS: Facts = {
    "01-kserve-sklearn-v2": {
        "sklearn": [_files("sklearn"), _framework("sklearn", _implementation)],
        "protocol v2": [_protocol("sklearn")],
        "gs://": [_store("sklearn")],
        "all defaults": [Fact(then(_predictor("sklearn"), sorted), says(["protocolVersion", "storageUri"]))],
    },
    "04-kserve-onnx": {
        "onnx": [_files("onnx"), _framework("onnx", then(flag("to", fetch()), _suffix))],
        "gs://": [_store("onnx")],
    },
    "09-kserve-torchserve-bert-gpu": {
        "pytorch": [
            _files("pytorch"),
            _framework("pytorch", then(_line("platform"), lambda name: name.partition("_")[0])),
        ],
        "protocol v2": [_protocol("pytorch")],
        "1x nvidia.com/gpu LIMIT only": [
            Fact(_predictor("pytorch", "resources", "limits", _GPU), server("resources", "limits", _GPU)),
            Fact(absent(_predictor("pytorch", "resources", "requests")), says(value=True)),
        ],
        "memory 4Gi, no cpu -> GPU request must equal limit": [
            Fact(_predictor("pytorch", "resources", "limits", name), server("resources", which, name))
            for name in (_GPU, "memory")
            for which in ("requests", "limits")
        ],
    },
    "13-kserve-canary-10pct": {
        "canary 10% of a new URI vs last ready one -> two explicit variants + weights 90/10": [
            Fact(_canary, _traffic, _shared_out)
        ],
    },
    "14-kserve-batcher": {
        "server batching maxBatchSize 16, maxLatency 300 ms": [
            Fact(then(_predictor("batcher", "maxBatchSize"), str), _line("max_batch_size")),
            Fact(_predictor("batcher", "maxLatency"), then(_line("dynamic_batching"), _milliseconds)),
        ],
        "minReplicas 1": [Fact(_predictor("minReplicas"), at("spec", "replicas", kind="Deployment"))],
    },
    "17-kserve-timeout": {
        "request timeout 600 s": [
            Fact(
                then(_predictor("timeout"), lambda seconds: f"{seconds}s"),
                at("spec", "rules", 0, "timeouts", "request", kind="HTTPRoute"),
            ),
            Fact(
                then(_predictor("timeout"), lambda seconds: f"{seconds}000"), flag("rest_api_timeout_in_ms", server())
            ),
            # The original asks the model whether the process lives; here that decides only whether it is sent to.
            Fact(
                _predictor("tensorflow", "livenessProbe", "httpGet", "path"),
                server("readinessProbe", "httpGet", "path"),
            ),
        ],
        "-> drain/grace must be >= it": [Fact(_predictor("timeout"), _drain_seconds, at_least)],
    },
    "18-kserve-s3-model": {
        "s3://": [_files("tensorflow"), _store("tensorflow")],
        "named ServiceAccount": [Fact(_predictor("serviceAccountName"), own_account(), named)],
    },
    "18b-kserve-s3-secret-sa": {
        "S3 endpoint/region/https/anon options": [
            Fact(_endpoint, fetch("env", "AWS_ENDPOINT_URL_S3", "value")),
            Fact(_option("region"), fetch("env", "AWS_DEFAULT_REGION", "value")),
            Fact(
                then(_option("useanoncredential"), lambda answer: answer == "false"),
                absent(fetch("env", "AWS_EC2_METADATA_DISABLED")),
            ),
        ],
        "creds secret ref (inline base64 must be rejected -> secretRef or IRSA)": [
            _reference("AWS_ACCESS_KEY_ID"),
            _reference("AWS_SECRET_ACCESS_KEY"),
            Fact(at("metadata", "name", kind="ServiceAccount"), own_account(), named),
            Fact(then(_kinds, lambda kinds: "Secret" in kinds), then(_kinds, lambda kinds: "Secret" not in kinds)),
        ],
    },
    "19-kserve-hf-llama2-gpu": {
        "hf:// gated model": [
            _files("model"),
            Fact(
                says({"name": "huggingface", "key": "token"}), fetch("env", "FETCH_TOKEN", "valueFrom", "secretKeyRef")
            ),
        ],
        "SA": [Fact(_predictor("serviceAccountName"), own_account(), named)],
        "args": [Fact(_as_it_lies, _placed)],
        "cpu6/24Gi/1 GPU both requests+limits": [*_amounts("requests"), *_amounts("limits")],
    },
}
