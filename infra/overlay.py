"""A spec laid over another: presets below, the spec, and an environment's overlay on top."""

from __future__ import annotations

from typing import Any

from models.base import merged

OF_VARIANTS = ("rollout", "variants")
SPEC = "spec"


def laid(below: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return ``below`` with ``over`` laid over it; a null removes, but inside a variant's own overlay it is kept.

    There it removes a field of the model, which is only known once the variant's part is laid over it.
    """
    result = merged(below, over)
    old = _overlays(below)
    for name, patch in _overlays(over).items():
        result["rollout"]["variants"][name][SPEC] = _together(old.get(name, {}), patch)
    return result


def _overlays(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the variants' overlays, as far as the spec is in shape."""
    inside: Any = spec
    for key in OF_VARIANTS:
        inside = inside.get(key) if isinstance(inside, dict) else None
    pairs = inside.items() if isinstance(inside, dict) else ()
    found = {name: variant.get(SPEC) for name, variant in pairs if isinstance(variant, dict)}
    return {name: patch for name, patch in found.items() if isinstance(patch, dict)}


def _together(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return the one patch that does what two do, one after the other (RFC 7396)."""
    result = dict(first)
    for key, value in second.items():
        below = result.get(key)
        result[key] = _together(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result
