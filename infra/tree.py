"""Writes one stack's rendered tree, and tells how the tree on disk differs from what would be written.

Only files that the ledger names are overwritten or removed; whatever else lies in the tree is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infra import journal
from infra.errors import InputError, Problem
from infra.ledger import LEDGER_NAME, Ledger, RenderedFile, content_hash, read_ledger
from infra.tree_lock import exclusive
from infra.tree_path import check_root, disk_problems, locate, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write did, by path relative to the tree's root; without the ledger itself."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """How a tree on disk differs from what would be written; false if it doesn't."""

    missing: tuple[str, ...] = ()
    """Not there."""
    outdated: tuple[str, ...] = ()
    """As Slipway wrote it, but from other inputs."""
    edited: tuple[str, ...] = ()
    """Changed by something else since Slipway wrote it."""
    stale: tuple[str, ...] = ()
    """Written by Slipway, and no longer wanted."""
    ledger: tuple[str, ...] = ()
    """The ledger, if it is out of date or missing."""
    foreign: tuple[str, ...] = ()
    """Not written by Slipway. It is left alone and is no difference, but a cluster may apply it unjudged."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that differs."""
        return tuple(sorted((*self.missing, *self.outdated, *self.edited, *self.stale, *self.ledger)))

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.paths)


def write(root: Path, files: Mapping[str, RenderedFile]) -> Changes:
    """Make the tree hold exactly these files beside those that aren't Slipway's; a stack's root bears its name.

    Raises:
        InputError: A file that isn't Slipway's is in the way, the ledger can't be trusted, another process is
            writing, or the disk refuses. The old tree is whole then, or the next write completes it.
    """
    with disk_problems(root):
        check_root(root)
        root.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(root):
            journal.recover(root)
            plan = _plan(root, files)
            if plan.differs:
                journal.carry_out(root, plan.edits(files))
    return plan.changes


def compare(root: Path, files: Mapping[str, RenderedFile]) -> Drift:
    """Tell how the tree differs from these files, without writing.

    Raises:
        InputError: As write() does; or an interrupted write waits to be completed.
    """
    with disk_problems(root):
        check_root(root)
        _refuse_unfinished(root)
        plan = _plan(root, files)
        foreign = tuple(sorted(set(walk(root)) - set(files) - set(plan.ledger.files) - {LEDGER_NAME}))
        _refuse_unfinished(root)  # a writer may have come in between
    changes = plan.changes
    return Drift(
        missing=changes.added,
        outdated=tuple(path for path in changes.changed if path not in plan.edited),
        edited=plan.edited,
        stale=changes.removed,
        ledger=(LEDGER_NAME,) if plan.ledger_differs else (),
        foreign=foreign,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a tree is made of now, against what is wanted."""

    changes: Changes
    edited: tuple[str, ...]
    """Of the changed files those that aren't as the ledger says."""
    ledger: Ledger
    """The ledger as it is."""
    ledger_text: str
    """The ledger as it should be."""
    ledger_differs: bool

    @property
    def differs(self) -> bool:
        return bool(self.ledger_differs or self.changes.added or self.changes.changed or self.changes.removed)

    def edits(self, files: Mapping[str, RenderedFile]) -> journal.Edits:
        return journal.Edits(
            added={path: files[path].text.encode() for path in self.changes.added},
            changed={path: files[path].text.encode() for path in self.changes.changed},
            removed=self.changes.removed,
            ledger=self.ledger_text.encode(),
        )


def _plan(root: Path, files: Mapping[str, RenderedFile]) -> _Plan:
    _refuse_overlaps(root, files)
    ledger = read_ledger(root)
    on_disk = _contents(root, sorted({*files, *ledger.files}))
    wanted = {path: files[path].text.encode() for path in sorted(files)}
    changed = tuple(path for path in wanted if on_disk[path] not in {None, wanted[path]})
    _refuse_foreign(root, [path for path in changed if path not in ledger.files])
    text = Ledger(stack=root.name, files={path: file.record() for path, file in files.items()}).text()
    return _Plan(
        changes=Changes(
            added=tuple(path for path in wanted if on_disk[path] is None),
            changed=changed,
            removed=tuple(path for path, content in on_disk.items() if path not in wanted and content is not None),
            unchanged=tuple(path for path in wanted if on_disk[path] == wanted[path]),
        ),
        edited=tuple(path for path in changed if content_hash(on_disk[path] or b"") != ledger.files[path].sha256),
        ledger=ledger,
        ledger_text=text,
        ledger_differs=_read(root / LEDGER_NAME) != text.encode(),
    )


def _refuse_overlaps(root: Path, files: Mapping[str, RenderedFile]) -> None:
    """Refuse a file that would have to be a folder as well, or the ledger."""
    taken = {LEDGER_NAME, *(str(folder) for path in files for folder in PurePosixPath(path).parents)}
    overlaps = sorted(taken & set(files))
    if overlaps:
        what = "can't be a rendered file: it is the ledger, or a folder of another file"
        raise InputError(*(Problem(what, "give it another name", str(root / path)) for path in overlaps))


def _contents(root: Path, paths: list[str]) -> dict[str, bytes | None]:
    """Return what the tree holds at each path, or say everything that is in the way."""
    contents: dict[str, bytes | None] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            contents[path] = _read(locate(root, path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*dict.fromkeys(problems))
    return contents


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _refuse_foreign(root: Path, paths: list[str]) -> None:
    fix = "move it out of the tree; Slipway leaves files alone that its ledger doesn't name"
    if paths:
        raise InputError(
            *(Problem("is in the way, and Slipway didn't write it", fix, str(root / path)) for path in paths)
        )


def _refuse_unfinished(root: Path) -> None:
    if journal.pending(root):
        raise InputError(Problem("a render was interrupted here", "run slipway render to complete it", str(root)))
