from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra import journal
from infra.errors import InputError
from infra.ledger import FileEntry, Owner, RenderedFile
from infra.tree import Drift, compare, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Tree = dict[str, str | None]
REPOSITORY = Path(__file__).parents[2]


def rendered(**texts: str) -> dict[str, RenderedFile]:
    entry = FileEntry(inputs="1", owner=Owner(kind="models", name="a"))
    return {path.replace("_", "/"): RenderedFile(text, entry) for path, text in texts.items()}


OLD = rendered(models_changed="1", models_same="1", models_stale="1", gone_deep_stale="1")
NEW = rendered(models_changed="2", models_same="1", models_added="2", fresh_deep_added="2")

STEPS = [(os, name) for name in ("replace", "unlink", "rmdir", "mkdir", "fsync", "open")]
STEPS += [(Path, "write_bytes"), (Path, "write_text")]  # type: ignore[list-item]  # a class beside a module


class Killed(BaseException):
    """What no code may catch."""


def die() -> None:
    raise Killed


def die_for_good() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(patch: pytest.MonkeyPatch, at: int, end: Callable[[], None]) -> Iterator[int]:
    """Make the process end at its ``at``-th step on the disk, a write in its middle; return the counter of steps."""
    steps = itertools.count()

    def watched(genuine: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - stands in for any of the steps
            if next(steps) == at:
                if genuine.__name__.startswith("write_"):
                    genuine(args[0], args[1][: len(args[1]) // 2], **options)
                end()
            return genuine(*args, **options)

        return step

    for owner, name in STEPS:
        patch.setattr(owner, name, watched(getattr(owner, name)))
    return steps


def snapshot(root: Path) -> Tree:
    return {str(path.relative_to(root)): path.read_text() if path.is_file() else None for path in root.rglob("*")}


def old_tree(folder: Path) -> Path:
    folder.mkdir()
    root = folder / "prod"
    write(root, OLD)
    (root / "models/mine").write_text("mine")
    return root


@pytest.fixture
def old(tmp_path: Path) -> Tree:
    return snapshot(old_tree(tmp_path / "old"))


@pytest.fixture
def new(tmp_path: Path) -> Tree:
    root = old_tree(tmp_path / "new")
    write(root, NEW)
    return snapshot(root)


def killed_at_every_step(
    folder: Path, prepare: Callable[[Path], Path], act: Callable[[Path], object]
) -> Iterator[Path]:
    """Yield the root of a tree as a kill leaves it, for each step at which ``act`` can be killed."""
    for at in itertools.count():
        root = prepare(folder / f"killed-{at}")
        with pytest.MonkeyPatch.context() as patch:
            arm(patch, at, die)
            try:
                act(root)
            except Killed:
                pass
            else:
                assert at > 15
                return
        yield root


def write_new(root: Path) -> None:
    write(root, NEW)


def interrupted(folder: Path, before: str = "_remove") -> Path:
    """A tree with a journal whose files are in place already; or not yet, if it is interrupted before ``_finish``."""
    root = old_tree(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, before, lambda *_: die())
        with pytest.raises(Killed):
            write_new(root)
    assert journal.pending(root)
    return root


def test_the_old_tree_is_whole_until_there_is_a_journal(tmp_path: Path, old: Tree, new: Tree) -> None:
    seen = []
    for root in killed_at_every_step(tmp_path, old_tree, write_new):
        found = snapshot(root)
        state = "journal" if journal.pending(root) else "old" if found == old else "new" if found == new else "torn"
        seen.append(state)
    assert [state for state, _ in itertools.groupby(seen)] == ["old", "journal", "new"]


def test_a_write_after_a_kill_at_any_step_makes_the_new_tree(tmp_path: Path, new: Tree) -> None:
    for root in killed_at_every_step(tmp_path, old_tree, write_new):
        write(root, NEW)
        assert snapshot(root) == new
        assert list(root.parent.iterdir()) == [root]


def test_a_write_of_the_old_files_after_a_kill_at_any_step_makes_the_old_tree(tmp_path: Path, old: Tree) -> None:
    for root in killed_at_every_step(tmp_path, old_tree, write_new):
        write(root, OLD)
        assert snapshot(root) == old
        assert list(root.parent.iterdir()) == [root]


def test_recovery_after_a_kill_at_any_step_ends_in_one_of_the_two_trees(tmp_path: Path, old: Tree, new: Tree) -> None:
    for root in killed_at_every_step(tmp_path, old_tree, write_new):
        wanted = new if journal.pending(root) or snapshot(root) == new else old
        journal.recover(root)
        assert snapshot(root) == wanted
        assert not (root.parent / ".slipway-prod.staging").exists()


def test_recovery_itself_can_be_killed_at_any_step(tmp_path: Path, new: Tree) -> None:
    for root in killed_at_every_step(tmp_path, interrupted, journal.recover):
        journal.recover(root)
        assert snapshot(root) == new
        assert list(root.parent.iterdir()) == [root]


def test_a_first_write_can_be_killed_at_any_step(tmp_path: Path) -> None:
    def nothing(folder: Path) -> Path:
        folder.mkdir()
        return folder / "prod"

    write(tmp_path / "whole" / "prod", NEW)
    for root in killed_at_every_step(tmp_path, nothing, write_new):
        assert journal.pending(root) or snapshot(root) in ({}, snapshot(tmp_path / "whole" / "prod"))
        write(root, NEW)
        assert snapshot(root) == snapshot(tmp_path / "whole" / "prod")
        assert list(root.parent.iterdir()) == [root]


def test_comparing_after_a_kill_says_so_and_writes_nothing(tmp_path: Path) -> None:
    for root in killed_at_every_step(tmp_path, old_tree, write_new):
        before = snapshot(root.parent)
        if journal.pending(root):
            with pytest.raises(InputError, match="a render was interrupted here\n  fix: run slipway render"):
                compare(root, NEW)
        else:
            compare(root, NEW)
        assert snapshot(root.parent) == before


@pytest.mark.parametrize("at", [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30])
def test_a_process_that_is_killed_for_good_is_survived(tmp_path: Path, old: Tree, new: Tree, at: int) -> None:
    root = old_tree(tmp_path / "killed")
    program = (
        "import sys; from tests.unit.test_journal import write_and_die; write_and_die(sys.argv[1], int(sys.argv[2]))"
    )
    ended = subprocess.run([sys.executable, "-c", program, root, str(at)], cwd=REPOSITORY, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert journal.pending(root) or snapshot(root) in (old, new)
    write(root, NEW)
    assert snapshot(root) == new
    assert list(root.parent.iterdir()) == [root]


def write_and_die(root: str, at: int) -> None:
    arm(pytest.MonkeyPatch(), at, die_for_good)
    write_new(Path(root))


def test_a_staged_file_torn_by_a_power_cut_is_left_out_and_written_by_the_next_run(tmp_path: Path, new: Tree) -> None:
    root = interrupted(tmp_path / "torn", "_finish")
    for number in range(3):
        (root.parent / ".slipway-prod.staging" / str(number)).write_bytes(b"")
    journal.recover(root)
    assert compare(root, NEW) == Drift(
        missing=("fresh/deep/added", "models/added"), edited=("models/changed",), foreign=("models/mine",)
    )
    write(root, NEW)
    assert snapshot(root) == new


def test_a_file_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path, new: Tree) -> None:
    root = interrupted(tmp_path / "met", "_finish")
    (root / "models/added").write_text("mine")
    with pytest.raises(InputError, match="appeared while its file was being rendered"):
        write_new(root)
    assert (root / "models/added").read_text() == "mine"
    (root / "models/added").rename(tmp_path / "saved")
    write_new(root)
    assert snapshot(root) == new


@pytest.mark.parametrize("folder", ["models", "gone"])
def test_recovery_does_not_follow_links(tmp_path: Path, folder: str) -> None:
    root = interrupted(tmp_path / "linked", "_finish")
    (root / folder).rename(tmp_path / "elsewhere")
    (root / folder).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    before = snapshot(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="is a symbolic link"):
        write_new(root)
    assert snapshot(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "writes": [], "deletes": []}', '{"writes": [], "deletes": []}']
)
def test_a_damaged_journal_is_refused_with_the_way_out(tmp_path: Path, new: Tree, text: str) -> None:
    root = interrupted(tmp_path / "damaged")
    staging = root.parent / ".slipway-prod.staging"
    (staging / "journal.json").write_text(text)
    before = snapshot(root)
    with pytest.raises(InputError, match=f"is damaged\n  fix: remove the folder {staging} and render again"):
        write_new(root)
    assert snapshot(root) == before
    for left in staging.iterdir():
        left.unlink()
    write_new(root)
    assert snapshot(root) == new


def test_a_journal_that_leads_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    root = interrupted(tmp_path / "outside")
    (tmp_path / "mine").write_text("mine")
    file = root.parent / ".slipway-prod.staging" / "journal.json"
    file.write_text(file.read_text().replace("gone/deep/stale", "../../mine"))
    with pytest.raises(InputError, match="isn't a path inside the tree"):
        write_new(root)
    assert (tmp_path / "mine").read_text() == "mine"
