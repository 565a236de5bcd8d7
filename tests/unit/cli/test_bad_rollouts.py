from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.project import SPEC

if TYPE_CHECKING:
    from tests.project import Project

CASES = yaml.safe_load(Path(__file__).with_name("bad_rollouts.yaml").read_text())["cases"]
VLLM = """\
name: iris
version: "1"
owner: data-science
runtime: vllm
artifact: {uri: hf://acme/llm, revision: cccccccccccccccccccccccccccccccccccccccc, size: 1Gi}
compute:
  memory: 4Gi
  gpu: {count: 2}
scaling: {min: 2, max: 4}
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_cannot_work_is_refused_in_words(case: dict[str, Any], project: Project) -> None:
    whole = VLLM if case.get("runtime") == "vllm" else SPEC
    whole = whole.replace("{min: 2, max: 4}", case.get("scaling", "{min: 2, max: 4}"))
    assert whole.count("\n") == 9
    project.write("models/iris.yaml", whole + case["add"])
    before = project.files()
    ran = project.slipway("render", "prod")
    assert (ran.code, ran.out, ran.err) == (2, "", case["says"])
    assert project.files() == before


SURGE = """\
rollout:
  strategy: blueGreen
  active: a
  variants:
    a: {}
    b:
      spec:
        rollout: {strategy: rolling, maxSurge: 1, spareGpus: 2}
"""


def test_a_finding_in_a_variant_points_at_the_variant_s_line(project: Project) -> None:
    """Somebody has promised spare GPUs in the spec, and nobody in the policies."""
    project.write("models/iris.yaml", VLLM + SURGE)
    ran = project.slipway("check", "prod", "--format", "json", "--at", "2026-11-21")
    found = [
        (one["code"], one["object"]["name"], one["path"], one["spec"])
        for one in json.loads(ran.out)["findings"]
        if one["object"]["kind"] == "Deployment"
    ]
    path = "/spec/strategy/rollingUpdate/maxSurge"
    assert found == [("reliability.gpu_rollout", "iris-b", path, {"file": "models/iris.yaml", "line": 17})]
