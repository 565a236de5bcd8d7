"""A model that runs when the test says so, a server around it in this process, and a client for that."""

from __future__ import annotations

import asyncio
import functools
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.server.config import Config, Model
from app.server.errors import BadRequest
from app.server.http import create
from app.server.quick import Quick
from app.server.serving import Serving
from app.server.signature import Signature, Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

PATIENCE = 30.0


class Gate:
    """Doubles rows of one number, once the gate is open; a negative number is an error. Notes what it was given."""

    platform = "gate"
    signature = Signature((Tensor("x", "FP32", (-1, 1)),), (Tensor("y", "FP32", (-1, 1)),))

    def __init__(self, *, is_open: bool = True) -> None:
        self.entered = threading.Semaphore(0)
        self.opened = threading.Event()
        self.runs: list[list[float]] = []
        if is_open:
            self.opened.set()

    def run(self, inputs: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> list[NDArray[Any]]:
        array = inputs["x"]
        self.runs.append(array.ravel().tolist())
        self.entered.release()
        assert self.opened.wait(PATIENCE)
        if (array < 0).any():
            raise BadRequest("negative")
        return [np.asarray(array * 2) for _ in outputs]

    async def running(self) -> None:
        """Wait until a run has begun."""
        assert await asyncio.to_thread(self.entered.acquire, timeout=PATIENCE)


def serving(model: Gate, **config: object) -> Serving:
    """Return a server's state with that model loaded. Call it in an event loop."""
    described = Model(name="m", version="1", path=Path("m.onnx"))
    found = Serving(Config.model_validate({"model": described, "port": 0, **config}))
    found.use(model, Quick(), 0.0)
    return found


def body_of(value: float, **more: object) -> bytes:
    """Return a request for one number."""
    part = {"name": "x", "shape": [1, 1], "datatype": "FP32", "data": [value]}
    return json.dumps({"inputs": [part], **more}).encode()


_application = functools.cache(create)


class Client:
    """One request, spoken to the application itself, so that a test decides what arrives when."""

    def __init__(self, state: Serving, body: bytes, *, whole: bool = True, path: str = "/v2/models/m/infer") -> None:
        self._app = _application(state)
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._incoming.put_nowait({"type": "http.request", "body": body, "more_body": not whole})
        self._sent: list[dict[str, Any]] = []
        self._path = path
        self.task = asyncio.ensure_future(self._talk())

    def arrive(self, body: bytes) -> None:
        """Send the rest of the body."""
        self._incoming.put_nowait({"type": "http.request", "body": body, "more_body": False})

    def leave(self) -> None:
        """Close the connection."""
        self._incoming.put_nowait({"type": "http.disconnect"})

    async def _talk(self) -> tuple[int, Any, dict[str, str]]:
        scope = {
            "type": "http",
            "method": "POST",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "headers": [],
        }
        await self._app(scope, self._incoming.get, self._send)
        start, *rest = self._sent
        content = b"".join(message.get("body", b"") for message in rest)
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], json.loads(content) if content else None, headers

    async def _send(self, message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        self._sent.append(message)

    async def answer(self) -> tuple[int, Any]:
        """Return status and value, or the error's words."""
        status, content, _ = await asyncio.wait_for(self.task, PATIENCE)
        return status, content["outputs"][0]["data"][0] if status == 200 else content and content["error"]
