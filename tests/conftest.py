from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import go_tools
from tests.project import Project, create

if TYPE_CHECKING:
    from pathlib import Path


def built(tool: str) -> Path:
    """Return a tool built from Go modules; in CI a missing one is a failure, elsewhere a skip with the reason."""
    try:
        return go_tools.binary(tool)
    except go_tools.Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(f"{tool} {reason}")
        pytest.skip(f"{tool} {reason}")


@pytest.fixture(scope="session")
def opa_binary() -> Path:
    """The OPA binary."""
    return built("opa")


@pytest.fixture(scope="session")
def kubernetes() -> Path:
    """The program that answers what Kubernetes' own code says of a pod or a quantity."""
    return built("pod-security")


@pytest.fixture
def opa_on_path(opa_binary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{opa_binary.parent}{os.pathsep}{os.environ['PATH']}")
    return opa_binary


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    return create(tmp_path, monkeypatch, capsys)
