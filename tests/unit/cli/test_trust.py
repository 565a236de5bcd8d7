"""A pull request can't excuse itself: ``check --trust`` believes a reviewed commit, and nothing of the working tree."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.project import Project, Ran, create

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DENIED = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true
  containers: [{name: web, image: "nginx:latest"}]
"""
WAIVER = """
excuse:
  code: quota.exceeded
  object: {apiVersion: v1, kind: ResourceQuota, namespace: models, name: quota}
  path: /spec/hard/requests.cpu
  reason: I want to.
  owner: me
  ticket: NONE-1
  expires: "2027-06-30"
"""
RULE = "policies/policy/quota/exceeded/exceeded.rego"
HOST = "policies/policy/pod_security/host_namespaces/host_namespaces.rego"


def git(folder: Path, *arguments: str) -> None:
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **nobody})


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project in a folder of a repository, as it was reviewed."""
    (tmp_path / "deploy").mkdir()
    project = create(tmp_path / "deploy", monkeypatch, capsys)
    project.write("shop.yaml", DENIED)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=reviewed")
    return project


def check(project: Project, *arguments: str) -> tuple[Ran, list[dict[str, Any]]]:
    ran = project.slipway("check", *arguments, "--format", "json", "--trust", "main", "--at", "2026-11-21")
    return ran, [json.loads(line) for line in ran.out.splitlines()]


def codes(verdict: dict[str, Any]) -> set[str]:
    return {one["code"] for one in verdict["findings"] if not one["waiver"]}


def too_many_replicas(project: Project) -> None:
    project.edit("models/iris.yaml", "scaling: {min: 2, max: 4}", "scaling: {replicas: 500}")


def without_the_rule(project: Project) -> None:
    project.edit(RULE, "deny contains", "deny contains 1 if false\n\nunused contains")


def without_the_file(project: Project) -> None:
    (project.root / RULE).unlink()


def with_a_laxer_library(project: Project) -> None:
    project.edit("policies/main.rego", "some finding in data.policy[group][rule].deny", "some finding in set()")


def with_less_severity(project: Project) -> None:
    project.edit(RULE, "#   severity: error", "#   severity: info")


def with_a_later_day(project: Project) -> None:
    project.edit(RULE, "#   severity: error", "#   severity: error\n#   effective_on: 2099-01-01")


def with_a_waiver(project: Project) -> None:
    text = (project.root / "policies/waivers/data.yaml").read_text()
    project.write(
        "policies/waivers/data.yaml", text + WAIVER + WAIVER.replace("excuse:", "b:").replace("cpu", "memory")
    )


def with_a_clock(project: Project) -> None:
    project.write("policies/clock/data.yaml", "now_ns: 0\n")


def with_broken_policies(project: Project) -> None:
    project.write("policies/lib/broken.rego", "package lib.broken\n\nx := {\n")


ATTEMPTS: dict[str, tuple[Callable[[Project], None], str]] = {
    "takes the rule away": (without_the_rule, RULE),
    "removes the rule's file": (without_the_file, RULE),
    "empties a library": (with_a_laxer_library, "policies/main.rego"),
    "lowers the severity": (with_less_severity, RULE),
    "puts the rule off": (with_a_later_day, RULE),
    "waives itself": (with_a_waiver, "policies/waivers/data.yaml"),
    "turns back the clock": (with_a_clock, "policies/clock/data.yaml"),
    "breaks the policies": (with_broken_policies, "policies/lib/broken.rego"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_pull_request_that(attempt: str, reviewed: Project) -> None:
    excuse, file = ATTEMPTS[attempt]
    too_many_replicas(reviewed)
    excuse(reviewed)
    ran, (verdict, *advisory) = check(reviewed, "prod")
    assert (ran.code, verdict["verdict"], verdict["advisory"]) == (1, "denied", False)
    assert "quota.exceeded" in codes(verdict)
    assert ran.err.startswith(f"changed since main, and advisory until reviewed: {file}\n")
    assert [one["advisory"] for one in advisory] in ([True], [])
    assert bool(advisory) is ("can't judge" not in ran.err)


def test_a_pull_request_that_loosens_a_threshold(reviewed: Project) -> None:
    reviewed.edit("policies/config/data.yaml", "  mutable_tags:\n    [latest, ", "  mutable_tags:\n    [")
    ran, (verdict, advisory) = check(reviewed, "shop.yaml")
    assert (ran.code, "images.pinned" in codes(verdict), "images.pinned" in codes(advisory)) == (1, True, False)


def test_a_pull_request_that_relabels_its_namespace(reviewed: Project) -> None:
    reviewed.edit("shop.yaml", "enforce: restricted", "enforce: privileged")
    ran, (verdict,) = check(reviewed, "shop.yaml")
    assert (ran.code, ran.err) == (1, "")
    assert "pod_security.host_namespaces" in codes(verdict)


def test_a_pull_request_that_calls_its_environment_another(reviewed: Project) -> None:
    prod = "environments:\n  dev:\n    daemonset_nodes: 3\n"
    reviewed.edit("policies/config/data.yaml", prod, f"{prod}    cronjob_overlap: 9\n")
    git(reviewed.root, "commit", "--quiet", "--all", "--message=reviewed too")
    reviewed.edit("Pulumi.prod.yaml", "slipway:environment: prod", "slipway:environment: dev")
    ran, (verdict,) = check(reviewed, "prod")
    assert ran.err == "Pulumi.prod.yaml: environment is dev here; judged as prod, as main says\n"
    assert verdict["target"] == "prod"


def test_a_stack_that_nobody_has_reviewed_is_judged_as_production(reviewed: Project) -> None:
    text = (reviewed.root / "Pulumi.dev.yaml").read_text()
    reviewed.write("Pulumi.mine.yaml", text)
    ran, (verdict,) = check(reviewed, "mine")
    assert ran.err == "Pulumi.mine.yaml: environment is dev here; judged as prod, as main says\n"
    assert verdict["target"] == "mine"


def test_a_pull_request_that_hides_a_tree_from_its_stack(reviewed: Project) -> None:
    assert reviewed.slipway("render", "prod", "--at", "2026-11-21").code == 0
    (reviewed.root / "Pulumi.prod.yaml").unlink()
    ran, verdicts = check(reviewed)
    assert (ran.code, verdicts) == (2, [])
    assert ran.err == (
        "rendered/prod: the stack is gone, and its rendered tree is still there\n  fix: remove the tree too\n"
    )


def test_unchanged_policies_give_one_verdict(reviewed: Project) -> None:
    ran, (dev, prod) = check(reviewed)
    assert (ran.code, ran.err, dev["verdict"], prod["verdict"]) == (0, "", "allowed", "allowed")
    plain = reviewed.slipway("check", "--format", "json", "--at", "2026-11-21")
    assert plain.out == ran.out


def test_stricter_policies_deny_nothing_yet(reviewed: Project) -> None:
    reviewed.edit("policies/config/data.yaml", "[cpu, memory, ephemeral-storage]", "[cpu, memory, gold]")
    ran, (verdict, advisory) = check(reviewed, "prod")
    assert (ran.code, verdict["verdict"], advisory["verdict"]) == (0, "allowed", "denied")


def test_a_reviewed_link_is_not_followed(reviewed: Project) -> None:
    (reviewed.root / "policies/lib/more.rego").symlink_to("config.rego")
    git(reviewed.root, "add", "--all")
    git(reviewed.root, "commit", "--quiet", "--message=a link")
    ran, verdicts = check(reviewed, "prod")
    assert (ran.code, verdicts) == (3, [])
    assert "policies/lib/more.rego is a link at " in ran.err


REFUSED = {
    "no such commit": ("nowhere", 2, "--trust: 'nowhere' is no commit of this repository"),
    "an option": ("--all", 2, "--trust: '--all' is no commit of this repository"),
    "a file": ("main:deploy/Pulumi.yaml", 2, "--trust: 'main:deploy/Pulumi.yaml' is no commit of this repository"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_commit_that_is_none(case: str, reviewed: Project) -> None:
    ref, code, says = REFUSED[case]
    ran = reviewed.slipway("check", "prod", f"--trust={ref}")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err == f"{says}\n  fix: fetch it first; a shallow clone has few commits\n"


def test_without_git(reviewed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran, _ = check(reviewed, "prod")
    assert (ran.code, ran.err) == (3, "--trust needs the program `git` on PATH\n  fix: install it\n")


def test_a_commit_without_policies_lets_nothing_pass(reviewed: Project) -> None:
    git(reviewed.root, "rm", "--quiet", "-r", "--cached", "policies")
    git(reviewed.root, "commit", "--quiet", "--message=none")
    ran, _ = check(reviewed, "prod")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "policies/: no rules, and a gate without rules would let everything pass\n"
