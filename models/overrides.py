"""The last resort: a change to a rendered object that no field of a spec expresses."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from models.base import Part, refuse, text

_KIND = text(r"[A-Z][A-Za-z0-9]{0,62}", "a kind", "write it as Kubernetes does, such as Deployment")
_OBJECT_NAME = text(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", "an object's name", "write it as it is rendered")
_IDENTITY = (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"))


class Override(Part):
    """A change to one rendered object of the model; the policies judge the result like anything else."""

    kind: Annotated[str, *_KIND]
    """Kind of the object."""
    name: Annotated[str, *_OBJECT_NAME]
    """Name of the object, as it is rendered."""
    patch: Annotated[dict[str, Any], Field(min_length=1)]
    """Fields to merge as ``kubectl patch`` does: mappings merge, lists of containers merge by name, null removes."""

    @model_validator(mode="after")
    def _stays_the_same_object(self) -> Self:
        for path in _IDENTITY:
            inside: object = self.patch
            for part in path:
                inside = inside.get(part, _ABSENT) if isinstance(inside, dict) else _ABSENT
            if inside is not _ABSENT:
                fix = "remove it; a field of the spec decides what an object is called and where it lives"
                refuse("an override can't make another object of it", fix, ".".join(("patch", *path)))
        return self


_ABSENT = object()
