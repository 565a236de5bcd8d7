"""The Dockerfile's steps, done in a clean folder; what they leave runs as the user that manifests name."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.tests import models
from app.tests.dockerfile import Image, build
from app.tests.running import REPOSITORY, spawned

if TYPE_CHECKING:
    from collections.abc import Iterator

UID = 10001


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    # Not below pytest's own folder, which no other user may enter.
    root = Path(tempfile.mkdtemp(prefix="slipway-image-"))
    root.chmod(0o755)
    yield build(REPOSITORY / "app", root, _python())
    shutil.rmtree(root)


def _python() -> Path:
    """Return an interpreter that the image's user may run too; root's own may lie where no one else can look."""
    for python in (Path(sys.base_prefix) / "bin/python3", Path("/usr/bin/python3")):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            probe = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
            subprocess.run(probe, check=True, **_user())
            return python
    pytest.skip(f"user {UID} may run no Python of this machine")


def _user() -> dict[str, Any]:
    return {"user": UID, "group": UID, "extra_groups": []} if os.getuid() == 0 else {}


def _process(image: Image) -> dict[str, Any]:
    """Return how the image's process is started: as its user, if this one may become another."""
    environment = {name: value.replace("/opt/app", str(image.at("."))) for name, value in image.environment.items()}
    environment["PATH"] = environment["PATH"].replace("$PATH", "/usr/bin:/bin")
    return {"cwd": image.at("."), "environment": environment, **_user()}


def test_the_image_holds_what_runs_and_nothing_else(image: Image) -> None:
    assert sorted(path.name for path in image.at("src/app").iterdir() if path.name != "__pycache__") == [
        "__init__.py",
        "fetch",
        "requirements-sklearn.txt",
        "requirements.txt",
        "server",
    ]
    assert {path.name for path in image.at("venv/lib").glob("*/site-packages/*")} & {"pip", "pytest", "onnx"} == set()
    assert image.user == f"{UID}:{UID}"
    assert image.labels["org.opencontainers.image.title"] == "slipway-app"


def test_the_server_runs_as_the_user_that_manifests_name(image: Image) -> None:
    folder = image.at("/models")
    folder.mkdir()
    config = folder / "server.json"
    model = models.plus_one(folder / "m.onnx")
    config.write_text(f'{{"model": {{"name": "m", "version": "1", "path": "{model}"}}, "port": 0}}')
    command = [str(image.at("venv/bin/python")), *image.command[1:-1], str(config)]
    with spawned(command, **_process(image)) as server:
        server.until("model loaded")
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid
        assert owner == (UID if os.getuid() == 0 else os.getuid())
        part = {"name": "x", "shape": [1, 4], "datatype": "FP32", "data": [1, 2, 3, 4]}
        assert server.ask("POST", "/v2/models/m/infer", {"inputs": [part]})[0] == 200
        assert server.stop() == 0


def test_the_downloader_runs_from_the_same_image(image: Image, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"model")
    how = _process(image)
    command = [str(image.at("venv/bin/python")), "-m", "app.fetch", f"--uri=file://{tmp_path}/model.onnx"]
    command += [f"--to={tmp_path}/models/model.onnx", "--timeout-seconds=60"]
    subprocess.run(command, cwd=how["cwd"], env=how["environment"], check=True, timeout=60)
    assert (tmp_path / "models/model.onnx").read_bytes() == b"model"
