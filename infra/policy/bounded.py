"""Bounds on what is outside this process: an engine that never ends, or never stops talking, is stopped here."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

from requests import RequestException

from infra.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from requests import Response

Result = TypeVar("Result")

ANSWER_BYTES: Final = 1 << 29
"""More than any verdict: 10,000 containers that each break fourteen rules are a tenth of it."""
_CHUNK = 1 << 16


class TooMuch(RequestException):
    """An answer is larger than ``ANSWER_BYTES``."""


def no_answer(name: str, seconds: float) -> EngineError:
    """Return the error for an engine that takes too long."""
    return EngineError(
        str(Problem(f"{name} gave no answer within {seconds:g} s", "allow it more with --engine-timeout"))
    )


def too_much(name: str) -> EngineError:
    """Return the error for an engine that says more than a verdict."""
    return EngineError(f"{name} answered more than {ANSWER_BYTES >> 20} MiB")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return the work's result; the work is left to itself once it takes too long.

    Raises:
        TimeoutError: If it does.
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            future.set_exception(error)

    # A server that sends a byte now and then stays within every timeout of its connection.
    threading.Thread(target=run, daemon=True).start()
    return future.result(timeout=seconds)


class Reader(threading.Thread):
    """Reads a pipe to its end, and stops its program when that says too much."""

    def __init__(self, pipe: IO[bytes], stop: Callable[[], None]) -> None:
        """Start reading; ``stop`` ends the program."""
        super().__init__(daemon=True)
        self.data = bytearray()
        self._pipe = pipe
        self._end = stop
        self.start()

    @property
    def is_full(self) -> bool:
        """Whether the program was stopped for what it said."""
        return len(self.data) > ANSWER_BYTES

    def run(self) -> None:
        """Read."""
        while not self.is_full and (chunk := self._pipe.read(_CHUNK)):
            self.data += chunk
        if self.is_full:
            self._end()


class _Counted:
    """The body of a response, as long as it isn't too much."""

    def __init__(self, raw: Any) -> None:  # noqa: ANN401 - urllib3's response, or a test's
        self._raw = raw

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the body has
        return getattr(self._raw, name)

    def stream(self, amount: int, *, decode_content: bool) -> Iterator[bytes]:
        size = 0
        for chunk in self._raw.stream(amount, decode_content=decode_content):
            size += len(chunk)
            if size > ANSWER_BYTES:
                self._raw.close()
                raise TooMuch
            yield chunk


def bounded(response: Response, **_: object) -> Response:
    """Bound the body of a response, as a hook of a session."""
    response.raw = _Counted(response.raw)
    return response
