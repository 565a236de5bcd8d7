"""A model's file and the spec it becomes on one stack, which remember where each field was written."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.errors import Place
from infra.overlay import OF_VARIANTS, SPEC, laid
from infra.patch import source_in

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.presets import Preset
    from infra.validation import FieldPath
    from infra.yaml_load import Document
    from models.spec import ModelSpec

OVERLAYS = "environments"


@dataclass(frozen=True, slots=True)
class SpecFile:
    """A model's file as it was read: presets below it, the spec, and the overlays by environment or stack."""

    file: str
    document: Document
    base: dict[str, Any]
    overlays: dict[str, dict[str, Any]]
    presets: tuple[Preset, ...] = ()
    """What the spec is laid over, the weakest first."""

    def place(self, path: FieldPath = (), layers: tuple[str, ...] = ()) -> Place:
        """Return where a field was set: in the strongest layer that sets it, else where the spec would say it."""
        return self.exact(path, layers) or Place(self.file, self.document.line(path))

    def exact(self, path: FieldPath, layers: tuple[str, ...]) -> Place | None:
        """Return where a field was set, if it was: in an overlay of ``layers``, in the spec, or in a preset."""
        lines = self.document.lines
        places: list[FieldPath] = [(OVERLAYS, layer, *path) for layer in layers]
        for inside in (*places, path):
            if inside in lines:
                return Place(self.file, lines[inside])
        for preset in reversed(self.presets):
            if path in preset.document.lines:
                return Place(preset.file, preset.document.lines[path])
        return None

    def laid(self, layers: tuple[str, ...]) -> dict[str, Any]:
        """Return the spec over its presets, with the overlays ``layers`` laid over it, the strongest first."""
        parts = [preset.fields for preset in self.presets]
        parts += [self.base, *(self.overlays[name] for name in reversed(layers))]
        return functools.reduce(laid, parts)


@dataclass(frozen=True, slots=True)
class LoadedSpec:
    """A validated spec that remembers where its fields were written."""

    spec: ModelSpec
    source: SpecFile
    layers: tuple[str, ...]
    """Overlays that apply, the strongest first."""

    def place(self, path: FieldPath = (), variant: str = "") -> Place:
        """Return where a field was set for this stack, or for one of the model's variants on it."""
        if not variant:
            return self.source.place(path, self.layers)
        own = (*OF_VARIANTS, variant, SPEC)
        exact = self.source.exact((*own, *path), self.layers) or self.source.exact(path, self.layers)
        begun = self.source.exact((*own, *path[:1]), self.layers)
        return exact or self.source.place((*own, *path) if begun else path, self.layers)

    def override_of(self, manifest: Manifest, path: FieldPath) -> Place | None:
        """Return where an override of this spec decides about a part of an object, if one does; the last one counts."""
        for index, one in reversed(list(enumerate(self.spec.overrides))):
            inside = source_in(one.patch, manifest, path) if path else None
            if inside is not None and (one.kind, one.name) == (manifest["kind"], manifest["metadata"]["name"]):
                return self.place(("overrides", index, "patch", *inside))
        return None
