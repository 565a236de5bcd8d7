"""The ledger of a rendered tree: which files Slipway wrote, for whom, and from what.

``slipway-manifest.json`` in the tree's root. Only files in it are ever overwritten or removed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict

from infra.errors import InputError, Place, Problem
from infra.tree_path import is_relative

if TYPE_CHECKING:
    from pathlib import Path

LEDGER_NAME: Final = "slipway-manifest.json"
_VERSION: Final = 1
_WAY_OUT: Final = "restore it from version control, or remove the folder and render again"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Frozen):
    """The model or part of the platform that a file belongs to."""

    kind: Literal["models", "platform"]
    name: str


class FileEntry(_Frozen):
    """What is known of a file before it is written."""

    inputs: str
    """Hash of everything the file was made from."""
    owner: Owner
    spec: Place | None = None
    """Where its spec begins, for what has one."""
    objects: tuple[str, ...] = ()
    """Its objects in apply order, such as ``apps/v1 Deployment models/iris``."""


class Record(FileEntry):
    """What the ledger says of a file: its entry, and the hash of its content."""

    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file as it should be: its text, and what the ledger will say of it."""

    text: str
    entry: FileEntry

    def record(self) -> Record:
        """Return the ledger's line for this file."""
        return Record(**dict(self.entry), sha256=content_hash(self.text.encode()))


class Ledger(_Frozen):
    """All that Slipway wrote into one stack's tree, by path relative to the tree's root."""

    version: Literal[1] = _VERSION
    stack: str
    files: dict[str, Record] = {}

    def text(self) -> str:
        """Return the ledger as JSON, one line for each file so that differences are readable."""
        lines = [
            f"    {json.dumps(path)}: {json.dumps(self.files[path].model_dump(mode='json'), sort_keys=True)}"
            for path in sorted(self.files)
        ]
        files = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
        return f'{{\n  "files": {files},\n  "stack": {json.dumps(self.stack)},\n  "version": {self.version}\n}}\n'


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_ledger(root: Path) -> Ledger:
    """Return the ledger of a tree; an empty one where there is none.

    Raises:
        InputError: It is damaged, of a newer version, of another stack, or names a path outside the tree.
        OSError: It can't be read.
    """
    file = root / LEDGER_NAME
    if file.is_symlink():
        raise InputError(Problem("the ledger is a symbolic link", _WAY_OUT, str(file)))
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Ledger(stack=root.name)
    return _checked(_parsed(content, str(file)), root)


def _parsed(content: bytes, file: str) -> Ledger:
    try:
        version = json.loads(content).get("version")
        if isinstance(version, int) and version > _VERSION:
            what = f"the ledger has version {version}, written by a newer Slipway"
            raise InputError(Problem(what, "use that Slipway, or remove the folder and render again", file))
        return Ledger.model_validate_json(content)
    except (ValueError, AttributeError, RecursionError) as error:
        raise InputError(Problem("the ledger is damaged", _WAY_OUT, file)) from error


def _checked(ledger: Ledger, root: Path) -> Ledger:
    file = str(root / LEDGER_NAME)
    if ledger.stack != root.name:
        what = f"the ledger is of the stack {ledger.stack!r}"
        raise InputError(Problem(what, "name the folder after its stack, or remove the ledger", file))
    outside = [path for path in ledger.files if not is_relative(path) or path == LEDGER_NAME]
    if outside:
        raise InputError(Problem(f"the ledger names {outside[0]!r}, which isn't a file of the tree", _WAY_OUT, file))
    return ledger
