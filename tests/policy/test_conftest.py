"""``conftest test`` on its own, without Slipway: what people see who have it already."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from infra.policy import bundle
from tests.policy.test_engines_agree import CORPUS, NOW, POLICIES, by_embedded, objects_in

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = bundle.load(POLICIES)
RULES = BUNDLE.rules
UNSAFE = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
# Nothing that an object says of itself changes how it is judged.
context: {environment: dev}
now_ns: 0
spec:
  hostNetwork: true
  containers: [{name: web, image: "nginx:latest"}]
"""


def shown_by(conftest: Path, *arguments: str | Path) -> dict[str, list[dict[str, Any]]]:
    """What it finds, over all files and documents."""
    command: list[str | Path] = [conftest, "test", "--output=json", "--show-builtin-errors", f"--policy={POLICIES}"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    tested = json.loads(done.stdout)
    return {outcome: [one for file in tested for one in file.get(outcome, [])] for outcome in ("failures", "warnings")}


def messages(found: list[dict[str, Any]]) -> set[str]:
    return {one["msg"] for one in found}


def test_says_what_is_wrong_with_which_object(conftest_binary: Path, tmp_path: Path) -> None:
    (tmp_path / "pod.yaml").write_text(UNSAFE)
    found = shown_by(conftest_binary, f"--data={POLICIES}", tmp_path / "pod.yaml")
    (pinned,) = [one for one in found["failures"] if one["msg"].startswith("images.pinned")]
    says = "container web runs image nginx:latest, which is not pinned by a digest or a fixed tag"
    assert pinned["msg"] == f"images.pinned: Pod shop/web: {says}"
    assert pinned["metadata"] == {
        "query": "data.main.deny",
        "code": "images.pinned",
        "severity": "error",
        "object": {"apiVersion": "v1", "kind": "Pod", "namespace": "shop", "name": "web"},
        "container": "web",
        "path": "/spec/containers/0/image",
        "args": {"image": "nginx:latest"},
        "waiver": None,
    }


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_finds_what_rules_about_objects_find(file: Path, conftest_binary: Path, tmp_path: Path) -> None:
    documents = objects_in(file)
    (tmp_path / "all.yaml").write_text(yaml.safe_dump_all(documents))
    found = shown_by(conftest_binary, f"--data={POLICIES}", tmp_path / "all.yaml")
    expected = [one for document in documents for one in by_embedded({"objects": [document]})["findings"]]
    assert {(one["metadata"]["code"], one["metadata"]["path"]) for one in found["failures"] + found["warnings"]} == {
        (one["code"], one["path"]) for one in expected if RULES[one["code"]].scope == "object"
    }
    assert {one["metadata"]["severity"] for one in found["failures"]} <= {"error"}
    assert {one["metadata"]["severity"] for one in found["warnings"]} <= {"warning", "info"}


def test_combined_files_answer_for_their_namespaces(conftest_binary: Path, tmp_path: Path) -> None:
    documents = objects_in(POLICIES.parent / "tests/policy/corpus/quotas.yaml")
    for index, document in enumerate(documents):
        (tmp_path / f"{index}.yaml").write_text(yaml.safe_dump(document))
    found = shown_by(conftest_binary, "--combine", f"--data={POLICIES}", tmp_path)
    expected = by_embedded({"objects": documents})["findings"]
    codes = {one["metadata"]["code"] for one in found["failures"] + found["warnings"] if "code" in one["metadata"]}
    assert codes == {one["code"] for one in expected}
    assert {code for code in codes if RULES[code].scope == "namespace"}


def test_without_the_data_nothing_passes(conftest_binary: Path, tmp_path: Path) -> None:
    (tmp_path / "namespace.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
    found = shown_by(conftest_binary, tmp_path / "namespace.yaml")
    says = "there are no rules or no data: conftest test --policy policies --data policies FILE"
    assert says in messages(found["failures"])


def test_waivers_count_where_there_is_a_clock(conftest_binary: Path, tmp_path: Path) -> None:
    (tmp_path / "clock.yaml").write_text(f"clock: {{now_ns: {NOW}}}\n")
    file = POLICIES.parent / "tests/policy/corpus/waived.yaml"
    without = shown_by(conftest_binary, f"--data={POLICIES}", file)
    found = shown_by(conftest_binary, f"--data={POLICIES}", f"--data={tmp_path / 'clock.yaml'}", file)
    waived = {one["metadata"]["waiver"] for one in found["warnings"]} - {None}
    # Each object is judged alone here, so no Namespace is seen that would permit what hardening.* then asks about.
    seen = {
        key: waiver
        for key, waiver in BUNDLE.waivers.items()
        if waiver.code not in {"hardening.node_access", "hardening.root_user"}
    }
    assert waived == set(seen)
    assert {one["metadata"]["waiver"] for one in without["failures"] + without["warnings"]} == {None}
    assert len(without["failures"]) + len(without["warnings"]) == len(found["failures"]) + len(found["warnings"])
