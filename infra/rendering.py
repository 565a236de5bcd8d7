"""From a built stack to the files of its rendered tree."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from infra.ledger import FileEntry, Owner, RenderedFile
from infra.manifest import identity
from infra.yaml_dump import dump

if TYPE_CHECKING:
    from infra.manifest import Component, Manifest
    from infra.project import BuiltStack
    from infra.settings import Settings

_HEADER = "# Made by Slipway from {source}; change that and run `slipway render`.\n"


def files_of(stack: BuiltStack) -> dict[str, RenderedFile]:
    """Return each component's file, by its path in the tree."""
    settings = rendered_settings(stack.settings.settings)
    return {component.file: _file(component, stack, settings) for component in stack.components}


def made_from(settings: str, spec: str = "") -> str:
    """Return the hash of everything that a file is made from, each as JSON."""
    return hashlib.sha256(f"{settings}\n{spec}".encode()).hexdigest()


def rendered_settings(settings: Settings) -> str:
    """Return as JSON the settings that decide what is rendered."""
    return settings.model_dump_json(by_alias=True, exclude={"cluster"})


def _file(component: Component, stack: BuiltStack, settings: str) -> RenderedFile:
    loaded = stack.specs[component.name] if component.kind == "models" else None
    entry = FileEntry(
        inputs=made_from(settings, loaded.spec.model_dump_json(by_alias=True) if loaded else ""),
        owner=Owner(kind=component.kind, name=component.name),
        spec=loaded.place() if loaded else None,
        objects=tuple(map(_described, component.manifests)),
    )
    source = loaded.source.file if loaded else stack.settings.file
    return RenderedFile(_HEADER.format(source=source) + dump(component.manifests), entry)


def _described(manifest: Manifest) -> str:
    one = identity(manifest)
    return f"{one.api_version} {one}"
