"""What a model takes and gives, and whether an array fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.server.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

DYNAMIC = -1


@dataclass(frozen=True, slots=True)
class Tensor:
    """One input or output: its dimensions, ``DYNAMIC`` where the model leaves them open."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    ranked: bool = True
    """Whether the model says how many dimensions there are."""

    @property
    def first_is_open(self) -> bool:
        """Whether the first dimension can hold any number of rows."""
        return self.shape[:1] == (DYNAMIC,)

    def describe(self) -> dict[str, object]:
        """Return the tensor as metadata shows it."""
        return {"name": self.name, "datatype": self.datatype, "shape": list(self.shape)}

    def accept(self, datatype: str, shape: Sequence[int]) -> None:
        """Refuse what does not fit.

        Raises:
            BadRequest: If the datatype or a dimension differs.
        """
        if datatype != self.datatype:
            raise BadRequest(f"input {self.name!r} is {datatype}, the model wants {self.datatype}")
        fits = len(shape) == len(self.shape) and all(
            wanted in (DYNAMIC, given) for wanted, given in zip(self.shape, shape, strict=True)
        )
        if self.ranked and not fits:
            wanted_shape = list(self.shape)
            raise BadRequest(f"input {self.name!r} has shape {list(shape)}, the model wants {wanted_shape}")


@dataclass(frozen=True, slots=True)
class Signature:
    """A model's inputs and outputs, in the model's own order."""

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]

    @property
    def batchable(self) -> bool:
        """Whether rows of different requests can be joined: every first dimension is open."""
        return bool(self.inputs) and all(tensor.first_is_open for tensor in (*self.inputs, *self.outputs))

    @property
    def only_rows_are_open(self) -> bool:
        """Whether an input of one row is known to fit; a model with other open dimensions may not take size one."""
        return all(tensor.ranked and DYNAMIC not in tensor.shape[1:] for tensor in self.inputs)
