"""Where a finding is: the line of the rendered file, and the line of the spec or the settings that set it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from infra import yaml_load
from infra.errors import InputError, Place
from infra.manifest import Identity, Manifest, identity
from infra.provenance import Sources, field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from infra.policy.verdict import Finding, Verdict
    from infra.yaml_load import Document

FieldPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an object comes from: the file it is in, and what its fields were made from."""

    value: Manifest
    rendered: Callable[[FieldPath], Place | None]
    """Line of a part of the object in the file that holds it; None if there is no such file."""
    sources: Sources = dataclasses.field(default_factory=dict)
    made_from: Callable[[FieldPath], Place] | None = None
    """Line of a field of the spec or the settings."""
    overridden: Callable[[FieldPath], Place | None] = lambda _: None
    """Line of the override that decides about a part of the object, if one does."""


def located(verdict: Verdict, origins: Mapping[Identity, Origin]) -> Verdict:
    """Return the verdict with a place for each finding whose object's origin is known."""
    findings = tuple(_located(finding, origins.get(finding.object)) for finding in verdict.findings)
    return dataclasses.replace(verdict, findings=findings)


def _located(finding: Finding, origin: Origin | None) -> Finding:
    if origin is None:
        return finding
    path = path_of(finding.path, origin.value)
    field = field_of(finding.object.kind, finding.path, origin.sources)
    made_from = origin.made_from(tuple(field.split("."))) if origin.made_from and field else None
    return dataclasses.replace(finding, rendered=origin.rendered(path), spec=origin.overridden(path) or made_from)


def path_of(pointer: str, value: object) -> FieldPath:
    """Return a JSON pointer (RFC 6901) as keys and indexes of ``value``, as far as it leads."""
    path: list[str | int] = []
    for escaped in pointer.split("/")[1:]:
        part = escaped.replace("~1", "/").replace("~0", "~")
        key: str | int = int(part) if isinstance(value, list) and part.isdigit() else part
        path.append(key)
        if isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return tuple(path)


class RenderedFile:
    """A file of a rendered tree, read only if a finding asks for a line."""

    def __init__(self, path: Path, shown: str) -> None:
        """Remember the file; ``shown`` is what reports call it."""
        self._path = path
        self._shown = shown
        self._documents: dict[Identity, Document] | None = None

    def place(self, wanted: Identity, path: FieldPath) -> Place | None:
        """Return the line of a part of an object, or None if the file doesn't hold it."""
        if self._documents is None:
            self._documents = _documents(self._path, self._shown)
        document = self._documents.get(wanted)
        return Place(self._shown, document.line(path)) if document else None


def _documents(path: Path, shown: str) -> dict[Identity, Document]:
    try:
        found = yaml_load.load_all(yaml_load.read(path, yaml_load.MANIFEST_BYTES, shown), shown)
    except InputError:  # A tree that can't be read has no lines; the verdict doesn't depend on it.
        return {}
    return {identity(one.value): one for one in found if isinstance(one.value, dict)}
