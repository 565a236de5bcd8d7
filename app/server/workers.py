"""Threads that run the model, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Job = TypeVar("Job")
Result = TypeVar("Result")


class Workers(Generic[Job, Result]):
    """Daemon threads: one that hangs in native code must not keep the process from ending."""

    def __init__(self, count: int, run: Callable[[Job], Result], done: Callable[[Job, Result], None]) -> None:
        """Start the threads; ``run`` must not raise, and ``done`` is called in the event loop."""
        self.idle = count
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._run = run
        self._done = done
        self._loop = asyncio.get_running_loop()
        for number in range(count):
            threading.Thread(target=self._work, name=f"worker-{number}", daemon=True).start()

    def start(self, job: Job) -> None:
        """Give a job to an idle thread."""
        self.idle -= 1
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            result = self._run(job)
            try:
                self._loop.call_soon_threadsafe(self._finish, job, result)
            except RuntimeError:  # the loop has closed: nobody waits any more
                return

    def _finish(self, job: Job, result: Result) -> None:
        self.idle += 1
        self._done(job, result)
