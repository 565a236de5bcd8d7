"""The spec of one variant: the model's, with the variant's part laid over it."""

from __future__ import annotations

from typing import Any

from models.base import merged
from models.spec import ModelSpec

_OF_THE_MODEL = {"rollout", "overrides", "presets"}


def variant_fields(spec: ModelSpec, variant: str) -> dict[str, Any]:
    """Return what a variant's spec says, before it is validated; it keeps the model's name, by which it is asked."""
    below = spec.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=_OF_THE_MODEL)
    return merged(below, spec.rollout.variants[variant].spec)


def variant_spec(spec: ModelSpec, variant: str) -> ModelSpec:
    """Return a variant's spec.

    Raises:
        ValidationError: If the variant's part makes the spec impossible.
    """
    return ModelSpec.model_validate(variant_fields(spec, variant))
