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

_HEADER = "# Made by Slipway from {source}; change that and run `slipway render`.\n"


def files_of(stack: BuiltStack) -> dict[str, RenderedFile]:
    """Return each component's file, by its path in the tree."""
    settings = stack.settings.settings.model_dump_json(by_alias=True)
    return {component.file: _file(component, stack, settings) for component in stack.components}


def _file(component: Component, stack: BuiltStack, settings: str) -> RenderedFile:
    loaded = stack.specs[component.name] if component.kind == "models" else None
    inputs = loaded.spec.model_dump_json(by_alias=True) if loaded else ""
    entry = FileEntry(
        inputs=hashlib.sha256(f"{settings}\n{inputs}".encode()).hexdigest(),
        owner=Owner(kind=component.kind, name=component.name),
        spec=loaded.place() if loaded else None,
        objects=tuple(map(_described, component.manifests)),
    )
    source = loaded.source.file if loaded else stack.settings.file
    return RenderedFile(_HEADER.format(source=source) + dump(component.manifests), entry)


def _described(manifest: Manifest) -> str:
    one = identity(manifest)
    return f"{one.api_version} {one}"
