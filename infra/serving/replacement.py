"""How a workload's pods are replaced, where the spec says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.rollout import Recreate, Rolling

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.serving.target import Target


def replacement(target: Target) -> Manifest | None:
    """Return the Deployment's strategy; None leaves it to what its GPUs and its volumes allow."""
    rollout = target.spec.rollout
    if isinstance(rollout, Recreate):
        return {"type": "Recreate"}
    if not isinstance(rollout, Rolling) or not rollout.asked:
        return None
    gpus = target.spec.compute.gpu is not None
    bounds = {"maxSurge": rollout.surge(gpus=gpus), "maxUnavailable": rollout.unavailable(gpus=gpus)}
    return {"type": "RollingUpdate", "rollingUpdate": bounds}
