from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import go_tools
from tests.opa_server import serving
from tests.project import REPOSITORY, Project, create

if TYPE_CHECKING:
    from collections.abc import Iterator
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
def conftest_binary() -> Path:
    """The conftest binary."""
    return built("conftest")


@pytest.fixture(scope="session")
def kubernetes() -> Path:
    """The program that answers what Kubernetes' own code says of a pod or a quantity."""
    return built("pod-security")


@pytest.fixture(scope="session")
def promtool() -> Path:
    return built("promtool")


@pytest.fixture
def opa_on_path(opa_binary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{opa_binary.parent}{os.pathsep}{os.environ['PATH']}")
    return opa_binary


@pytest.fixture
def conftest_on_path(conftest_binary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{conftest_binary.parent}{os.pathsep}{os.environ['PATH']}")
    return conftest_binary


@pytest.fixture(scope="session")
def opa_url(opa_binary: Path) -> Iterator[str]:
    """The address of an OPA server that was started with the repository's policies."""
    with serving(opa_binary, REPOSITORY / "policies") as url:
        yield url


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    return create(tmp_path, monkeypatch, capsys)
