from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.project import SPEC

if TYPE_CHECKING:
    from tests.project import Project

DAY = ("--at", "2026-11-21")


def tree(project: Project) -> dict[str, bytes]:
    return {file: content for file, content in project.files().items() if file.startswith("rendered/")}


def test_rendering_twice_gives_the_same_bytes_and_writes_nothing_again(project: Project) -> None:
    assert project.slipway("render", "--all", *DAY).code == 0
    first = tree(project)
    times = {file: (project.root / file).stat().st_mtime_ns for file in first}
    again = project.slipway("render", "--all", *DAY)
    assert tree(project) == first
    assert {file: (project.root / file).stat().st_mtime_ns for file in first} == times
    assert again.err == (
        "rendered/dev: 0 added, 0 changed, 0 removed, 5 unchanged\n"
        "rendered/prod: 0 added, 0 changed, 0 removed, 5 unchanged\n"
    )


def test_one_changed_model_changes_only_its_file_and_the_ledger(project: Project) -> None:
    project.write("models/other.yaml", SPEC.replace("iris", "other"))
    project.slipway("render", "prod", *DAY)
    before = tree(project)
    project.edit("models/iris.yaml", "max: 4", "max: 5")
    project.slipway("render", "prod", *DAY)
    after = tree(project)
    assert [file for file in after if after[file] != before[file]] == [
        "rendered/prod/models/iris.yaml",
        "rendered/prod/slipway-manifest.json",
    ]


def test_a_removed_model_takes_its_file_along_and_nothing_else(project: Project) -> None:
    project.write("models/other.yaml", SPEC.replace("iris", "other"))
    project.slipway("render", "prod", *DAY)
    project.write("rendered/prod/models/by-hand.yaml", "kind: Mine\n")
    before = tree(project)
    (project.root / "models/other.yaml").unlink()
    ran = project.slipway("render", "prod", *DAY)
    after = tree(project)
    assert ran.err == "rendered/prod: 0 added, 0 changed, 1 removed, 5 unchanged\n"
    assert set(before) - set(after) == {"rendered/prod/models/other.yaml"}
    assert after["rendered/prod/models/by-hand.yaml"] == b"kind: Mine\n"


def test_the_ledger_says_who_each_file_is_for(project: Project) -> None:
    project.slipway("render", "prod", *DAY)
    ledger = json.loads((project.root / "rendered/prod/slipway-manifest.json").read_text())
    entry = ledger["files"]["models/iris.yaml"]
    assert {**entry, "sha256": "", "inputs": "", "objects": entry["objects"][:1]} == {
        "inputs": "",
        "objects": ["networking.k8s.io/v1 NetworkPolicy models/iris"],
        "owner": {"kind": "models", "name": "iris"},
        "sha256": "",
        "spec": {"file": "models/iris.yaml", "line": 1},
    }


def test_check_lists_what_is_out_of_date_and_writes_nothing(project: Project) -> None:
    project.slipway("render", "--all", *DAY)
    assert project.slipway("render", "--all", "--check", *DAY).code == 0
    project.edit("models/iris.yaml", "max: 4", "max: 5")
    before = project.files()
    ran = project.slipway("render", "--all", "--check", "--format", "json", *DAY)
    assert ran.code == 4
    assert [line for line in ran.out.splitlines() if not line.startswith("{")] == [
        # One replica in dev, whatever the spec says: only the hash of the inputs differs.
        "rendered/dev/slipway-manifest.json",
        "rendered/prod/models/iris.yaml",
        "rendered/prod/slipway-manifest.json",
    ]
    assert ran.err == "3 files are out of date\n  fix: run `slipway render` and commit what it writes\n"
    assert project.files() == before


def test_a_denied_stack_keeps_every_stack_from_being_written(project: Project) -> None:
    project.slipway("render", "--all", *DAY)
    before = project.files()
    project.edit("models/iris.yaml", "scaling: {min: 2, max: 4}", "scaling: {replicas: 500}")
    denied = project.files()
    ran = project.slipway("render", "--all", *DAY)
    assert (ran.code, ran.err) == (1, "nothing was written\n")
    assert "DENIED prod" in ran.out
    assert "ALLOWED dev" in ran.out
    assert project.files() == denied
    assert {file: text for file, text in denied.items() if file != "models/iris.yaml"} == {
        file: text for file, text in before.items() if file != "models/iris.yaml"
    }


REFUSED = {
    "no stack and not all": ([], "name the stacks to render, or give --all\n  fix: choose dev, prod, or --all\n"),
    "a stack and all": (
        ["dev", "--all"],
        "name the stacks to render, or give --all\n  fix: choose dev, prod, or --all\n",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_to_render_must_be_said(case: str, project: Project) -> None:
    arguments, says = REFUSED[case]
    ran = project.slipway("render", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", says)


def test_an_output_that_is_a_file_is_refused(project: Project) -> None:
    project.write("out", "mine\n")
    before = project.files()
    ran = project.slipway("render", "prod", "--output", "out", "--format", "json", *DAY)
    assert (ran.code, "Traceback" in ran.err, ran.err.count("\n")) == (2, False, 2)
    assert project.files() == before


def test_a_file_in_the_way_is_kept(project: Project) -> None:
    project.write("rendered/prod/models/iris.yaml", "kind: Mine\n")
    before = project.files()
    ran = project.slipway("render", "prod", *DAY)
    assert (ran.code, ran.err.count("\n")) == (2, 2)
    assert project.files() == before


def test_check_names_files_that_are_not_slipway_s(project: Project) -> None:
    project.slipway("render", "prod", *DAY)
    project.write("rendered/prod/models/by-hand.yaml", "kind: Mine\n")
    ran = project.slipway("render", "prod", "--check", *DAY)
    assert (ran.code, ran.err) == (
        0,
        "rendered/prod/models/by-hand.yaml is not Slipway's: it is left alone, and nothing judges it\n"
        "the rendered trees are up to date\n",
    )
