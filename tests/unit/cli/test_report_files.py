from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from tests.project import Project


def test_one_run_writes_several_reports(project: Project) -> None:
    asked = {"sarif": "out/slipway.sarif", "junit": "out/junit.xml", "markdown": "comment.md", "json": "v.json"}
    options = [part for form, file in asked.items() for part in ("--report", f"{form}={file}")]
    ran = project.slipway("check", "--format", "github", "--at", "2026-11-21", *options)
    assert (ran.code, ran.err) == (0, "")
    assert "::notice file=Pulumi.prod.yaml,line=" in ran.out
    texts = {form: (project.root / file).read_text() for form, file in asked.items()}
    assert len(json.loads(texts["sarif"])["runs"]) == 1
    suites = [suite.get("name") for suite in ET.fromstring(texts["junit"])]  # noqa: S314 - ours
    assert suites == ["dev", "prod"]
    assert texts["markdown"].startswith("**ALLOWED** dev: ")
    assert len(texts["json"].splitlines()) == 2


def test_a_report_of_an_earlier_run_does_not_pass_for_this_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("old.sarif", "{}")
    monkeypatch.setenv("PATH", "")
    assert project.slipway("check", "--engine", "opa", "--report", "sarif=old.sarif").code == 3
    assert not (project.root / "old.sarif").exists()


REFUSED = {
    "no file": (
        "sarif",
        "--report: 'sarif' is no report\n"
        "  fix: write it as FORMAT=FILE, with one of table, json, sarif, junit, github, markdown\n",
    ),
    "no such format": (
        "pdf=a.pdf",
        "--report: 'pdf=a.pdf' is no report\n"
        "  fix: write it as FORMAT=FILE, with one of table, json, sarif, junit, github, markdown\n",
    ),
    "a folder": ("json=models", "models: --report: can't be written: Is a directory\n  fix: name another file\n"),
    "below a file": (
        "json=Pulumi.yaml/a.json",
        "Pulumi.yaml/a.json: --report: can't be written: Not a directory\n  fix: name another file\n",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_report_that_cannot_be_written_is_refused(case: str, project: Project) -> None:
    asked, says = REFUSED[case]
    ran = project.slipway("check", "prod", "--report", asked)
    assert (ran.code, ran.out, ran.err) == (2, "", says)
