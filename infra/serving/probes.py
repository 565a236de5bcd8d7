"""Three probes from one load budget: slow to give up on a load, quick to see a server that hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.pods import in_pods
from infra.serving.size import artifact_mib

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.runtimes.server import Server
    from infra.serving.target import Target
    from models.probes import Startup

SOURCES: Sources = in_pods(
    {
        "/containers/0/startupProbe": "lifecycle.loadBudgetSeconds",
        "/containers/0/livenessProbe": "probes.liveness",
        "/containers/0/readinessProbe": "probes.readiness",
    }
)
_BASE_LOAD_SECONDS = 60


def load_budget(target: Target) -> int:
    """Return the seconds a replica may take to load: the spec's, or a minute and time for each started GiB.

    A server that loads is given as long as one that hangs, at least; a spec that says otherwise is refused.
    """
    asked = target.spec.lifecycle.load_budget_seconds
    gib = -(-artifact_mib(target) // 1024)
    derived = _BASE_LOAD_SECONDS + gib * target.server.load_seconds_per_gib
    return asked or max(derived, target.spec.probes.liveness.seconds_to_fail)


def probes(target: Target) -> dict[str, Manifest]:
    """Return the container's probes. None has an initial delay: the startup probe holds the others back."""
    server, asked = target.server, target.spec.probes
    tries = -(-load_budget(target) // asked.startup.period_seconds)
    return {
        "startupProbe": _probe(server, server.ready_path, asked.startup, tries),
        "livenessProbe": _probe(server, server.live_path, asked.liveness, asked.liveness.failure_threshold),
        "readinessProbe": _probe(server, server.ready_path, asked.readiness, asked.readiness.failure_threshold),
    }


def _probe(server: Server, path: str, asked: Startup, failures: int) -> Manifest:
    scheme = {"scheme": "HTTPS"} if server.tls_secret else {}
    return {
        "httpGet": {"path": path, "port": server.protocol, **scheme},
        "periodSeconds": asked.period_seconds,
        "timeoutSeconds": asked.timeout_seconds,
        "failureThreshold": failures,
    }
