from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.project import Project

CASES = yaml.safe_load(Path(__file__).with_name("bad_settings.yaml").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_wrong_settings_are_refused_in_words(case: dict[str, str], project: Project) -> None:
    project.edit("Pulumi.prod.yaml", case["replace"], case["with"])
    before = project.files()
    ran = project.slipway("render", "prod")
    assert (ran.code, ran.out, ran.err) == (2, "", case["says"])
    assert project.files() == before


def test_an_unknown_stack_is_refused_with_the_known_ones(project: Project) -> None:
    ran = project.slipway("render", "prd")
    says = "Pulumi.prd.yaml: no stack is called 'prd'\n  fix: did you mean prod?\n"
    assert (ran.code, ran.out, ran.err) == (2, "", says)


def test_scopes_of_a_stack_are_no_stacks(project: Project) -> None:
    project.write("Pulumi.prod.models.yaml", "encryptionsalt: v1:abc\n")
    assert project.slipway("check").code == 0


def test_what_pulumi_writes_into_the_file_changes_nothing(project: Project) -> None:
    assert project.slipway("render", "--all").code == 0
    before = project.files()
    text = (project.root / "Pulumi.prod.yaml").read_text()
    project.write("Pulumi.prod.yaml", "encryptionsalt: v1:abc\nsecretsprovider: passphrase\n" + text)
    assert project.slipway("render", "--all").code == 0
    after = project.files()
    assert {file: text for file, text in after.items() if file != "Pulumi.prod.yaml"} == {
        file: text for file, text in before.items() if file != "Pulumi.prod.yaml"
    }
