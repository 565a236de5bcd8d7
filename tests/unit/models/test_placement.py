from __future__ import annotations

from typing import Any

import pytest

from tests.stack import refusals

REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "values that nobody looks at": (
        {"affinity": [{"label": "disk", "operator": "Exists", "values": ["ssd"]}]},
        (
            "placement.affinity.0.values",
            "Exists looks at no value",
            "remove values, or use In or NotIn",
        ),
    ),
    "no values": (
        {"affinity": [{"label": "disk"}]},
        (
            "placement.affinity.0.values",
            "In needs values",
            "add values, or use Exists or DoesNotExist",
        ),
    ),
    "a comparison with a word": (
        {"affinity": [{"label": "cores", "operator": "Gt", "values": ["many"]}]},
        (
            "placement.affinity.0.values",
            "Gt compares with one whole number",
            'write values: ["80"]',
        ),
    ),
    "a time for pods that never run": (
        {"tolerations": [{"key": "dedicated", "seconds": 60}]},
        (
            "placement.tolerations.0.seconds",
            "only NoExecute drives running pods away",
            "remove seconds, or set effect: NoExecute",
        ),
    ),
    "a label without a name": (
        {"nodeSelector": {"example.com/": "x"}},
        (
            "placement.nodeSelector.example.com/.[key]",
            "'example.com/' is not a label's name",
            "write example.com/name, or a name alone, of letters, digits, '-', '_' and '.'",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_rules_that_the_scheduler_would_refuse_are_refused(case: str) -> None:
    placement, expected = REFUSED[case]
    assert refusals(placement=placement) == [expected]
