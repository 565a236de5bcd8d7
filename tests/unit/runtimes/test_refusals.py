"""What doesn't go together is refused by name, with the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra import yaml_load
from infra.errors import InputError, Place
from infra.fit import problems
from infra.validation import validate
from models.base import merged
from models.spec import ModelSpec
from tests import stack
from tests.stack import SPEC, VLLM
from tests.unit.runtimes.specs import ARTIFACTS, SPECS

_FILE = Path(__file__).parent / "refusals.yaml"
REFUSALS: list[dict[str, Any]] = yaml_load.load_one(f"cases:\n{_FILE.read_text()}", str(_FILE)).value["cases"]


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["case"])
def test_what_cannot_work_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as raised:
        validate(ModelSpec, merged(SPEC, case["change"]), lambda _: Place("spec", 1))
    (problem,) = raised.value.problems
    assert (problem.field, problem.what, problem.fix) == (case["field"], case["what"], case["fix"])


MISFITS: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, str, str]]]] = {
    "an image of two secrets on a cluster that mounts none": (
        merged(ARTIFACTS["image volume"], {"artifact": {"store": {"pullSecrets": ["registry", "other"]}}}),
        {"kubernetesVersion": "1.34"},
        [
            (
                "artifact.store.pullSecrets",
                "this image can't be mounted but is downloaded, which reads one Secret",
                "keep the Secret of the registry in the address",
            )
        ],
    ),
    "an image volume by tag in prod": (
        {"artifact": {"uri": "oci://registry.example.com/iris:1", "path": "iris.onnx", "sha256": None}},
        {"kubernetesVersion": "1.35"},
        [
            (
                "artifact.uri",
                "prod needs the image's digest, because a tag can be pushed again",
                "add @sha256:<the digest that the push printed>",
            )
        ],
    ),
    "an adapter at a branch in prod": (
        {**VLLM, "runtime": {"profile": "vllm", "lora": [{"name": "poet", "artifact": {"uri": "hf://acme/poet"}}]}},
        {},
        [
            (
                "runtime.lora.0.artifact.revision",
                "prod needs a commit of 40 hex digits, which can't change under its name",
                "write the commit of the branch or tag you tested",
            )
        ],
    ),
    "no image with scikit-learn": (
        SPECS["builtin-pickle"],
        {},
        [
            (
                "runtime",
                "stack prod has no image of the builtin server that loads pickle",
                "build app/ with requirements-sklearn.txt and name it in slipway:images: {appSklearn: …}",
            )
        ],
    ),
    "an image with scikit-learn": (
        SPECS["builtin-pickle"],
        {"images": {"appSklearn": "registry.example.invalid/app:1-sklearn"}},
        [],
    ),
    "a claim, which nobody can pin": (
        {"artifact": {"uri": "pvc://models/iris.onnx", "sha256": None}},
        {},
        [],
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_what_a_stack_cannot_carry_is_refused(case: str) -> None:
    changes, on, expected = MISFITS[case]
    found = problems(stack.spec(**changes), {}, stack.settings(**on), lambda *_: Place("spec", 1))
    assert [(problem.field, problem.what, problem.fix) for problem in found] == expected
