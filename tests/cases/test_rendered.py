"""What the gate says of the cases' specs, wherever the originals are."""

from __future__ import annotations

import pytest

from tests.cases.gate import codes, verdict_on
from tests.cases.spec import CASES, whole_stack

# Says that a Secret is made outside of the repository, which is what a spec that refers to one means.
_REFERENCE = {"info": {"consistency.secret"}}
NOTED = {
    "18b-kserve-s3-secret-sa": _REFERENCE,
    "19-kserve-hf-llama2-gpu": _REFERENCE,
    "26-llmisvc-qwen2-7b": _REFERENCE,
    "33-vllm-stack-basic": _REFERENCE,
    "51-k8s-examples-vllm-gemma": _REFERENCE,
}
"""Case → what the gate remarks without objecting; nothing of the others."""


@pytest.mark.parametrize("case", CASES)
def test_the_gate_objects_to_no_case(case: str) -> None:
    verdict = verdict_on(whole_stack(case), "prod")
    assert (verdict.outcome, codes(verdict)) == ("allowed", NOTED.get(case, {}))
