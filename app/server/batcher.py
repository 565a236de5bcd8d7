"""From single requests to runs of the model: joined where they fit, split again, and each with its own outcome."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic, perf_counter, thread_time
from typing import TYPE_CHECKING, Any

import numpy as np

from app.server.errors import ModelFailed, ServingError
from app.server.queue import Item, Queue, key_of
from app.server.quick import Quick
from app.server.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from app.server.metrics import Metrics
    from app.server.model import Model

    Arrays = list[NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How requests are joined, and how many may wait."""

    size: int = 1
    latency_seconds: float = 0.0
    queue: int = 256
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a batch: an outcome for each item, and the seconds it took."""

    outcomes: Sequence[Arrays | ServingError]
    seconds: float
    cpu_seconds: float
    """Seconds that its thread computed."""


class Batcher:
    """Feeds idle workers from the queue. All its state belongs to the event loop."""

    def __init__(self, model: Model, settings: Settings, metrics: Metrics, in_flight: Callable[[], int]) -> None:
        """Start the workers; ``in_flight`` tells how many requests are in the server, those in the queue included."""
        self.quick = Quick()
        self._model = model
        self._queue = Queue(settings.queue, settings.size, settings.latency_seconds)
        self._workers: Workers[list[Item], Run] = Workers(settings.workers, self._run, self._done)
        self._metrics = metrics
        self._in_flight = in_flight
        self._joins = settings.size > 1
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        metrics.queue_depth.set_function(lambda: self.waiting)

    @property
    def waiting(self) -> int:
        """How many requests are queued."""
        return self._queue.length

    @property
    def full(self) -> bool:
        """Whether another request would be refused."""
        return self._queue.full

    def submit(self, inputs: Mapping[str, NDArray[Any]], outputs: tuple[str, ...]) -> asyncio.Future[Arrays]:
        """Queue a request and return its future; cancelling that takes it out again.

        Raises:
            Overloaded: If the queue is full.
        """
        item = Item(inputs, outputs, monotonic(), self._loop.create_future())
        if self.quick.fits(inputs):
            self._run_here(item)
            return item.future
        if self._joins:
            item.key = key_of(inputs, outputs, self._model.signature)
        self._queue.put(item)
        self._pump()
        return item.future

    def _run_here(self, item: Item) -> None:
        self._metrics.batch_size.observe(1)
        self._metrics.queue_wait_seconds.observe(0)
        self._settle([item], self._run([item]))

    def _pump(self) -> None:
        """Start what is due; waiting for company is pointless if every request in the server is queued already."""
        while self._workers.idle:
            hurry = self._in_flight() <= self._queue.length
            batch = self._queue.take(monotonic(), hurry=hurry)
            if not batch:
                break
            self._start(batch)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        due = self._queue.next_due() if self._workers.idle else None
        # The loop's own clock can lag by a millisecond, so it is only told how long to wait.
        self._timer = None if due is None else self._loop.call_later(max(0.0, due - monotonic()), self._pump)

    def _start(self, batch: list[Item]) -> None:
        now = monotonic()
        self._metrics.batch_size.observe(len(batch))
        for item in batch:
            self._metrics.queue_wait_seconds.observe(now - item.arrived)
        self._workers.start(batch)

    def _run(self, batch: list[Item]) -> Run:
        """Run a batch; if it fails, run each item alone, so that a bad one fails only itself. In a worker's thread."""
        started, cpu = perf_counter(), thread_time()
        outcomes = _joined(self._model, batch) if len(batch) > 1 else None
        if outcomes is None:
            outcomes = [_alone(self._model, item) for item in batch]
        return Run(outcomes, perf_counter() - started, thread_time() - cpu)

    def _done(self, batch: list[Item], run: Run) -> None:
        self._settle(batch, run)
        self._pump()

    def _settle(self, batch: list[Item], run: Run) -> None:
        if len(batch) == 1:
            self.quick.learn(batch[0].inputs, run.cpu_seconds, run.seconds)
        self._metrics.inference_seconds.observe(run.seconds)
        for item, outcome in zip(batch, run.outcomes, strict=True):
            if item.future.done():
                continue
            if isinstance(outcome, ServingError):
                item.future.set_exception(outcome)
            else:
                item.future.set_result(outcome)


def _alone(model: Model, item: Item) -> Arrays | ServingError:
    try:
        return model.run(item.inputs, item.outputs)
    except ServingError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a worker must outlive whatever a model raises
        return ModelFailed(f"the model failed: {type(error).__name__}: {error}")


def _joined(model: Model, batch: list[Item]) -> list[Arrays | ServingError] | None:
    """Return each item's rows of one run; nothing if the run failed or its outputs aren't one row for each input's."""
    rows = [item.rows for item in batch]
    first = batch[0]
    inputs = {name: np.concatenate([item.inputs[name] for item in batch]) for name in first.inputs}
    try:
        arrays = model.run(inputs, first.outputs)
    except Exception:  # noqa: BLE001 - each item alone will tell
        return None
    if any(array.ndim == 0 or len(array) != sum(rows) for array in arrays):
        return None
    ends = np.cumsum(rows)[:-1]
    return [list(parts) for parts in zip(*(np.split(array, ends) for array in arrays), strict=True)]
