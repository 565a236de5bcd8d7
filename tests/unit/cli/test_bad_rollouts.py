from __future__ import annotations

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
  gpu:
    count: 2
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
