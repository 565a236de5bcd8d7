"""How fast an autoscaler moves, with every field that the API server would fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.serving.target import Target
    from models.pace import Pace, Step

# pkg/apis/autoscaling/v2/defaults.go of Kubernetes.
_UP: list[Manifest] = [
    {"type": "Pods", "value": 4, "periodSeconds": 15},
    {"type": "Percent", "value": 100, "periodSeconds": 15},
]
_DOWN: list[Manifest] = [{"type": "Percent", "value": 100, "periodSeconds": 15}]
# A replica that had to load a model is not given back for a short lull.
_LULL_SECONDS = 300


def behavior(target: Target) -> Manifest:
    """Return the behavior of the model's autoscaler."""
    scaling = target.scaling
    lull = _LULL_SECONDS if scaling.cooldown_seconds is None else scaling.cooldown_seconds
    return {
        "scaleUp": _direction(scaling.scale_up, 0, _UP),
        "scaleDown": _direction(scaling.scale_down, lull, _DOWN),
    }


def _direction(pace: Pace, stabilization: int, steps: list[Manifest]) -> Manifest:
    asked = pace.stabilization_seconds
    return {
        "stabilizationWindowSeconds": stabilization if asked is None else asked,
        "selectPolicy": pace.select.capitalize(),
        "policies": [_step(step) for step in pace.steps] or [dict(step) for step in steps],
    }


def _step(step: Step) -> Manifest:
    kind, value = ("Percent", step.percent) if step.pods is None else ("Pods", step.pods)
    return {"type": kind, "value": value, "periodSeconds": step.period_seconds}
