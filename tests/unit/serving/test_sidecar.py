from __future__ import annotations

from typing import Any

from infra.errors import Place
from infra.fit import problems
from tests.stack import pod, settings, spec

IMAGE = "registry.example.invalid/proxy@sha256:" + "d" * 64
PROXY: dict[str, Any] = {
    "name": "proxy",
    "image": IMAGE,
    "command": ["/proxy"],
    "args": ["--listen=:9000"],
    "env": {"LEVEL": "info"},
    "secretEnv": {"API_KEY": {"secret": "keys", "key": "api"}},
    "ports": {"admin": 9000},
    "cpu": 1000,
    "memory": "1024Mi",
    "scratch": "896Mi",
}
RESTRICTED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}


def test_a_sidecar_starts_before_the_server_and_ends_after_it() -> None:
    size = {"cpu": "1k", "memory": "1Gi", "ephemeral-storage": "1Gi"}
    found = pod({"sidecars": [PROXY]})
    assert found["initContainers"][1:] == [
        {
            "name": "proxy",
            "image": IMAGE,
            "restartPolicy": "Always",
            "command": ["/proxy"],
            "args": ["--listen=:9000"],
            "env": [
                {"name": "LEVEL", "value": "info"},
                {"name": "API_KEY", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "api"}}},
            ],
            "ports": [{"name": "admin", "containerPort": 9000, "protocol": "TCP"}],
            "resources": {"requests": size, "limits": size},
            "securityContext": RESTRICTED,
            "volumeMounts": [{"name": "proxy-scratch", "mountPath": "/tmp"}],  # noqa: S108 - a mount
        }
    ]
    assert found["volumes"][len(pod()["volumes"]) :] == [{"name": "proxy-scratch", "emptyDir": {"sizeLimit": "896Mi"}}]
    assert found["containers"] == pod()["containers"]


def test_a_sidecar_needs_only_a_name_and_an_image() -> None:
    size = {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "128Mi"}
    assert pod({"sidecars": [{"name": "proxy", "image": IMAGE}]})["initContainers"][1:] == [
        {
            "name": "proxy",
            "image": IMAGE,
            "restartPolicy": "Always",
            "resources": {"requests": size, "limits": size},
            "securityContext": RESTRICTED,
        }
    ]


def test_a_port_of_the_server_is_refused() -> None:
    taken = spec(sidecars=[{"name": "proxy", "image": IMAGE, "ports": {"admin": 8080}}])
    assert [str(problem) for problem in problems(taken, settings(), lambda _: Place("spec", 1))] == [
        "spec:1: sidecars.0.ports: 8080 is the server's port, and containers of a pod share their ports\n"
        "  fix: choose another port"
    ]
