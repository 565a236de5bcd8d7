"""Wall time and peak memory of a command."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_LINUX_KIB = 1024 if sys.platform == "linux" else 1  # macOS counts ru_maxrss in bytes


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and MiB of peak memory."""

    seconds: float
    mebibytes: float


def run(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end; a failing one ends the benchmark."""
    # As on a user's machine, where Python keeps what it has compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {errors.decode()[-2000:]}")
    return Cost(seconds, usage.ru_maxrss * _LINUX_KIB / (1 << 20))


def median(times: int, once: Callable[[], Cost]) -> Cost:
    """Return the median time and the highest memory of several runs."""
    costs = [once() for _ in range(times)]
    return Cost(statistics.median(cost.seconds for cost in costs), max(cost.mebibytes for cost in costs))
