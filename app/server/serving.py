"""What the server knows about itself: the phase it is in, its model, and who is being served."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from app.server import cpu, model, tracing
from app.server.batcher import Batcher, Settings
from app.server.errors import LoadError, NotFound, Unavailable
from app.server.logs import say
from app.server.metrics import Metrics

if TYPE_CHECKING:
    from app.server.config import Config
    from app.server.model import Model
    from app.server.quick import Quick

Phase = Literal["loading", "ready", "failed", "draining"]


class Serving:
    """The state behind every endpoint. It belongs to the event loop."""

    def __init__(self, config: Config) -> None:
        """Start out loading."""
        self.config = config
        self.tracing = tracing.start(config)
        self.metrics = Metrics(config.model.name, config.model.version)
        self.phase: Phase = "loading"
        self.reason = "the model is loading"
        self.in_flight = 0
        self.requests = 0
        self._model: Model | None = None
        self._batcher: Batcher | None = None
        self.metrics.in_flight.set_function(lambda: self.in_flight)
        self.metrics.ready.set_function(lambda: self.phase == "ready")

    def start_loading(self) -> None:
        """Load the model in a daemon thread: a load that hangs must not keep the process from ending."""
        threading.Thread(target=self._load, args=(asyncio.get_running_loop(),), name="load", daemon=True).start()

    def _load(self, loop: asyncio.AbstractEventLoop) -> None:
        started = perf_counter()
        found: tuple[Model, Quick] | LoadError
        try:
            loaded = model.load(self.config.model, cpu.threads())
            found = loaded, model.warm_up(loaded)
        except LoadError as error:
            found = error
        except Exception as error:  # noqa: BLE001 - whatever a damaged file raises, the server must say it
            found = LoadError(f"{self.config.model.path}: {type(error).__name__}: {error}")
        # What is loaded stays: the collector need not look through it again and again, and pause everyone meanwhile.
        gc.collect()
        gc.freeze()
        loop.call_soon_threadsafe(self._loaded, found, perf_counter() - started)

    def _loaded(self, found: tuple[Model, Quick] | LoadError, seconds: float) -> None:
        if not isinstance(found, LoadError):
            self.use(*found, seconds)
            return
        say(logging.ERROR, "load failed", model=self.config.model.name, reason=str(found))
        if self.phase == "loading":
            self.phase, self.reason = "failed", f"the model can't be served: {found}"

    def use(self, found: Model, quick: Quick, seconds: float) -> None:
        """Serve a model that took so many seconds to load, and of which this is known."""
        self.metrics.load_seconds.set(seconds)
        self._model = found
        self._batcher = Batcher(found, _settings(self.config), self.metrics, lambda: self.in_flight)
        self._batcher.quick = quick
        if self.phase == "loading":
            self.phase, self.reason = "ready", ""
        say(logging.INFO, "model loaded", model=self.config.model.name, seconds=round(seconds, 3))

    def drain(self) -> None:
        """Become unready; requests that still come are answered."""
        self.phase, self.reason = "draining", "the server is shutting down"

    def find(self, name: str, version: str | None) -> None:
        """Refuse a model or version that isn't served.

        Raises:
            NotFound: If it isn't this one.
        """
        ours = self.config.model
        if name != ours.name:
            raise NotFound(f"there is no model {name!r}")
        if version not in (None, ours.version):
            raise NotFound(f"model {name!r} has no version {version!r}")

    def require_ready(self) -> None:
        """Refuse while the model is not ready.

        Raises:
            Unavailable: With the reason.
        """
        if self.phase != "ready":
            raise Unavailable(self.reason)

    @property
    def model(self) -> Model:
        """The model.

        Raises:
            Unavailable: Until it is loaded.
        """
        if self._model is None:
            raise Unavailable(self.reason)
        return self._model

    @property
    def batcher(self) -> Batcher:
        """The way to run the model.

        Raises:
            Unavailable: Until it is loaded.
        """
        if self._batcher is None:
            raise Unavailable(self.reason)
        return self._batcher


def _settings(config: Config) -> Settings:
    """One batch at a time uses all threads; single requests run beside each other."""
    batching = config.batching
    if batching is None:
        return Settings(queue=config.limits.queue, workers=cpu.threads())
    return Settings(batching.max_size, batching.max_latency_ms / 1000, config.limits.queue)
