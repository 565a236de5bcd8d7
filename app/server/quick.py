"""Whether a run is over sooner than it could be handed to a thread; then the event loop itself had better do it."""

from __future__ import annotations

from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.server.model import Model

_QUICK_SECONDS = 0.0001
"""About what two threads lose by waking each other and passing the interpreter's lock back and forth."""
_SLOW_SECONDS = 0.001
"""Far more than that. What lies between is neither: on a busy machine a quick run takes several times as long."""
_STALLED_SECONDS = 0.01
"""A run that took longer by the clock did something else than compute, or the machine is too busy to tell."""
_SMALL_BYTES = 4096
"""Inputs up to here are taken for equally large."""
_UNKNOWN = 1 << 62
_SLOW_RUNS = 3
_TRIES = 5


class Quick:
    """Learns from runs how large a quick one's input may be; a few slow ones of that size, and it learns anew."""

    def __init__(self) -> None:
        """Know nothing: the first runs are in a thread."""
        self._bytes = 0
        self._slow = 0

    def fits(self, inputs: Mapping[str, NDArray[Any]]) -> bool:
        """Return whether inputs of this size have lately been quick."""
        return bool(self._bytes) and _size(inputs) <= self._bytes

    def learn(self, inputs: Mapping[str, NDArray[Any]], cpu_seconds: float, seconds: float) -> None:
        """Take note of a run: of its thread's time, as the clock's also counts waiting for the interpreter's lock."""
        size = _size(inputs)
        if size == _UNKNOWN:
            return
        if cpu_seconds < _QUICK_SECONDS and seconds < _STALLED_SECONDS:
            self._bytes = max(self._bytes, size)
        if size <= self._bytes:
            self._slow = self._slow + 1 if cpu_seconds >= _SLOW_SECONDS else 0
            if self._slow == _SLOW_RUNS:
                self._bytes, self._slow = 0, 0

    def probe(self, model: Model, inputs: Mapping[str, NDArray[Any]]) -> None:
        """Run a model a few times to learn from. In a thread."""
        for _ in range(_TRIES):
            started, cpu = perf_counter(), thread_time()
            model.run(inputs, [tensor.name for tensor in model.signature.outputs])
            seconds = perf_counter() - started
            self.learn(inputs, thread_time() - cpu, seconds)
            if seconds >= _STALLED_SECONDS:  # that much is known after one run, and loading shall not take longer
                return


def _size(inputs: Mapping[str, NDArray[Any]]) -> int:
    """Return the bytes of all inputs; text is not known, as its arrays don't tell."""
    if any(array.dtype.hasobject for array in inputs.values()):
        return _UNKNOWN
    return max(_SMALL_BYTES, sum(array.nbytes for array in inputs.values()))
