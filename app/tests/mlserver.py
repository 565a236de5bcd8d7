"""MLServer, installed from pins into an environment of its own, once for each set of pins and each Python."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PINS = Path(__file__).parent / "oracle/requirements.txt"
_NEWEST = (3, 12)  # that MLServer 1.7 installs on
_RUNTIMES = {".joblib": "mlserver_sklearn.SKLearnModel", ".onnx": "onnx_model.OnnxModel"}


class Unavailable(Exception):  # noqa: N818 - no error where a skip is meant
    """MLServer can't be had here now; the message says why."""


class Unsupported(Unavailable):
    """MLServer installs on no Python of this machine: nothing that a download could mend."""


def program() -> Path:
    """Return MLServer's command, installed if it is not in the cache yet.

    Raises:
        Unsupported: If no Python here is old enough.
        Unavailable: If the packages can't be had.
    """
    python = _python()
    key = hashlib.sha256(_PINS.read_bytes() + python.encode()).hexdigest()[:16]
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "slipway-tools" / f"mlserver-{key}"
    folder.mkdir(parents=True, exist_ok=True)
    # Test processes run side by side: one installs, the others wait for it.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            _run(python, "-m", "venv", "--clear", str(folder / "venv"))
            pip = [str(folder / "venv/bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
            _run(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(_PINS))
            (folder / "installed").touch()
    return folder / "venv/bin/mlserver"


def _python() -> str:
    if sys.version_info[:2] <= _NEWEST:
        return sys.executable
    for name in ("python3.12", "python3.11"):
        if (found := shutil.which(name)) and _works(found):
            return found
    raise Unsupported("MLServer 1.7 installs on Python 3.11 and 3.12, and neither is here")


def _works(python: str) -> bool:
    return subprocess.run([python, "-m", "venv", "--help"], capture_output=True, check=False).returncode == 0


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"`{' '.join(command[:3])} …` failed: {done.stderr.strip()[-400:]}")


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


def until_ready(port: int, path: str) -> None:
    """Wait until a GET is answered well."""
    for _ in range(1200):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


@contextlib.contextmanager
def serving(command: Path, folder: Path, models: dict[str, Path]) -> Iterator[int]:
    """Run MLServer on files of scikit-learn and ONNX models, and give its port."""
    ports = {"http_port": free_port(), "grpc_port": free_port(), "metrics_port": free_port()}
    (folder / "settings.json").write_text(json.dumps({**ports, "debug": False, "parallel_workers": 0}))
    for name, path in models.items():
        (folder / name).mkdir()
        model = {"name": name, "implementation": _RUNTIMES[path.suffix], "parameters": {"uri": str(path)}}
        (folder / name / "model-settings.json").write_text(json.dumps({**model, "max_batch_size": 0}))
    quiet = subprocess.DEVNULL
    env = {**os.environ, "PYTHONPATH": str(_PINS.parent)}  # where onnx_model.py is
    with subprocess.Popen([str(command), "start", "."], cwd=folder, env=env, stdout=quiet, stderr=quiet) as process:
        try:
            for name in models:
                until_ready(ports["http_port"], f"/v2/models/{name}/ready")
            yield ports["http_port"]
        finally:
            process.kill()
