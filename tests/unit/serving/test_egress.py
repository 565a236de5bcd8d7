"""What a spec asks for besides, its pods may reach, and nothing more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stack import of_kind, refusals

ASKED: list[dict[str, Any]] = [
    {"namespace": "features", "ports": [6566, 6567]},
    {"cidr": "10.9.0.0/24", "ports": [5432]},
]
WHICH = "a destination is a namespace or a range of addresses"
REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "neither": ({"ports": [80]}, ("egress.0.namespace", WHICH, "give namespace or cidr")),
    "both": (
        {"namespace": "a", "cidr": "10.9.0.0/24", "ports": [80]},
        ("egress.0.namespace", WHICH, "give namespace or cidr"),
    ),
}


def rules(**changes: object) -> list[dict[str, Any]]:
    (policy,) = of_kind("NetworkPolicy", changes)
    found: list[dict[str, Any]] = policy["spec"]["egress"]
    return found


def test_what_is_asked_for_comes_on_top() -> None:
    assert rules(egress=ASKED) == [
        *rules(),
        {
            "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "features"}}}],
            "ports": [{"protocol": "TCP", "port": 6566}, {"protocol": "TCP", "port": 6567}],
        },
        {"to": [{"ipBlock": {"cidr": "10.9.0.0/24"}}], "ports": [{"protocol": "TCP", "port": 5432}]},
    ]


@pytest.mark.parametrize("case", REFUSED)
def test_a_destination_is_one_thing(case: str) -> None:
    asked, expected = REFUSED[case]
    assert refusals(egress=[asked]) == [expected]
