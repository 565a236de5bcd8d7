from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from infra.policy import bundle
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from tests.project import Project

SCHEMA = json.loads((REPOSITORY / "docs" / "verdict.schema.json").read_text())
UNSAFE = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings, namespace: shop}
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          hostNetwork: true
          containers:
            - name: web
              image: nginx:latest
"""


def verdicts(out: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in out.splitlines()]
    for verdict in found:
        jsonschema.validate(verdict, SCHEMA, format_checker=jsonschema.FormatChecker())
    return found


def codes(verdict: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in verdict["findings"]}


def test_without_a_target_every_stack_is_judged(project: Project) -> None:
    ran = project.slipway("check", "--format", "json", "--at", "2026-11-21")
    assert (ran.code, ran.err) == (0, "")
    assert [verdict["verdict"] for verdict in verdicts(ran.out)] == ["allowed", "allowed"]


def test_a_denied_stack_is_told_with_its_lines(project: Project) -> None:
    project.edit("models/iris.yaml", "scaling: {min: 2, max: 4}", "scaling: {replicas: 500}")
    ran = project.slipway("check", "prod", "--format", "json", "--at", "2026-11-21")
    (verdict,) = verdicts(ran.out)
    assert (ran.code, verdict["verdict"]) == (1, "denied")
    (quota,) = [one for one in verdict["findings"] if one["path"] == "/spec/hard/requests.cpu"]
    assert quota == {
        "code": "quota.exceeded",
        "severity": "error",
        "message": quota["message"],
        "remediation": quota["remediation"],
        "object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
        "container": None,
        "path": "/spec/hard/requests.cpu",
        "rendered": None,
        "spec": {"file": "Pulumi.prod.yaml", "line": 16},
        "waiver": None,
    }
    assert quota["message"].startswith("requests.cpu: ")
    assert "Deployment/iris" in quota["message"]


def test_any_yaml_is_judged_wherever_it_comes_from(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("chart/templates/out.yaml", UNSAFE)
    from_file = project.slipway("check", "chart/templates/out.yaml", "--format", "json")
    from_folder = project.slipway("check", "chart", "--format", "json")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(UNSAFE.encode())))
    from_stdin = project.slipway("check", "-", "--format", "json")
    (file,), (folder,), (stdin,) = (verdicts(ran.out) for ran in (from_file, from_folder, from_stdin))
    assert (from_file.code, from_folder.code, from_stdin.code) == (1, 1, 1)
    assert file == {**folder, "target": "chart/templates/out.yaml"}
    assert json.dumps(file).replace("chart/templates/out.yaml", "<stdin>") == json.dumps(stdin)
    assert file["objects"] == 3
    assert {"pod_security.host_namespaces", "images.pinned", "quota.missing", "network.default_deny"} <= codes(file)


def test_a_finding_in_a_list_has_the_line_of_its_item(project: Project) -> None:
    project.write("out.yaml", UNSAFE)
    (verdict,) = verdicts(project.slipway("check", "out.yaml", "--format", "json").out)
    (finding,) = [one for one in verdict["findings"] if one["code"] == "pod_security.host_namespaces"]
    assert (finding["rendered"], finding["spec"]) == ({"file": "out.yaml", "line": 19}, None)


def test_rules_about_namespaces_are_not_evaluated_without_the_namespace(project: Project) -> None:
    project.write("out.yaml", UNSAFE.split("---\n")[1])
    (verdict,) = verdicts(project.slipway("check", "out.yaml", "--format", "json").out)
    reason = "no Namespace object in the input for shop"
    assert verdict["not_evaluated"] == [
        {"code": rule.code, "reason": reason}
        for rule in bundle.load(project.root / "policies").rules.values()
        if rule.scope != "object"
    ]
    assert {"network.default_deny", "quota.exceeded"} <= {one["code"] for one in verdict["not_evaluated"]}
    assert codes(verdict) & {"network.default_deny", "quota.missing"} == set()


def test_the_rendered_tree_gets_the_verdict_of_its_stack(project: Project) -> None:
    assert project.slipway("render", "prod").code == 0
    (stack,) = verdicts(project.slipway("check", "prod", "--format", "json", "--at", "2026-11-21").out)
    (tree,) = verdicts(project.slipway("check", "rendered/prod", "--format", "json", "--at", "2026-11-21").out)
    without_places = {"rendered": None, "spec": None}
    assert {**tree, "target": "prod", "findings": [one | without_places for one in tree["findings"]]} == {
        **stack,
        "findings": [one | without_places for one in stack["findings"]],
    }


PROBED = """\
apiVersion: v1
kind: Pod
metadata: {name: probed, namespace: shop}
spec:
  containers:
    - name: web
      image: nginx
      livenessProbe: {httpGet: {host: example.com, port: 80}}
      securityContext: {capabilities: {add: [CHOWN]}}
"""
LEVELS = {
    "the floor": ([], {"host_probes", "capabilities_restricted"}),
    "a level": (["--pod-security", "baseline"], {"host_probes"}),
    "a level and an older version": (["--pod-security", "baseline", "--kubernetes-version", "1.33"], set()),
    "an older version": (["--kubernetes-version", "v1.33"], {"capabilities_restricted"}),
    "no level at all": (["--pod-security", "privileged"], set()),
}


@pytest.mark.parametrize("case", LEVELS)
def test_a_run_chooses_level_and_version(case: str, project: Project) -> None:
    options, found = LEVELS[case]
    project.write("pod.yaml", PROBED)
    (verdict,) = verdicts(project.slipway("check", "pod.yaml", "--format", "json", *options).out)
    denied = {code.removeprefix("pod_security.") for code in codes(verdict) if code.startswith("pod_security.")}
    assert denied & {"host_probes", "capabilities_baseline", "capabilities_restricted"} == found


def test_a_namespace_chooses_its_version_but_stays_above_the_floor(project: Project) -> None:
    labels = "{pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.20}"
    space = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {labels}}}\n---\n"
    project.write("pod.yaml", space + PROBED)
    (held,) = verdicts(project.slipway("check", "pod.yaml", "--format", "json").out)
    assert {"pod_security.host_probes", "pod_security.run_as_non_root", "hardening.namespace_level"} <= codes(held)
    project.edit("policies/config/data.yaml", "privileged_namespaces: [nvidia]", "privileged_namespaces: [shop]")
    (listed,) = verdicts(project.slipway("check", "pod.yaml", "--format", "json").out)
    assert {code for code in codes(listed) if code.startswith("pod_security.")} == set()
    assert "hardening.root_user" in codes(listed)


def test_waivers_end_on_their_day(project: Project) -> None:
    on_the_day = project.slipway("check", "prod", "--at", "2027-11-30")
    after = project.slipway("check", "prod", "--at", "2027-12-01")
    assert (on_the_day.code, after.code) == (0, 1)


REFUSED = {
    "nothing of that name": (["nowhere"], "nowhere: neither a stack nor a file\n  fix: stacks are dev, prod\n"),
    "a folder without YAML": (
        ["empty"],
        "empty: no YAML or JSON file in this folder\n  fix: name the folder that has them\n",
    ),
    "no objects": (
        ["comments.yaml"],
        "no Kubernetes objects, so there is nothing to judge\n  fix: name a stack, a file or a folder\n",
    ),
    "not an object": (
        ["list.yaml"],
        "list.yaml:1: not a Kubernetes object, which is a mapping with apiVersion and kind\n"
        "  fix: remove it, or name only the files that hold objects\n",
    ),
    "no version": (
        ["comments.yaml", "--kubernetes-version", "latest"],
        "--kubernetes-version: 'latest' is not a minor version of Kubernetes\n  fix: write it as 1.37\n",
    ),
    "a level for a stack": (
        ["prod", "--pod-security", "baseline"],
        "--pod-security: a stack has its own, and prod would be judged\n"
        "  fix: name the files or folders to judge with it\n",
    ),
    "a version for every stack": (
        ["--kubernetes-version", "1.37"],
        "--kubernetes-version: a stack has its own, and dev, prod would be judged\n"
        "  fix: name the files or folders to judge with it\n",
    ),
    "no day": (["prod", "--at", "tomorrow"], "--at: 'tomorrow' is not a day\n  fix: write it as 2027-06-30\n"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_judged_is_refused(case: str, project: Project) -> None:
    (project.root / "empty").mkdir()
    project.write("comments.yaml", "# nothing\n---\n")
    project.write("list.yaml", "- a\n")
    arguments, says = REFUSED[case]
    ran = project.slipway("check", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", says)


def test_outside_a_project_the_way_in_is_told(project: Project) -> None:
    (project.root / "Pulumi.yaml").unlink()
    ran = project.slipway("check")
    assert (ran.code, ran.err) == (
        2,
        "no Pulumi.yaml here or above\n  fix: run slipway inside a project, or give --project FOLDER\n",
    )


def test_the_opa_engine_without_opa_is_one_clear_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = project.slipway("check", "prod", "--engine", "opa")
    says = "the engine opa needs the program `opa` on PATH\n  fix: install it, or use --engine embedded\n"
    assert (ran.code, ran.out, ran.err) == (3, "", says)


@pytest.mark.usefixtures("opa_on_path")
def test_both_engines_say_the_same(project: Project) -> None:
    project.write("out.yaml", UNSAFE)
    for target in ("dev", "prod", "out.yaml"):
        embedded, opa = (
            verdicts(project.slipway("check", target, "--engine", name, "--format", "json", "--at", "2026-11-21").out)
            for name in ("embedded", "opa")
        )
        assert [{**one, "engine": "opa"} for one in embedded] == opa
