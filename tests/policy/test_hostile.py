"""What is strange, large or malicious is judged right or refused: never passed, never a traceback, by every engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.project import Project

ENGINES = ("embedded", "opa", "opa-server", "conftest")


@pytest.fixture
def engines(request: pytest.FixtureRequest) -> dict[str, tuple[str, ...]]:
    """The options that choose each engine."""
    request.getfixturevalue("opa_on_path")
    request.getfixturevalue("conftest_on_path")
    url = request.getfixturevalue("opa_url")
    return {name: ("--engine", name, "--opa-url", url, "--format", "json") for name in ENGINES}


def pod(name: str, container: str, owner: str = "shop") -> str:
    metadata = f"{{name: {name}, namespace: shop, labels: {{slipway.dev/owner: {owner}}}}}"
    return f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec:\n  containers: {container}\n"


PRIVILEGED = "[{name: a, image: a, securityContext: {privileged: true}}]"
NESTED = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: List
  items:
  - apiVersion: v1
    kind: PodList
    items:
    - apiVersion: v1
      kind: Pod
      metadata: {name: deep, namespace: shop}
      spec: {hostNetwork: true, containers: []}
"""
EMBEDDING = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: custom, namespace: shop}
spec: {predictor: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}}
---
apiVersion: ray.io/v1
kind: RayService
metadata: {name: ray, namespace: shop}
spec: {rayClusterConfig: {workerGroupSpecs: [{template: {spec: {containers: [{name: a, image: a}]}}}]}}
---
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {name: group, namespace: shop}
spec: {leaderWorkerTemplate: {workerTemplate: {spec: {containers: [{name: a, image: a}]}}}}
"""
# What is written, and the findings (code, path) that must be among the verdict's.
JUDGED: dict[str, tuple[dict[str, str], set[tuple[str, str]]]] = {
    "nested lists": ({"a.yaml": NESTED}, {("pod_security.host_namespaces", "/spec/hostNetwork")}),
    "a second document": (
        {"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n" + pod("b", PRIVILEGED)},
        {("pod_security.privileged", "/spec/containers/0/securityContext/privileged")},
    ),
    "nested folders": (
        {"a/b/c/d.yml": pod("b", PRIVILEGED), "a/e.json": "{}"},
        {
            ("pod_security.privileged", "/spec/containers/0/securityContext/privileged"),
            ("hygiene.malformed_object", "/kind"),
        },
    ),
    "yes": (
        {"a.yaml": pod("b", PRIVILEGED.replace("true", "yes"))},
        {("pod_security.privileged", "/spec/containers/0/securityContext/privileged")},
    ),
    "on": (
        {"a.yaml": pod("b", PRIVILEGED.replace("true", "on"))},
        {("pod_security.privileged", "/spec/containers/0/securityContext/privileged")},
    ),
    "y": (
        {"a.yaml": pod("b", PRIVILEGED.replace("true", "y"))},
        {("pod_security.privileged", "/spec/containers/0/securityContext/privileged")},
    ),
    "no containers": ({"a.yaml": pod("b", "null")}, {("hygiene.malformed_workload", "/spec/containers")}),
    "an owner that is a number": ({"a.yaml": pod("b", PRIVILEGED, "0")}, {("hygiene.owner", "/metadata/labels")}),
    "an owner that is no": ({"a.yaml": pod("b", PRIVILEGED, "no")}, {("hygiene.owner", "/metadata/labels")}),
    "kinds that embed pods": (
        {"a.yaml": EMBEDDING},
        {
            ("hygiene.unknown_workload", "/spec/predictor/containers"),
            ("hygiene.unknown_workload", "/spec/rayClusterConfig/workerGroupSpecs/0/template/spec/containers"),
            ("hygiene.unknown_workload", "/spec/leaderWorkerTemplate/workerTemplate/spec/containers"),
        },
    ),
    "names of every letter": (
        {"a.yaml": pod('"\\u202e\\e[2J\\n\\0 名前\\U0001F600"', PRIVILEGED)},
        {("pod_security.privileged", "/spec/containers/0/securityContext/privileged")},
    ),
}


def written(project: Project, files: dict[str, str]) -> None:
    for name, text in files.items():
        project.write(f"judged/{name}", text)


@pytest.mark.parametrize("case", JUDGED)
def test_every_engine_denies(case: str, project: Project, engines: dict[str, tuple[str, ...]]) -> None:
    files, expected = JUDGED[case]
    written(project, files)
    verdicts: dict[str, Any] = {}
    for name, options in engines.items():
        ran = project.slipway("check", "judged", "--at", "2026-11-21", *options)
        assert (ran.code, ran.err) == (1, "")
        verdicts[name] = json.loads(ran.out)
    embedded = verdicts["embedded"]
    assert expected <= {(one["code"], one["path"]) for one in embedded["findings"]}
    assert verdicts == {name: {**embedded, "engine": name} for name in ENGINES}


LARGE = {
    "ten thousand containers": lambda: [
        {"name": f"c{number}", "image": "a", **({"securityContext": {"privileged": True}} if number == 9_999 else {})}
        for number in range(10_000)
    ],
    "fifty megabytes": lambda: [
        {"name": "a", "image": "a", "args": ["x" * 50_000_000], "securityContext": {"privileged": True}}
    ],
}


@pytest.mark.parametrize("case", LARGE)
def test_what_is_large_is_judged_to_its_end(case: str, project: Project) -> None:
    containers = LARGE[case]()
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "large"}, "spec": {"containers": containers}}
    project.write("large.json", json.dumps(manifest))
    ran = project.slipway("check", "large.json", "--format", "json")
    last = f"/spec/containers/{len(containers) - 1}/securityContext/privileged"
    assert (ran.code, ran.err) == (1, "")
    assert ("pod_security.privileged", last) in {(one["code"], one["path"]) for one in json.loads(ran.out)["findings"]}


def test_duplicate_keys_are_refused(project: Project) -> None:
    written(project, {"a.yaml": pod("b", PRIVILEGED) + "  containers: []\n"})
    ran = project.slipway("check", "judged")
    says = "judged/a.yaml:6: spec.containers: given twice; first on line 5"
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
