from __future__ import annotations

from typing import Any

import pytest

from tests.stack import refusals

PROXY: dict[str, Any] = {"name": "proxy", "image": "registry.example.invalid/proxy:1.2"}

REFUSED: dict[str, tuple[list[dict[str, Any]], tuple[str, str, str]]] = {
    "the server's name": (
        [{**PROXY, "name": "server"}],
        ("sidecars.0.name", "server is the name of a container of Slipway's", "choose another name"),
    ),
    "the server's port": (
        [{**PROXY, "ports": {"http": 9000}}],
        ("sidecars.0.ports", "http and https are the server's port", "choose another name"),
    ),
    "one name twice": (
        [PROXY, PROXY],
        ("sidecars.1.name", "two sidecars are called proxy", "choose another name"),
    ),
    "one port twice": (
        [{**PROXY, "ports": {"a": 9000}}, {**PROXY, "name": "agent", "ports": {"b": 9000}}],
        ("sidecars.1.ports", "proxy has the port 9000 too", "choose another"),
    ),
    "one port's name twice": (
        [{**PROXY, "ports": {"a": 9000}}, {**PROXY, "name": "agent", "ports": {"a": 9001}}],
        ("sidecars.1.ports", "proxy has the port a too", "choose another"),
    ),
    "a written secret": (
        [{**PROXY, "env": {"API_TOKEN": "x"}}],
        (
            "sidecars.0.env.API_TOKEN",
            "a secret's value is written here",
            "move it: secretEnv: {API_TOKEN: {secret: …, key: …}}",
        ),
    ),
    "an image that changes": (
        [{**PROXY, "image": "registry.example.invalid/proxy:latest"}],
        (
            "sidecars.0.image",
            "image 'registry.example.invalid/proxy:latest' can change under a running model",
            "name a digest (@sha256:…) or a fixed tag",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_run_beside_the_server_is_refused(case: str) -> None:
    sidecars, expected = REFUSED[case]
    assert refusals(sidecars=sidecars) == [expected]
