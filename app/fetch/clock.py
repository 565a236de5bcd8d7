"""Time that is left, and waiting in it."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from app.fetch.errors import FetchError, Transient
from app.fetch.log import say

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


@dataclass
class Clock:
    """One deadline for everything a run does."""

    seconds: float
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._end = self.now() + self.seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            FetchError: If there are none.
        """
        left = self._end - self.now()
        if left <= 0:
            raise FetchError(f"not done within {self.seconds:g} seconds")
        return left

    def pause(self, seconds: float, why: object) -> None:
        """Wait.

        Raises:
            FetchError: If there isn't the time.
        """
        if seconds >= self.left():
            raise FetchError(f"not done within {self.seconds:g} seconds; the last try: {why}")
        self.sleep(seconds)


class Backoff:
    """Ever longer pauses between tries; progress starts them anew."""

    def __init__(self, clock: Clock) -> None:
        """Start with the shortest pause."""
        self._clock = clock
        self._tries = 0

    def wait(self, error: Transient, *, progressed: bool = False) -> None:
        """Pause before the next try."""
        self._tries = 1 if progressed else self._tries + 1
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (self._tries - 1))
        # Many replicas that failed together must not come back together.
        pause = error.retry_after or longest * random.uniform(0.5, 1)  # noqa: S311 - no secret
        say("trying again", reason=str(error), seconds=round(pause, 2))
        self._clock.pause(pause, error)


def persist(attempt: Callable[[], Result], clock: Clock) -> Result:
    """Return what an attempt returns, tried again while that may help and there is time."""
    backoff = Backoff(clock)
    while True:
        try:
            return attempt()
        except Transient as error:
            backoff.wait(error)
