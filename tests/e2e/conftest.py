from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests import go_tools
from tests.e2e import control_plane, crds
from tests.e2e.engine import Deployment
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.cluster import Cluster


def _missing(what: str, reason: go_tools.Unavailable) -> NoReturn:
    """In CI a tool that is missing is a failure, elsewhere a skip with the reason."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} {reason}")
    pytest.skip(f"{what} {reason}")


@pytest.fixture(scope="session")
def pulumi_tools() -> list[Path]:
    """Folders with the engine and the language host, built from Go modules."""
    try:
        return [go_tools.binary(name).parent for name in ("pulumi", "pulumi-language-python")]
    except go_tools.Unavailable as reason:
        _missing("pulumi", reason)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One control plane for all tests that need one, without nodes; each test removes what it puts there."""
    try:
        definitions = crds.folders()
        programs = control_plane.programs()
    except go_tools.Unavailable as reason:
        _missing("a control plane", reason)
    with control_plane.running(programs, tmp_path_factory.mktemp("cluster")) as running:
        crds.install(running, definitions)
        yield running


@pytest.fixture
def deployment(tmp_path: Path, pulumi_tools: list[Path]) -> Deployment:
    """A copy of the repository's project with a file backend of its own and the recording provider."""
    project = tmp_path / "project"
    project.mkdir()
    for file in (*(path.name for path in REPOSITORY.glob("Pulumi*.yaml")), "__main__.py"):
        shutil.copy(REPOSITORY / file, project / file)
    for folder in ("infra", "models", "policies"):
        shutil.copytree(
            REPOSITORY / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__", "*_test.rego")
        )
    return Deployment.create(project, tmp_path, pulumi_tools)
