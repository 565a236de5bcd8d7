"""An image with a model: mounted by the kubelet, or on older clusters downloaded, and found in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import stack

if TYPE_CHECKING:
    from infra.manifest import Manifest

URI = "oci://registry.example.com:5000/models/iris@sha256:" + "e" * 64
MOUNT = {"name": "models", "mountPath": "/models", "readOnly": True}
IMAGE = {"reference": URI.removeprefix("oci://"), "pullPolicy": "IfNotPresent"}
MOUNTED = {"name": "models", "image": IMAGE}
CASES: dict[str, tuple[str, str, dict[str, Any], Manifest, list[str]]] = {
    "mounted": ("1.35", "builtin", MOUNT, MOUNTED, []),
    "downloaded": (
        "1.34",
        "builtin",
        {**MOUNT, "subPath": "image"},
        {"name": "models", "emptyDir": {"sizeLimit": "2305Mi"}},
        [f"--uri={URI}", "--to=/models/image", f"--sha256={'e' * 64}", "--timeout-seconds=180"],
    ),
    "downloaded, for a server that wants a folder of its own": (
        "1.34",
        "triton",
        {**MOUNT, "mountPath": "/repository/iris/1", "subPath": "image/onnx"},
        {"name": "models", "emptyDir": {"sizeLimit": "2305Mi"}},
        [f"--uri={URI}", "--to=/models/image", f"--sha256={'e' * 64}", "--timeout-seconds=180"],
    ),
}


CHOICE = {"include": ["onnx/*", "*.json"], "exclude": ["onnx/model_fp16.onnx"]}
PATTERNS = ["--include=onnx/*", "--include=*.json", "--exclude=onnx/model_fp16.onnx"]


def test_an_image_of_which_not_all_is_wanted_is_downloaded_from_any_cluster() -> None:
    artifact = {"uri": URI, "path": "onnx/model.onnx", "sha256": None, **CHOICE}
    (fetch,) = stack.pod({"artifact": artifact}, {"kubernetesVersion": "1.36"})["initContainers"]
    pins = [f"--uri={URI}", "--to=/models/image", f"--sha256={'e' * 64}"]
    assert fetch["args"] == [*pins, *PATTERNS, "--timeout-seconds=180"]


def test_the_files_of_a_repository_are_chosen() -> None:
    uri, revision = "hf://acme/poet", "a" * 40
    artifact = {"uri": uri, "revision": revision, "sha256": None, **CHOICE}
    (fetch,) = stack.pod({**stack.VLLM, "artifact": artifact})["initContainers"]
    pins = [f"--uri={uri}", "--to=/models/poet", f"--revision={revision}"]
    assert fetch["args"] == [*pins, *PATTERNS, "--timeout-seconds=180"]


@pytest.mark.parametrize("field", ["include", "exclude"])
def test_nothing_is_chosen_from_one_file(field: str) -> None:
    uri = "s3://acme/iris.onnx"
    fix = "remove it; files are chosen from hf repositories and oci images"
    found = stack.refusals(artifact={"uri": uri, "sha256": "a" * 64, field: ["*"]})
    assert found == [(f"artifact.{field}", f"{uri} is brought as it is", fix)]


@pytest.mark.parametrize("case", CASES)
def test_a_server_finds_the_model_of_an_image(case: str) -> None:
    version, runtime, mount, volume, args = CASES[case]
    artifact = {"uri": URI, "path": "onnx/model.onnx", "sha256": None, "size": "1Gi"}
    pod = stack.pod({"runtime": runtime, "artifact": artifact}, {"kubernetesVersion": version})
    assert [one for one in pod["containers"][0]["volumeMounts"] if one["name"] == "models"] == [mount]
    assert [one for one in pod["volumes"] if one["name"] == "models"] == [volume]
    assert [fetch["args"] for fetch in pod.get("initContainers", [])] == ([args] if args else [])


def test_a_registrys_port_is_opened_where_the_pod_itself_asks_it() -> None:
    artifact = {"uri": URI, "path": "model.onnx", "sha256": None}
    on = {"kubernetesVersion": "1.34", "egressCidrs": {"oci": ["10.20.64.0/24"]}}
    (policy,) = stack.of_kind("NetworkPolicy", {"artifact": artifact}, on)
    ports = [{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 5000}]
    assert policy["spec"]["egress"][-1] == {"to": [{"ipBlock": {"cidr": "10.20.64.0/24"}}], "ports": ports}
