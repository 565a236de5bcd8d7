"""The labels on everything Slipway makes: Kubernetes' recommended set and two of our own."""

from __future__ import annotations

MODEL = "slipway.dev/model"
"""Names the model an object belongs to."""
VARIANT = "slipway.dev/variant"
"""Names the one of a model's variants that an object belongs to."""
OWNER = "slipway.dev/owner"
"""Names the team that answers for an object."""
COST_CENTER = "slipway.dev/cost-center"
"""Names who pays for an object."""
TIER = "slipway.dev/tier"
"""Says how much depends on an object."""

FRAMEWORK = "slipway.dev/framework"
"""Names the library that a model was trained with."""
TASK = "slipway.dev/task"
"""Says what a model does."""

_NAME = "app.kubernetes.io/name"
_MANAGED = {"app.kubernetes.io/managed-by": "slipway", "app.kubernetes.io/part-of": "slipway"}


def selector(name: str) -> dict[str, str]:
    """Return the labels that select an owner's pods; never changed, because selectors are immutable."""
    return {_NAME: name}


def platform(name: str) -> dict[str, str]:
    """Return the labels of an object of the platform."""
    return {**selector(name), **_MANAGED}


def accounting(cost_center: str | None, tier: str | None) -> dict[str, str]:
    """Return the labels by which costs are shared out and importance is seen, as far as they are known."""
    return {name: value for name, value in ((COST_CENTER, cost_center), (TIER, tier)) if value}


def purpose(framework: str | None, task: str | None) -> dict[str, str]:
    """Return the labels by which models are found, as far as they are known."""
    return {name: value for name, value in ((FRAMEWORK, framework), (TASK, task)) if value}


def model(name: str, version: str, owner: str, variant: str = "") -> dict[str, str]:
    """Return the labels of a model's objects and pods, or of one of its variants."""
    return {
        **selector(variant_name(name, variant)),
        "app.kubernetes.io/version": version,
        **_MANAGED,
        MODEL: name,
        **({VARIANT: variant} if variant else {}),
        OWNER: owner,
    }


def variant_name(model: str, variant: str) -> str:
    """Return the name of the objects of a model's variant; of the model's own without one."""
    return f"{model}-{variant}" if variant else model
