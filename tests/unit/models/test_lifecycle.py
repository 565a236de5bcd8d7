from __future__ import annotations

from tests.stack import refusals


def test_no_accepted_request_is_cut_off() -> None:
    assert refusals(lifecycle={"requestTimeoutSeconds": 60, "drainSeconds": 60}) == []
    assert refusals(lifecycle={"requestTimeoutSeconds": 60, "drainSeconds": 59}) == [
        (
            "lifecycle.drainSeconds",
            "a request may take 60 seconds, and would be cut off",
            "raise it to at least 60, or lower requestTimeoutSeconds",
        )
    ]
