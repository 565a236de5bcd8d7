from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml

from infra.policy import bundle
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

Annotations: TypeAlias = dict[str, dict[str, Any]]

POLICIES = REPOSITORY / "policies"
SETTINGS = yaml.safe_load((POLICIES / "config" / "data.yaml").read_text())
RULES = {
    ".".join(path.relative_to(POLICIES / "policy").parts[:-1]): path.read_text()
    for path in sorted((POLICIES / "policy").rglob("*.rego"))
    if not path.name.endswith("_test.rego")
}


@pytest.fixture(scope="module")
def said_by(opa_binary: Path) -> Annotations:
    """The annotations as OPA reads them: the path of what they annotate, and what they say."""
    command: list[str | Path] = [opa_binary, "inspect", "-a", "-f", "json", POLICIES]
    inspected = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {
        ".".join(part["value"] for part in annotation["path"]): annotation["annotations"]
        for annotation in inspected["annotations"]
    }


def test_every_rule_is_annotated_and_nothing_else_is(said_by: Annotations) -> None:
    assert set(said_by) == {f"data.policy.{code}.deny" for code in RULES}


def test_annotations_read_without_opa_are_those_opa_reads(said_by: Annotations) -> None:
    ours = bundle.load(POLICIES).rules
    theirs = {code: said_by[f"data.policy.{code}.deny"] for code in RULES}
    assert {code: (rule.title, rule.description, rule.message, rule.remediation) for code, rule in ours.items()} == {
        code: (said["title"], said["description"], said["custom"]["message"], said["custom"]["remediation"])
        for code, said in theirs.items()
    }
    assert {code: (rule.severity, rule.scope, list(rule.config)) for code, rule in ours.items()} == {
        code: (said["custom"]["severity"], said["custom"]["scope"], said["custom"]["config"])
        for code, said in theirs.items()
    }


@pytest.mark.parametrize("code", RULES)
def test_annotation_is_complete(code: str, said_by: Annotations) -> None:
    said = said_by[f"data.policy.{code}.deny"]
    custom = said["custom"]
    assert set(custom) - {"effective_on"} == {"severity", "scope", "message", "remediation", "config"}
    assert custom["severity"] in {"error", "warning", "info"}
    assert custom["scope"] in {"object", "namespace", "stack"}
    assert all(said[key] for key in ("title", "description"))
    assert all(custom[key] for key in ("message", "remediation"))
    assert all(reference["ref"].startswith("https://") for reference in said["related_resources"])
    assert said["related_resources"]


@pytest.mark.parametrize("code", RULES)
def test_code_is_the_path(code: str) -> None:
    group, rule = code.split(".")
    assert RULES[code].startswith(f"package policy.{group}.{rule}\n")
    assert (POLICIES / "policy" / group / rule / f"{rule}.rego").is_file()


@pytest.mark.parametrize("code", RULES)
def test_placeholders_are_arguments(code: str, said_by: Annotations) -> None:
    message = said_by[f"data.policy.{code}.deny"]["custom"]["message"]
    placeholders = set(re.findall(r"\{(\w+)\}", message))
    # Arguments are named in the rule, or in the library that finds the flaw for it.
    sources = RULES[code] + "".join(
        (POLICIES / "lib" / name).read_text() for name in ("shape.rego", "finding.rego", "usage.rego")
    )
    assert {name for name in placeholders - {"container"} if f'"{name}":' not in sources} == set()
    if "container" in placeholders:
        assert "finding.of_container(" in RULES[code]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
@pytest.mark.parametrize("code", RULES)
def test_config_keys_exist(code: str, environment: str, said_by: Annotations) -> None:
    known = SETTINGS["defaults"] | SETTINGS["environments"][environment]
    assert set(said_by[f"data.policy.{code}.deny"]["custom"]["config"]) <= set(known)


def test_config_keys_that_rules_read_are_annotated(said_by: Annotations) -> None:
    for code, text in RULES.items():
        read = set(re.findall(r'config\.value\("(\w+)"\)', text))
        assert read <= set(said_by[f"data.policy.{code}.deny"]["custom"]["config"]), code


def test_every_config_key_is_used(said_by: Annotations) -> None:
    used = {key for said in said_by.values() for key in said["custom"]["config"]}
    assert used == set(SETTINGS["defaults"])
    assert all(set(own) <= used for own in SETTINGS["environments"].values())
