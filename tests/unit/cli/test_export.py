from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.project import Project


@pytest.mark.parametrize("target", ["opa-bundle", "gatekeeper", "pulumi-pack"])
def test_an_export_lists_its_files_and_what_is_left_out(target: str, project: Project) -> None:
    ran = project.slipway("export", target, "out/here")
    folder = project.root / "out/here"
    ledger = json.loads((folder / "slipway-export.json").read_text())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert (ran.code, ran.out, ledger["target"]) == (0, "", target)
    assert files == {*ledger["files"], "slipway-export.json"}
    assert ran.err.splitlines() == [
        f"out/here: {len(ledger['files'])} files for prod",
        *(f"left out: {code}: {reason}" for code, reason in ledger["left_out"].items()),
    ]
    assert bool(ledger["left_out"]) is (target != "opa-bundle")


def test_an_export_takes_the_place_of_an_earlier_one_and_of_nothing_else(project: Project) -> None:
    assert project.slipway("export", "gatekeeper", "out").code == 0
    project.write("out/mine.txt", "mine")
    assert project.slipway("export", "pulumi-pack", "out", "--environment", "dev").code == 0
    files = {path.name for path in (project.root / "out").rglob("*") if path.is_file()}
    assert files == {"PulumiPolicy.yaml", "slipway.rego", "slipway-export.json", "mine.txt"}
    assert '\\"environment\\": \\"dev\\"' in (project.root / "out/slipway.rego").read_text()


REFUSED = {
    "something else": (
        "models",
        "models: holds something, and no earlier export\n  fix: name a folder that is empty or new\n",
    ),
    "a file": ("Pulumi.yaml", "Pulumi.yaml: can't be written: Not a directory\n  fix: name another folder\n"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_folder_that_is_not_for_exports_is_refused(case: str, project: Project) -> None:
    folder, says = REFUSED[case]
    before = project.files()
    ran = project.slipway("export", "opa-bundle", folder)
    assert (ran.code, ran.out, ran.err) == (2, "", says)
    assert project.files() == before


def test_an_earlier_export_can_not_name_files_outside(project: Project) -> None:
    ledger = {"target": "x", "files": ["../Pulumi.yaml", str(project.root / "Pulumi.dev.yaml")], "left_out": {}}
    project.write("out/slipway-export.json", json.dumps(ledger))
    assert project.slipway("export", "opa-bundle", "out").code == 0
    assert {"Pulumi.yaml", "Pulumi.dev.yaml"} <= set(project.files())
