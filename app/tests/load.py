"""A closed loop of callers: each sends its next request when it has the answer to the last one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Outcome:
    """What the callers saw."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def rate(self) -> float:
        """Good answers in a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """Return a latency in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def load(port: int, path: str, body: bytes, callers: int, seconds: float) -> Outcome:
    """Return what so many callers saw in so many seconds."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    outcome = Outcome()
    started = perf_counter()
    end = started + seconds
    await asyncio.gather(*(_call(port, head.encode() + body, end, outcome) for _ in range(callers)))
    outcome.seconds = perf_counter() - started
    return outcome


async def _call(port: int, request: bytes, end: float, outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (sent := perf_counter()) < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        if head.startswith(b"HTTP/1.1 200"):
            outcome.latencies.append(perf_counter() - sent)
        else:
            outcome.refused += 1
    writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
