from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from infra.cli import app
from infra.spec_schema import schema
from tests.project import REPOSITORY, SPEC

if TYPE_CHECKING:
    from tests.project import Project

SHA = "d" * 64
COMMIT = "e" * 40


def test_rules_are_listed_as_their_annotations_say(project: Project) -> None:
    listed = json.loads(project.slipway("rules", "--format", "json").out)
    plain = project.slipway("rules").out.splitlines()
    assert [line.split()[0] for line in plain] == [rule["code"] for rule in listed]
    files = {
        f"{path.parent.parent.name}.{path.parent.name}"
        for path in (project.root / "policies" / "policy").glob("*/*/*.rego")
    }
    assert {rule["code"] for rule in listed} == files


def test_a_rule_is_explained_from_its_annotation(project: Project) -> None:
    rego = (project.root / "policies/policy/images/pinned/pinned.rego").read_text()
    block = rego[rego.index("# METADATA\n") + 11 : rego.index("deny contains")]
    words = yaml.safe_load("\n".join(line[2:] for line in block.splitlines()))
    ran = project.slipway("explain", "images.pinned")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"images.pinned: {words['title']}"
    assert f"fix: {words['custom']['remediation']}" in ran.out


def test_an_unknown_rule_is_refused_with_the_nearest(project: Project) -> None:
    ran = project.slipway("explain", "images.pined")
    says = "no rule is called 'images.pined'\n  fix: did you mean images.pinned?\n"
    assert (ran.code, ran.out, ran.err) == (2, "", says)


NEW = {
    "builtin": ["--runtime", "builtin", "--artifact", "s3://acme/churn.onnx", "--pin", SHA],
    "vllm": ["--runtime", "vllm", "--artifact", "hf://acme/llm", "--pin", COMMIT, "--owner", "assistants"],
}


@pytest.mark.parametrize("case", NEW)
def test_a_new_spec_is_valid_for_every_stack(case: str, project: Project) -> None:
    ran = project.slipway("new", "churn", *NEW[case])
    assert (ran.code, ran.out) == (0, "")
    judged = project.slipway("check", "--at", "2026-11-21")
    assert (judged.code, judged.err) == (0, "")
    jsonschema.validate(yaml.safe_load((project.root / "models/churn.yaml").read_text()), schema())


def test_a_new_spec_without_a_pin_is_for_dev_and_says_so(project: Project) -> None:
    ran = project.slipway("new", "churn", "--runtime", "builtin", "--artifact", "s3://acme/churn.onnx")
    assert ran.err == (
        "wrote models/churn.yaml\n"
        "next: pin the artifact (prod asks for it), adjust size and compute, then `slipway check`\n"
    )
    assert project.slipway("check", "dev", "--at", "2026-11-21").code == 0
    assert project.slipway("check", "prod", "--at", "2026-11-21").code == 2


REFUSED = {
    "a name that is taken": (
        ["iris", *NEW["builtin"]],
        "models/iris.yaml: exists already and was left as it is\n  fix: edit it, or choose another name\n",
    ),
    "a name that is none": (
        ["Iris", *NEW["builtin"]],
        "slipway new: name: 'Iris' is not a DNS label of at most 50 characters\n"
        "  fix: use lower-case letters, digits and hyphens; a letter first, no hyphen last\n",
    ),
    "a name that leads away": (
        ["../iris", *NEW["builtin"]],
        "slipway new: name: '../iris' is not a DNS label of at most 50 characters\n"
        "  fix: use lower-case letters, digits and hyphens; a letter first, no hyphen last\n",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_new_spec_that_cannot_be_is_refused(case: str, project: Project) -> None:
    arguments, says = REFUSED[case]
    before = project.files()
    ran = project.slipway("new", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", says)
    assert project.files() == before


def test_the_schema_is_written_and_checked(project: Project) -> None:
    assert project.slipway("schema", "--check").code == 4
    assert project.slipway("schema").code == 0
    assert project.slipway("schema", "--check").code == 0
    assert json.loads((project.root / "models/schema.json").read_text()) == schema()


def test_the_repository_s_models_fit_the_schema_and_point_at_it() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for path in sorted((REPOSITORY / "models").glob("*.yaml")):
        text = path.read_text()
        assert text.splitlines()[0] == "# yaml-language-server: $schema=schema.json"
        assert list(validator.iter_errors(yaml.safe_load(text))) == []


NOT_IN_THE_SCHEMA = {
    "unknown field": ("owner:", "owners:"),
    "unknown field of an overlay": ("scaling:", "environments: {dev: {scalling: {}}}\nscaling:"),
    "not a quantity": ("16Mi", "16MB"),
    "unknown runtime": ("builtin", "tgi"),
}


@pytest.mark.parametrize("case", NOT_IN_THE_SCHEMA)
def test_the_schema_refuses(case: str) -> None:
    old, new = NOT_IN_THE_SCHEMA[case]
    spec = yaml.safe_load(SPEC.replace(old, new, 1))
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(spec)) != []


def test_a_bug_is_told_in_words(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        msg = "boom"
        raise RuntimeError(msg)

    monkeypatch.setattr(app, "app", broken)
    ran = project.slipway("check")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == ("slipway has a bug: RuntimeError: boom\n  fix: report it with what SLIPWAY_TRACEBACK=1 prints\n")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-m", "infra", "rules"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=REPOSITORY, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.stderr == ""
