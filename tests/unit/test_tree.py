from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.errors import InputError
from infra.ledger import LEDGER_NAME, FileEntry, Ledger, Owner, RenderedFile
from infra.tree import Changes, Drift, compare, write
from infra.tree_lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

IRIS, WINE, QUOTAS = "models/iris.yaml", "models/wine.yaml", "platform/quotas.yaml"


def rendered(inputs: str = "1", **texts: str) -> dict[str, RenderedFile]:
    paths = {"iris": IRIS, "wine": WINE, "quotas": QUOTAS}
    return {
        paths[name]: RenderedFile(text, FileEntry(inputs=inputs, owner=Owner(kind="models", name=name)))
        for name, text in texts.items()
    }


def ledger(files: Mapping[str, RenderedFile]) -> str:
    return Ledger(stack="prod", files={path: file.record() for path, file in files.items()}).text()


def expected(files: Mapping[str, RenderedFile]) -> dict[str, str | None]:
    """The whole of a tree that holds these files and its ledger; a folder is None."""
    folders = {str(folder) for path in files for folder in Path(path).parents if folder.name}
    texts = {path: file.text for path, file in files.items()}
    return {**dict.fromkeys(folders), **texts, LEDGER_NAME: ledger(files)}


def snapshot(root: Path) -> dict[str, str | None]:
    return {str(path.relative_to(root)): path.read_text() if path.is_file() else None for path in root.rglob("*")}


def refusals(call: Callable[..., Any], *args: object) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        call(*args)
    assert all(problem.fix for problem in caught.value.problems)
    return [(str(problem.place), problem.what) for problem in caught.value.problems]


OLD = rendered(iris="a: 1\n", wine="b: 1\n", quotas="q: 1\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "rendered" / "prod"


@pytest.fixture
def tree(root: Path) -> Path:
    write(root, OLD)
    return root


def test_a_first_write_makes_the_tree_and_leaves_nothing_beside_it(root: Path) -> None:
    assert write(root, OLD) == Changes(added=(IRIS, WINE, QUOTAS))
    assert snapshot(root) == expected(OLD)
    assert list(root.parent.iterdir()) == [root]


def test_an_unchanged_tree_is_not_touched(tree: Path) -> None:
    def inodes_and_times() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [tree, *tree.rglob("*")]}

    before = inodes_and_times()
    assert write(tree, OLD) == Changes(unchanged=(IRIS, WINE, QUOTAS))
    assert inodes_and_times() == before


def test_only_what_differs_is_written(tree: Path) -> None:
    before = (tree / IRIS).stat()
    new = rendered(iris="a: 1\n", quotas="q: 2\n")
    assert write(tree, new) == Changes(changed=(QUOTAS,), removed=(WINE,), unchanged=(IRIS,))
    assert snapshot(tree) == expected(new)
    after = (tree / IRIS).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_folders_that_become_empty_go(tree: Path) -> None:
    new = rendered(quotas="q: 1\n")
    assert write(tree, new) == Changes(removed=(IRIS, WINE), unchanged=(QUOTAS,))
    assert snapshot(tree) == expected(new)
    assert write(tree, {}) == Changes(removed=(QUOTAS,))
    assert snapshot(tree) == expected({})


def test_new_inputs_with_the_same_result_change_the_ledger_only(tree: Path) -> None:
    before = (tree / IRIS).stat().st_ino
    new = rendered("2", iris="a: 1\n", wine="b: 1\n", quotas="q: 1\n")
    assert write(tree, new) == Changes(unchanged=(IRIS, WINE, QUOTAS))
    assert snapshot(tree) == expected(new)
    assert (tree / IRIS).stat().st_ino == before


def test_the_tree_does_not_depend_on_the_order_of_files(root: Path) -> None:
    write(root, OLD)
    write(root.parent / "other" / "prod", dict(reversed(OLD.items())))
    assert snapshot(root) == snapshot(root.parent / "other" / "prod")


def test_files_of_others_stay(tree: Path) -> None:
    (tree / "models/notes.txt").write_text("mine")
    (tree / "README.md").write_text("mine")
    write(tree, {})
    assert snapshot(tree) == expected({}) | {"models": None, "models/notes.txt": "mine", "README.md": "mine"}


def test_a_file_of_others_in_the_way_is_refused_and_stays(root: Path) -> None:
    root.joinpath("models").mkdir(parents=True)
    (root / IRIS).write_text("mine")
    (root / WINE).write_text("mine too")
    before = snapshot(root)
    problems = [(str(root / path), "is in the way, and Slipway didn't write it") for path in (IRIS, WINE)]
    assert refusals(write, root, OLD) == problems
    assert refusals(compare, root, OLD) == problems
    assert snapshot(root) == before


def test_a_file_with_the_wanted_content_is_adopted(root: Path) -> None:
    root.joinpath("models").mkdir(parents=True)
    (root / IRIS).write_text("a: 1\n")
    assert write(root, OLD) == Changes(added=(WINE, QUOTAS), unchanged=(IRIS,))
    assert snapshot(root) == expected(OLD)


def test_a_tree_without_its_ledger_is_adopted_whole(tree: Path) -> None:
    (tree / LEDGER_NAME).unlink()
    assert compare(tree, OLD) == Drift(ledger=(LEDGER_NAME,))
    assert write(tree, OLD) == Changes(unchanged=(IRIS, WINE, QUOTAS))
    assert snapshot(tree) == expected(OLD)


def test_a_hand_edited_or_missing_file_is_written_again(tree: Path) -> None:
    (tree / IRIS).write_text("a: 666\n")
    (tree / WINE).unlink()
    assert write(tree, OLD) == Changes(added=(WINE,), changed=(IRIS,), unchanged=(QUOTAS,))
    assert snapshot(tree) == expected(OLD)


def test_compare_names_every_path_that_differs_and_writes_nothing(tree: Path) -> None:
    new = rendered(iris="a: 2\n", wine="b: 2\n", quotas="q: 1\n")
    new["models/new.yaml"] = new[IRIS]
    del new[QUOTAS]
    (tree / WINE).write_text("by hand")
    (tree / "models/foreign.yaml").write_text("x")
    (tree / "link").symlink_to(tree.parent, target_is_directory=True)
    before, beside = snapshot(tree), list(tree.parent.iterdir())
    drift = compare(tree, new)
    assert drift == Drift(
        missing=("models/new.yaml",),
        outdated=(IRIS,),
        edited=(WINE,),
        stale=(QUOTAS,),
        ledger=(LEDGER_NAME,),
        foreign=("link", "models/foreign.yaml"),
    )
    assert drift.paths == (IRIS, "models/new.yaml", WINE, QUOTAS, LEDGER_NAME)
    assert (snapshot(tree), list(tree.parent.iterdir())) == (before, beside)


def test_a_tree_in_step_has_no_drift(tree: Path) -> None:
    assert not compare(tree, OLD)
    (tree / "README.md").write_text("mine")
    assert compare(tree, OLD) == Drift(foreign=("README.md",))
    assert not compare(tree, OLD)


def test_a_tree_that_is_not_there_is_all_missing(root: Path) -> None:
    assert compare(root, OLD) == Drift(missing=(IRIS, WINE, QUOTAS), ledger=(LEDGER_NAME,))
    assert not root.parent.exists()


@pytest.mark.parametrize("path", ["../x.yaml", "/x.yaml", "models/../x.yaml", "models//x.yaml", "", "a\\b"])
def test_a_path_outside_the_tree_is_refused(tree: Path, path: str) -> None:
    assert refusals(write, tree, {path: OLD[IRIS]}) == [(str(tree), f"{path!r} isn't a path inside the tree")]
    assert snapshot(tree) == expected(OLD)


@pytest.mark.parametrize("paths", [(LEDGER_NAME,), ("a", "a/b"), ("a", "a/b/c")])
def test_a_file_can_not_be_the_ledger_or_a_folder(tree: Path, paths: tuple[str, ...]) -> None:
    what = "can't be a rendered file: it is the ledger, or a folder of another file"
    assert refusals(write, tree, dict.fromkeys(paths, OLD[IRIS])) == [(str(tree / paths[0]), what)]
    assert snapshot(tree) == expected(OLD)


@pytest.mark.parametrize("files", [OLD, {}, rendered(iris="a: 2\n")], ids=["same", "none", "changed"])
def test_links_are_not_followed_for_writing_or_removing(
    tree: Path, tmp_path: Path, files: dict[str, RenderedFile]
) -> None:
    (tree / "models").rename(tmp_path / "models")
    (tree / "models").symlink_to(tmp_path / "models", target_is_directory=True)
    (tree / QUOTAS).rename(tmp_path / "quotas")
    (tree / QUOTAS).symlink_to(tmp_path / "quotas")
    before = snapshot(tmp_path)
    problems = [(str(tree / "models"), "is a symbolic link"), (str(tree / QUOTAS), "is a symbolic link")]
    assert refusals(write, tree, files) == problems
    assert refusals(compare, tree, files) == problems
    assert snapshot(tmp_path) == before


def test_a_folder_or_file_in_the_way_is_refused(root: Path) -> None:
    (root / IRIS).mkdir(parents=True)
    (root / "platform").write_text("mine")
    before = snapshot(root)
    assert refusals(write, root, OLD) == [
        (str(root / IRIS), "is in the way: a file of this name must be written"),
        (str(root / "platform"), "is in the way: a folder of this name must be written"),
    ]
    assert snapshot(root) == before


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    for call in (write, compare):
        assert refusals(call, tmp_path / "file", OLD) == [(str(tmp_path / "file"), "is a file, not a folder")]
        assert refusals(call, tmp_path / "link", OLD) == [(str(tmp_path / "link"), "is a symbolic link")]
        assert refusals(call, tmp_path / "file" / "prod", OLD)[0][1].startswith("the disk refuses: ")


def test_a_second_writer_is_refused(tree: Path) -> None:
    before = snapshot(tree)
    with exclusive(tree):
        where = str(tree.parent / ".slipway-prod.lock")
        assert refusals(write, tree, {}) == [(where, "another slipway is writing this tree")]
    assert snapshot(tree) == before
    assert write(tree, {}) == Changes(removed=(IRIS, WINE, QUOTAS))


def test_a_lock_file_left_by_a_killed_process_holds_nobody(tree: Path) -> None:
    (tree.parent / ".slipway-prod.lock").touch()
    assert write(tree, {}) == Changes(removed=(IRIS, WINE, QUOTAS))
    assert list(tree.parent.iterdir()) == [tree]


def test_a_lock_that_its_holder_removed_while_we_opened_it_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, opened, genuine = tmp_path / ".slipway-prod.lock", [], os.open

    def open_then_lose(*args: Any, **options: Any) -> int:  # noqa: ANN401 - stands in for os.open
        descriptor = genuine(*args, **options)
        opened.append(descriptor)
        if len(opened) == 1:
            lock.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", open_then_lose)
    with exclusive(tmp_path / "prod"):
        assert lock.exists()
    assert len(opened) == 2


def test_a_full_disk_leaves_the_old_tree_and_nothing_beside_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))

    monkeypatch.setattr(Path, "write_bytes", full)
    staged = tree.parent / ".slipway-prod.staging" / "0"
    assert refusals(write, tree, rendered(iris="a: 2\n")) == [
        (str(staged), "the disk refuses: No space left on device")
    ]
    assert snapshot(tree) == expected(OLD)
    assert list(tree.parent.iterdir()) == [tree]


def test_a_disk_that_refuses_half_way_loses_nothing(tree: Path) -> None:
    new = rendered(iris="a: 2\n", quotas="q: 2\n")
    genuine, calls = os.replace, []

    def refuse_second_file(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), source, None, str(target))
        genuine(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", refuse_second_file)
        assert refusals(write, tree, new) == [(str(tree / QUOTAS), "the disk refuses: Permission denied")]
    assert refusals(compare, tree, new) == [(str(tree), "a render was interrupted here")]
    assert write(tree, new) == Changes(unchanged=(IRIS, QUOTAS))
    assert snapshot(tree) == expected(new)
    assert list(tree.parent.iterdir()) == [tree]
