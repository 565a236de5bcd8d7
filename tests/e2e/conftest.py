from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests import go_tools
from tests.e2e.engine import Deployment
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def pulumi_tools() -> list[Path]:
    """Folders with the engine and the language host, built from Go modules."""
    try:
        return [go_tools.binary(name).parent for name in ("pulumi", "pulumi-language-python")]
    except go_tools.Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(f"pulumi {reason}")
        pytest.skip(f"pulumi {reason}")


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
