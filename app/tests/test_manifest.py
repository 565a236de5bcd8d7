"""What the rendered manifests of `iris` say is what starts the downloader and the server here.

As root also their security contexts: the user, a read-only root file system, no capabilities and no new privileges.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from app.server import process
from app.tests import confined, models
from app.tests.running import REPOSITORY, Running, spawned
from app.tests.store import store

if TYPE_CHECKING:
    from collections.abc import Iterator

Manifest = dict[str, Any]
TMP = "/tmp"  # noqa: S108 - a mount
_PATH = {"PATH": os.environ["PATH"]}


@pytest.fixture(scope="module", params=["dev", "prod"])
def manifests(request: pytest.FixtureRequest) -> dict[str, Manifest]:
    text = (REPOSITORY / f"rendered/{request.param}/models/iris.yaml").read_text()
    return {document["kind"]: document for document in yaml.safe_load_all(text)}


@pytest.fixture(scope="module")
def pod(manifests: dict[str, Manifest]) -> Manifest:
    found: Manifest = manifests["Deployment"]["spec"]["template"]["spec"]
    return found


def _command(container: Manifest, root: Path) -> list[str]:
    """Return the command line with every mounted path below ``root``, and with this environment's Python."""
    mounts = "|".join(mount["mountPath"] for mount in container["volumeMounts"])
    line: list[str] = [*container["command"], *container["args"]]
    assert line[0] == "python"
    return [sys.executable, *(re.sub(rf"^(--to=)?(?=({mounts})/)", rf"\1{root}", part) for part in line[1:])]


def _environment(container: Manifest) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in container.get("env", []) if "value" in entry}


def _started(command: list[str], pod: Manifest, container: Manifest, root: Path) -> list[str]:
    return confined.confined(command, pod, container, root) if confined.possible() else command


def _fetch(pod: Manifest, root: Path, model: Path) -> None:
    """Run the init container against a stand-in of S3 that holds our model, so with its checksum."""
    container = pod["initContainers"][0]
    (root / "models").mkdir()
    pin = hashlib.sha256(model.read_bytes()).hexdigest()
    command = [f"--sha256={pin}" if part.startswith("--sha256=") else part for part in _command(container, root)]
    uri = next(part.removeprefix("--uri=s3://") for part in command if part.startswith("--uri="))
    with store() as remote:
        remote.objects[f"/{uri}"] = model.read_bytes()
        clouds = {"AWS_ENDPOINT_URL_S3": remote.url, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
        environment = {**_environment(container), **clouds, "PYTHONDONTWRITEBYTECODE": "1"}
        started = _started(command, pod, container, root)
        subprocess.run(started, cwd=REPOSITORY, env={**_PATH, **environment}, check=True, timeout=60)


@pytest.fixture(scope="module")
def root(manifests: dict[str, Manifest], pod: Manifest) -> Iterator[Path]:
    """The container's mounts, as the init container and the ConfigMap leave them."""
    # Not below pytest's own folder, which no other user may enter.
    folder = Path(tempfile.mkdtemp(prefix="slipway-pod-"))
    folder.chmod(0o755)
    _fetch(pod, folder, models.plus_one(folder / "iris.onnx"))
    config = json.loads(manifests["ConfigMap"]["data"]["server.json"])
    assert config["port"] == pod["containers"][0]["ports"][0]["containerPort"]
    config["port"] = 0  # the manifest's own may be in use on this machine
    config["model"]["path"] = f"{folder}{config['model']['path']}"
    (folder / "etc/slipway").mkdir(parents=True)
    (folder / "etc/slipway/server.json").write_text(json.dumps(config))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(pod: Manifest, root: Path) -> Iterator[Running]:
    container = pod["containers"][0]
    (root / "tmp").mkdir(exist_ok=True)
    environment = {**_PATH, **_environment(container), "TMPDIR": str(root / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    with spawned(_started(_command(container, root), pod, container, root), environment) as found:
        found.until("model loaded")
        yield found


def test_the_probes_are_answered(server: Running, pod: Manifest) -> None:
    container = pod["containers"][0]
    names = {port["name"] for port in container["ports"]}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["port"] in names
        assert server.ask("GET", container[probe]["httpGet"]["path"])[0] == 200


def test_prometheus_is_answered(server: Running, manifests: dict[str, Manifest]) -> None:
    annotations = manifests["Deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert (
        b'slipway_model_info{model="iris",version="1.2.0"} 1.0'
        in server.ask("GET", annotations["prometheus.io/path"])[1]
    )


def test_the_model_answers_under_its_name_and_version(server: Running) -> None:
    part = {"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}
    assert server.ask("POST", "/v2/models/iris/versions/1.2.0/infer", {"inputs": [part]})[0] == 200


def test_nothing_is_written_outside_of_the_artifact(server: Running, root: Path) -> None:
    assert server.ask("GET", "/v2/health/ready")[0] == 200
    written = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert written == [
        "etc/slipway/server.json",
        "iris.onnx",
        "models/.iris.onnx.fetched",
        "models/.iris.onnx.lock",
        "models/iris.onnx",
    ]


@pytest.mark.skipif(not confined.possible(), reason="only root can start a process as a security context says")
def test_the_process_is_confined_as_the_security_context_says(server: Running, pod: Manifest, root: Path) -> None:
    user, group = (str(pod["securityContext"][name]) for name in ("runAsUser", "runAsGroup"))
    none = "0" * 16
    assert confined.state(server.process.pid) == {
        "Uid": user,
        "Gid": group,
        "CapEff": none,
        "CapPrm": none,
        "CapBnd": none,
        "NoNewPrivs": "1",
    }
    mounts = Path(f"/proc/{server.process.pid}/mountinfo").read_text().splitlines()
    options = {line.split()[4]: line.split()[5].split(",")[0] for line in mounts}
    assert (options["/"], options[str(root)], options[f"{root}{TMP}"]) == ("ro", "ro", "rw")
    assert f"{root}/models" not in options


def test_the_pod_s_grace_covers_the_longest_drain(manifests: dict[str, Manifest], pod: Manifest) -> None:
    config = json.loads(manifests["ConfigMap"]["data"]["server.json"])
    before = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    longest = before + process.QUIET_LIMIT_SECONDS + config["requestTimeoutSeconds"]
    assert longest < pod["terminationGracePeriodSeconds"]


def test_the_server_ends_as_kubernetes_asks(server: Running) -> None:
    assert server.stop() == 0
