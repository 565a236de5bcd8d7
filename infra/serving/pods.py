"""Where each kind of workload keeps its pod."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.provenance import Sources

POD = {
    "Deployment": "/spec/template/spec",
    "StatefulSet": "/spec/template/spec",
    "Job": "/spec/template/spec",
    "CronJob": "/spec/jobTemplate/spec/template/spec",
}
"""Kind of workload → JSON pointer of the pod's spec."""


def in_pods(fields: Mapping[str, str]) -> Sources:
    """Return the sources of places in a pod, for every kind of workload; a place is a JSON pointer below the spec."""
    return {(kind, f"{pod}{place}"): field for kind, pod in POD.items() for place, field in fields.items()}


def in_workloads(fields: Mapping[str, str]) -> Sources:
    """Return the sources of places that every kind of workload has outside of its pod."""
    return {(kind, place): field for kind in POD for place, field in fields.items()}
