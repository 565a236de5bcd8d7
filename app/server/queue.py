"""The queue before the model: bounded, grouped by what can be run together, in order of arrival."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.server.errors import Overloaded

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from app.server.signature import Signature

    Arrays = list[NDArray[Any]]


@dataclass(slots=True, eq=False)
class Item:
    """One request's turn at the model."""

    inputs: Mapping[str, NDArray[Any]]
    outputs: tuple[str, ...]
    arrived: float
    future: asyncio.Future[Arrays]
    key: Hashable = field(default_factory=object)
    """Items with equal keys can be run as one batch."""

    @property
    def rows(self) -> int:
        """Size of the first dimension of every input."""
        return int(next(iter(self.inputs.values())).shape[0])


def key_of(inputs: Mapping[str, NDArray[Any]], outputs: tuple[str, ...], signature: Signature) -> Hashable:
    """Return what requests must share to be joined; a request that can't be joined shares it with none."""
    if not signature.batchable or len({array.shape[0] for array in inputs.values()}) != 1:
        return object()
    return (outputs, tuple(inputs[tensor.name].shape[1:] for tensor in signature.inputs))


class Queue:
    """Items that wait; one whose future is done (its client has gone, its time is over) leaves at once."""

    def __init__(self, limit: int, size: int, latency: float) -> None:
        """Hold at most ``limit`` items, and give out at most ``size`` together, ``latency`` seconds after the first."""
        self._limit = limit
        self._size = size
        self._latency = latency
        self._groups: dict[Hashable, list[Item]] = {}
        self.length = 0

    @property
    def full(self) -> bool:
        """Whether nothing more can be put in."""
        return self.length >= self._limit

    def put(self, item: Item) -> None:
        """Add an item.

        Raises:
            Overloaded: If the queue is full.
        """
        if self.full:
            raise Overloaded(f"{self._limit} requests are waiting already")
        self._groups.setdefault(item.key, []).append(item)
        self.length += 1
        item.future.add_done_callback(lambda _: self._leave(item))

    def take(self, now: float, *, hurry: bool) -> list[Item]:
        """Return the batch whose turn it is, if any: full, or waited long enough; in a ``hurry`` any."""
        for key, group in self._groups.items():
            if hurry or len(group) >= self._size or now >= group[0].arrived + self._latency:
                return self._cut(key, group)
        return []

    def next_due(self) -> float | None:
        """Return when the next batch is due even if it isn't full."""
        return min((group[0].arrived + self._latency for group in self._groups.values()), default=None)

    def _cut(self, key: Hashable, group: list[Item]) -> list[Item]:
        batch, rest = group[: self._size], group[self._size :]
        del self._groups[key]
        if rest:  # behind the others, so that one busy shape doesn't starve the rest
            self._groups[key] = rest
        self.length -= len(batch)
        return batch

    def _leave(self, item: Item) -> None:
        group = self._groups.get(item.key, [])
        if item in group:
            group.remove(item)
            self.length -= 1
            if not group:
                del self._groups[item.key]
