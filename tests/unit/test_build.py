from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from infra import project, yaml_load
from infra.build import build
from infra.errors import InputError
from infra.spec_file import LoadedSpec, SpecFile
from tests.project import REPOSITORY
from tests.stack import settings, spec

if TYPE_CHECKING:
    from tests.project import Project


def loaded(file: str, **changes: object) -> LoadedSpec:
    document = yaml_load.load_one("name: iris\n", file)
    return LoadedSpec(spec(**changes), SpecFile(file, document, {}, {}), ())


def test_a_stack_is_its_tenants_its_add_ons_and_its_models() -> None:
    built = build(settings(), [loaded("models/iris.yaml")])
    assert [component.file for component in built] == [
        "platform/tenant-models.yaml",
        "platform/prometheus.yaml",
        "platform/gateway.yaml",
        "models/iris.yaml",
    ]


def test_two_models_that_render_the_same_object_are_refused() -> None:
    twins = [loaded("models/a.yaml"), loaded("models/b.yaml", version="2.0.0")]
    with pytest.raises(InputError) as caught:
        build(settings(), twins)
    assert [str(problem) for problem in caught.value.problems] == [
        f"models/b.yaml:1: renders {kind} models/iris, which models/iris.yaml renders too\n  fix: rename one of the two"
        for kind in ("NetworkPolicy", "ServiceAccount", "Service", "Deployment")
    ]


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_rendering_does_not_depend_on_the_machine(seed: str, project: Project) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LANG": "C"}
    command = [sys.executable, "-m", "infra", "render", "--all", "--check", "--project", str(REPOSITORY)]
    command += ["--at", "2026-11-21"]
    environment["PYTHONPATH"] = str(REPOSITORY)
    done = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "the rendered trees are up to date\n")


def test_an_overlay_of_the_stack_is_stronger_than_its_environment_s(project: Project) -> None:
    project.edit(
        "models/iris.yaml",
        "scaling: {min: 2, max: 4}",
        "scaling: {replicas: 1}\nenvironments:\n  prod: {scaling: {replicas: 2}, compute: {cpu: '1'}}\n"
        "  prod-eu: {scaling: {replicas: 3}}",
    )
    project.write("Pulumi.prod-eu.yaml", (project.root / "Pulumi.prod.yaml").read_text())
    replicas = {}
    for stack in project_stacks(project):
        one = stack.specs["iris"]
        line = str(one.place(("scaling", "replicas")))
        replicas[stack.settings.settings.stack] = (one.spec.scaling.replicas, one.spec.compute.cpu, line)
    assert replicas == {
        "dev": (1, "500m", "models/iris.yaml:9"),
        "prod": (2, "1", "models/iris.yaml:11"),
        "prod-eu": (3, "1", "models/iris.yaml:12"),
    }


def project_stacks(of: Project) -> list[project.BuiltStack]:
    return project.built(of.root, ["dev", "prod", "prod-eu"])
