"""Objects from YAML that Slipway didn't make: a Helm chart's output, a folder, standard input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra import yaml_load
from infra.errors import InputError, Place, Problem
from infra.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from infra.manifest import Manifest
    from infra.places import FieldPath
    from infra.yaml_load import Document

_ENDINGS = {".yaml", ".yml", ".json"}


@dataclass(frozen=True, slots=True)
class ForeignObject:
    """An object and the document it stands in, maybe as an item of a List."""

    manifest: Manifest
    file: str
    document: Document
    prefix: FieldPath

    def place(self, path: FieldPath) -> Place:
        """Return the line of a part of the object."""
        return Place(self.file, self.document.line((*self.prefix, *path)))


def objects_in(targets: Iterable[str], stdin: Callable[[], str]) -> list[ForeignObject]:
    """Read every object of the files and folders; ``-`` is standard input.

    Raises:
        InputError: If a file can't be read or used: it isn't skipped, because then it would pass unjudged.
    """
    found: list[ForeignObject] = []
    for target in targets:
        if target == "-":
            found.extend(_objects(stdin(), "<stdin>"))
            continue
        for file in _files(Path(target)):
            found.extend(_objects(yaml_load.read(file, yaml_load.MANIFEST_BYTES), file.as_posix()))
    return found


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix in _ENDINGS and file.name != LEDGER_NAME)
    if not files:
        raise InputError(
            Problem("no YAML or JSON file in this folder", "name the folder that has them", path.as_posix())
        )
    return files


def _objects(text: str, file: str) -> Iterator[ForeignObject]:
    for document in yaml_load.load_all(text, file):
        if document.value is not None:
            yield from _flattened(document.value, file, document, ())


def _flattened(value: object, file: str, document: Document, prefix: FieldPath) -> Iterator[ForeignObject]:
    if not isinstance(value, dict):
        what = "not a Kubernetes object, which is a mapping with apiVersion and kind"
        raise InputError(
            Problem(what, "remove it, or name only the files that hold objects", Place(file, document.line(prefix)))
        )
    items = value.get("items")
    if str(value.get("kind", "")).endswith("List") and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _flattened(item, file, document, (*prefix, "items", index))
        return
    yield ForeignObject(value, file, document, prefix)
