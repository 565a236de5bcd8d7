"""What an engine does to each resource, as a table that grows while it works."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.table import Table
from rich.text import Text

_STYLES = {"create": "green", "update": "yellow", "delete": "red", "replace": "magenta", "same": "dim"}


@dataclass(slots=True)
class Progress:
    """The resources that an engine has reported so far."""

    _rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    """URN → operation and state, in the order in which they came."""

    def started(self, urn: str, operation: str) -> None:
        """Note that work on a resource has begun."""
        self._rows[urn] = (operation, "…")

    def done(self, urn: str, operation: str) -> None:
        """Note that a resource is as it should be."""
        self._rows[urn] = (operation, "done")

    def failed(self, urn: str, operation: str) -> None:
        """Note that work on a resource has failed."""
        self._rows[urn] = (operation, "failed")

    def table(self) -> Table:
        """Return every resource that changes, and how many there are of each operation."""
        counts: dict[str, int] = {}
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("Operation", "Kind", "Resource", "State"):
            table.add_column(heading, overflow="fold")
        for urn, (operation, state) in self._rows.items():
            counts[operation] = counts.get(operation, 0) + 1
            if operation != "same":
                kind, name = urn.split("::")[2].rpartition("$")[2].rpartition(":")[2], urn.rpartition("::")[2]
                table.add_row(Text(operation, _STYLES.get(operation, "")), kind, name, state)
        table.caption = ", ".join(f"{number} to {operation}" for operation, number in counts.items())
        table.caption_justify = "left"
        return table
