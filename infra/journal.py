"""Changes a rendered tree wholly or not at all, whenever the process is killed.

New contents are staged in a folder beside the tree; then a journal of all steps appears in it at once. Until then the
old tree is whole; from then on every later run completes the steps before it does anything else. Each step can be
repeated. The ledger comes last.

The journal, the ledger and the folders are flushed to the disk, the other files aren't: 10,000 flushes take half a
minute. After a power cut a staged file may thus be torn; its hash shows that, it is left out, and since every run
compares contents and not only the ledger, the next render writes it again.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from infra.errors import InputError, Problem
from infra.ledger import LEDGER_NAME, content_hash
from infra.tree_path import locate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_JOURNAL_NAME: Final = "journal.json"


class Step(BaseModel):
    """One staged file, and where it goes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    sha256: str
    is_new: bool
    """Nothing was there when the step was planned, so nothing may be overwritten."""


class _Journal(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    writes: tuple[Step, ...] = Field(min_length=1)
    """The ledger last."""
    deletes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to become of a tree; ``ledger`` is the ledger's new text."""

    added: Mapping[str, bytes]
    changed: Mapping[str, bytes]
    removed: tuple[str, ...]
    ledger: bytes


def carry_out(root: Path, edits: Edits) -> None:
    """Change the tree; recover() must have come first.

    Raises:
        InputError: Something is in the way.
        OSError: The disk refuses; the old tree is whole, or the next recover() completes the new one.
    """
    staging = _staging(root)
    try:
        _stage(staging, edits)
    except OSError:
        if not pending(root):
            shutil.rmtree(staging, ignore_errors=True)
        raise
    recover(root)


def pending(root: Path) -> bool:
    """Tell whether a killed run left a tree for recover() to complete."""
    return (_staging(root) / _JOURNAL_NAME).exists()


def recover(root: Path) -> None:
    """Complete what the journal says, or discard what was staged without one.

    Raises:
        InputError: The journal is damaged, or something is in the way of a step.
        OSError: The disk refuses a step; try again.
    """
    staging = _staging(root)
    if pending(root):
        _finish(root, staging, _read(staging / _JOURNAL_NAME))
        (staging / _JOURNAL_NAME).unlink()
    if staging.exists():
        shutil.rmtree(staging)


def _staging(root: Path) -> Path:
    return root.parent / f".slipway-{root.name}.staging"


def _stage(staging: Path, edits: Edits) -> None:
    staging.mkdir()
    contents = {**edits.added, **edits.changed, LEDGER_NAME: edits.ledger}
    steps = []
    for number, (path, content) in enumerate(contents.items()):
        (staging / str(number)).write_bytes(content)
        steps.append(Step(path=path, sha256=content_hash(content), is_new=path in edits.added))
    _flush(staging / str(len(steps) - 1))
    journal = _Journal(writes=tuple(steps), deletes=edits.removed)
    draft = staging / f"{_JOURNAL_NAME}.draft"
    draft.write_text(journal.model_dump_json(), encoding="utf-8")
    _flush(draft)
    draft.replace(staging / _JOURNAL_NAME)
    _flush(staging)


def _read(file: Path) -> _Journal:
    try:
        return _Journal.model_validate_json(file.read_bytes())
    except ValueError as error:
        fix = f"remove the folder {file.parent} and render again"
        raise InputError(Problem("the journal of an interrupted render is damaged", fix, str(file))) from error


def _finish(root: Path, staging: Path, journal: _Journal) -> None:
    *files, ledger = enumerate(journal.writes)
    touched = {root}
    for number, step in files:
        touched.add(_place(root, staging / str(number), step))
    for path in journal.deletes:
        touched.add(_remove(root, path))
    for folder in sorted(touched):
        if folder.exists():
            _flush(folder)
    _place(root, staging / str(ledger[0]), ledger[1])
    _flush(root)


def _place(root: Path, staged: Path, step: Step) -> Path:
    """Move one staged file into the tree, unless an earlier run did; return its folder."""
    target = locate(root, step.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if staged.exists() and content_hash(staged.read_bytes()) == step.sha256:
        if step.is_new and target.exists() and content_hash(target.read_bytes()) != step.sha256:
            what = "appeared while its file was being rendered, and Slipway didn't write it"
            raise InputError(Problem(what, "move it out of the tree, then render again", str(target)))
        staged.replace(target)
    return target.parent


def _remove(root: Path, path: str) -> Path:
    """Remove one file, and the folders that are empty without it; return the folder that is left."""
    folder = locate(root, path)
    folder.unlink(missing_ok=True)
    while (folder := folder.parent) != root:
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:  # not empty
            break
    return folder


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
