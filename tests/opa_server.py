"""A real OPA server for tests, on a free port of this machine."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(opa: Path, policies: Path) -> Iterator[str]:
    """Run a server with the folder's policies, as a user would; yield its address."""
    url = f"http://127.0.0.1:{free_port()}"
    command: list[str | Path] = [opa, "run", "--server", "--addr", url.removeprefix("http://"), "--log-level", "error"]
    with subprocess.Popen([*command, "--ignore", "*_test.rego", policies]) as process:
        try:
            _wait(url, process)
            yield url
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the OPA server ended"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/health", timeout=1):  # noqa: S310 - ours
            return
        time.sleep(0.05)
    raise AssertionError("the OPA server doesn't answer")
