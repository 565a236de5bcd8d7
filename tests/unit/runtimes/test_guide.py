"""The guide's tables are what the runtimes state; ``SLIPWAY_REGENERATE=1`` writes them anew, never in CI."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from infra.runtimes import server_of
from infra.runtimes.metrics import Metrics, Series
from models.runtime import RUNTIMES
from tests import stack
from tests.project import REPOSITORY
from tests.unit.runtimes.specs import SPECS

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.runtimes.server import Server

GUIDE = REPOSITORY / "docs" / "runtimes.md"


def _servers() -> dict[str, Server]:
    images = stack.settings().images
    return {name: server_of(stack.spec(**SPECS[name]), images) for name in RUNTIMES if name != "custom"}


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def runtimes() -> str:
    table = (
        _row("profile", "formats", "protocol", "accelerators", "ports", "live, ready") + "|---|---|---|---|---|---|\n"
    )
    servers = _servers()
    for name, facts in RUNTIMES.items():
        server = servers.get(name)
        accelerators = ", ".join(facts.accelerators) or "none"
        ports = ", ".join(f"{port} {number}" for port, number in server.ports.items()) if server else "as `ports` says"
        probes = f"`{server.live_path}`, `{server.ready_path}`" if server else "as `probes` says"
        table += _row(
            f"`{name}`",
            ", ".join(facts.formats) if server else "any",
            ", ".join(facts.protocols),
            f"{accelerators} (required)" if facts.needs_accelerator else accelerators,
            ports,
            probes.replace("/iris", "/<name>"),
        )
    return table


def metrics() -> str:
    servers = _servers()
    table = _row("meaning", *(f"`{name}`" for name in servers)) + "|---" * (len(servers) + 1) + "|\n"
    for one in fields(Metrics):
        series = [getattr(server.metrics, one.name) for server in servers.values()]
        if any(isinstance(found, Series) for found in series):
            meaning = one.name.replace("_", " ")
            table += _row(meaning, *(f"`{found.name}`" if found else "" for found in series))
    return table


@pytest.mark.parametrize("part", [runtimes, metrics])
def test_the_guide_says_what_the_runtimes_state(part: Callable[[], str]) -> None:
    name = getattr(part, "__name__", "")
    before, mark, rest = GUIDE.read_text().partition(f"<!-- generated: {name} -->\n")
    table, end, after = rest.partition("<!-- end -->")
    if os.environ.get("SLIPWAY_REGENERATE") and not os.environ.get("CI"):
        table = part()
        GUIDE.write_text(f"{before}{mark}{table}{end}{after}")
    assert (bool(end), table) == (True, part())
