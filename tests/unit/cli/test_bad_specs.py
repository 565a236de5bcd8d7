from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.project import SPEC

if TYPE_CHECKING:
    from tests.project import Project

CASES = yaml.safe_load(Path(__file__).with_name("bad_specs.yaml").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_wrong_spec_is_refused_in_words(case: dict[str, Any], project: Project) -> None:
    assert case.get("replace", "") in SPEC
    project.write(
        "models/iris.yaml", SPEC.replace(case["replace"], case["with"]) if "replace" in case else case["with"]
    )
    before = project.files()
    ran = project.slipway("render", "prod")
    assert (ran.code, ran.out, ran.err) == (2, "", case["says"])
    assert project.files() == before


def test_two_models_of_one_name_are_refused(project: Project) -> None:
    project.write("models/other.yaml", SPEC)
    ran = project.slipway("render", "prod")
    says = "models/other.yaml:1: name: 'iris' is the name of models/iris.yaml too\n  fix: choose another name\n"
    assert (ran.code, ran.out, ran.err) == (2, "", says)


def test_a_huge_spec_is_refused_unread(project: Project) -> None:
    project.write("models/iris.yaml", SPEC + "#" * (1 << 20))
    ran = project.slipway("render", "prod")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "models/iris.yaml: larger than 1,048,576 bytes\n  fix: split it, or name the right file\n"


def test_every_wrong_file_is_named(project: Project) -> None:
    project.write("models/a.yaml", SPEC.replace("iris", "a").replace("owner: data-science\n", ""))
    project.write("models/b.yaml", "- b\n")
    project.write("models/c.yaml", b"\xff\xfe")
    ran = project.slipway("check", "prod")
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.err.splitlines() if not line.startswith("  ")] == [
        "models/b.yaml",
        "models/c.yaml",
    ]
