"""The server as a process, started as rendered manifests start it."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).parents[2]
_PATIENCE = 60.0


@dataclass
class Running:
    """A process and the lines it logs."""

    process: subprocess.Popen[str]
    lines: Queue[dict[str, Any]] = field(default_factory=Queue)
    seen: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    def until(self, message: str) -> dict[str, Any]:
        """Return the first line with that message that was not returned yet."""
        while True:
            line = self.lines.get(timeout=_PATIENCE)
            self.seen.append(line)
            if line["message"] == message:
                return line

    def ask(
        self, method: str, path: str, body: bytes | object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Return status, body (read as JSON where it is) and headers of an answer, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        with contextlib.closing(connection):
            data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            connection.request(method, path, data, dict(headers or {}))
            answer = connection.getresponse()
            content = answer.read()
            found = {name.lower(): value for name, value in answer.getheaders()}
            is_json = found.get("content-type") == "application/json"
            return answer.status, json.loads(content) if is_json and content else content, found

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.terminate()
        return self.process.wait(_PATIENCE)


@contextlib.contextmanager
def running(folder: Path, path: Path, model: Mapping[str, object] | None = None, **config: object) -> Iterator[Running]:
    """Start a server and wait until it listens, not until it has loaded."""
    described = {"name": "m", "version": "1.2.0", "path": str(path), **(model or {})}
    file = folder / "server.json"
    file.write_text(json.dumps({"model": described, "port": 0, **config}))
    with spawned([sys.executable, "-m", "app.server", "--config", str(file)]) as server:
        yield server


@contextlib.contextmanager
def spawned(
    command: list[str],
    environment: Mapping[str, str] | None = None,
    cwd: Path = REPOSITORY,
    **how: Any,  # noqa: ANN401
) -> Iterator[Running]:
    """Run a command line of the server's, and wait until it listens."""
    with subprocess.Popen(command, cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True, **how) as process:
        server = Running(process)
        reader = threading.Thread(target=_read, args=(server,), daemon=True)
        reader.start()
        try:
            server.port = server.until("listening")["port"]
            yield server
        finally:
            process.kill()
            process.wait(_PATIENCE)
            reader.join(_PATIENCE)


def _read(server: Running) -> None:
    assert server.process.stderr
    for line in server.process.stderr:
        server.lines.put(json.loads(line))
