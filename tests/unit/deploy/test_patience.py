from __future__ import annotations

import pytest

from infra.deploy.patience import patient
from tests.stack import of_kind

SKIP = {"pulumi.com/skipAwait": "true"}
CASES: dict[str, dict[str, str] | None] = {
    "Deployment": {"pulumi.com/timeoutSeconds": "610"},
    "Job": SKIP,
    "Service": None,
}


@pytest.mark.parametrize("kind", CASES)
def test_pulumi_waits_for_what_will_be_ready_and_no_longer(kind: str) -> None:
    changes = {"workload": {"kind": "job", "command": ["run"]}} if kind == "Job" else {}
    (manifest,) = of_kind(kind, changes)
    before = manifest["metadata"].get("annotations")
    assert patient(manifest)["metadata"].get("annotations") == CASES[kind]
    assert manifest["metadata"].get("annotations") == before
