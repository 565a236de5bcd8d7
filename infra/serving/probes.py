"""Three probes from one load budget: slow to give up on a load, quick to see a server that hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.pods import in_pods
from infra.serving.size import artifact_mib

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = in_pods(
    {
        "/containers/0/startupProbe": "lifecycle.loadBudgetSeconds",
        "/containers/0/livenessProbe": "runtime",
        "/containers/0/readinessProbe": "runtime",
    }
)
_STARTUP_PERIOD = 10
_BASE_LOAD_SECONDS = 60


def load_budget(target: Target) -> int:
    """Return the seconds a replica may take to load: the spec's, or a minute and time for each started GiB."""
    asked = target.spec.lifecycle.load_budget_seconds
    gib = -(-artifact_mib(target) // 1024)
    return asked or _BASE_LOAD_SECONDS + gib * target.server.load_seconds_per_gib


def probes(target: Target) -> dict[str, Manifest]:
    """Return the container's probes. None has an initial delay: the startup probe holds the others back."""
    server = target.server
    return {
        "startupProbe": _probe(server.ready_path, _STARTUP_PERIOD, -(-load_budget(target) // _STARTUP_PERIOD)),
        "livenessProbe": _probe(server.live_path, 10, 6),
        "readinessProbe": _probe(server.ready_path, 5, 2),
    }


def _probe(path: str, period: int, failures: int) -> Manifest:
    return {
        "httpGet": {"path": path, "port": "http"},
        "periodSeconds": period,
        "timeoutSeconds": 3,
        "failureThreshold": failures,
    }
