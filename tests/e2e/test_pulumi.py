"""What the real engine sends to a provider is what was rendered, and nothing at all where the policies or we refuse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from infra import project
from infra.manifest import Identity, identity
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from tests.e2e.engine import Deployment

CLUSTER = "  slipway:cluster: {context: kind}\n  slipway:domain"
PULUMI_ONLY = "pulumi.com/"


def edit(deployment: Deployment, file: str, old: str, new: str) -> None:
    path = deployment.project / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def name_a_cluster(deployment: Deployment) -> None:
    for stack in ("dev", "prod"):
        edit(deployment, f"Pulumi.{stack}.yaml", "  slipway:domain", CLUSTER)


def rendered(deployment: Deployment, stack: str) -> dict[Identity, Manifest]:
    (built,) = project.built(deployment.project, [stack])
    return {identity(one): one for component in built.components for one in component.manifests}


def of(objects: dict[Identity, Manifest], *models: str) -> dict[Identity, Manifest]:
    return {
        key: one for key, one in objects.items() if one["metadata"]["labels"].get("slipway.dev/model") in set(models)
    }


def sent(record: list[dict[str, Any]], *done: str) -> dict[Identity, Manifest]:
    """The objects that arrived, without the annotations that only Pulumi reads."""
    assert {line["done"] for line in record} <= set(done)
    objects = [line["inputs"] for line in record]
    for one in objects:
        annotations = one["metadata"].get("annotations", {})
        kept = {key: value for key, value in annotations.items() if not key.startswith(PULUMI_ONLY)}
        one["metadata"] = {**one["metadata"], "annotations": kept}
        if not kept:
            del one["metadata"]["annotations"]
    return {identity(one): one for one in objects}


def up(deployment: Deployment, stack: str) -> list[dict[str, Any]]:
    ran = deployment.pulumi("up", "--yes", "--skip-preview", "--stack", stack)
    assert ran.code == 0, ran.out
    return deployment.recorded()


def test_a_stack_arrives_as_it_was_rendered_and_changes_as_it_is_changed(deployment: Deployment) -> None:
    name_a_cluster(deployment)
    deployment.init("prod")
    before = rendered(deployment, "prod")
    assert sent(up(deployment, "prod"), "create") == before
    assert up(deployment, "prod") == []

    edit(deployment, "models/iris.yaml", 'version: "1.2.0"', 'version: "1.2.1"')
    changed = rendered(deployment, "prod")
    recorded = up(deployment, "prod")
    written = [line for line in recorded if line["done"] != "delete"]
    wanted = {key: one for key, one in of(changed, "iris").items() if before.get(key) != one}
    assert sent(written, "create", "update") == wanted
    assert [line["urn"].rpartition("::")[2] for line in recorded if line["done"] == "delete"] == [
        f"models/{key.name}" for key in of(before, "iris") if key not in changed
    ]

    (deployment.project / "models/iris.yaml").unlink()
    deleted = up(deployment, "prod")
    assert {line["done"] for line in deleted} == {"delete"}
    assert sorted(line["urn"].rpartition("::")[2] for line in deleted) == sorted(
        f"models/{key.name}" for key in of(changed, "iris")
    )


@pytest.mark.parametrize(
    ("scope", "models"),
    [("dev.platform", []), ("dev.models", ["iris", "llama", "sentiment"]), ("dev.llama", ["llama"])],
)
def test_a_scope_holds_its_part(scope: str, models: list[str], deployment: Deployment) -> None:
    name_a_cluster(deployment)
    deployment.init(scope)
    everything = rendered(deployment, "dev")
    wanted = of(everything, *models) or {key: one for key, one in everything.items() if not of({key: one}, *MODELS)}
    assert sent(up(deployment, scope), "create") == wanted


MODELS = ("iris", "llama", "sentiment")


def test_dev_arrives_at_the_cluster_it_names_in_order_and_with_outputs(deployment: Deployment) -> None:
    name_a_cluster(deployment)
    deployment.init("dev")
    ran = deployment.pulumi("up", "--yes", "--stack", "dev")
    assert ran.code == 0, ran.out
    lines = [json.loads(line) for line in deployment.record.read_text().splitlines()]
    configured = [line["inputs"] for line in lines if line["done"] == "configure"]
    assert {(one["context"], one["enableServerSideApply"]) for one in configured} == {("kind", "true")}
    recorded = deployment.recorded()
    assert sent(recorded, "create") == rendered(deployment, "dev")
    position = {line["urn"].rpartition("::")[2] + line["inputs"]["kind"]: n for n, line in enumerate(recorded)}
    assert position["modelsNamespace"] < position["models/quotaResourceQuota"] < position["models/irisDeployment"]
    outputs = json.loads(deployment.pulumi("stack", "output", "--json", "--stack", "dev").out.split("\nwarning")[0])
    assert (outputs["verdict"], outputs["objects"]["total"]) == ("allowed", len(recorded))
    assert outputs["models"]["iris"] == {
        "namespace": "models",
        "address": "http://iris.models.svc",
        "image": "registry.example.invalid/slipway/app:0.1.0",
        "version": "1.2.0",
    }


def test_what_pulumi_writes_into_the_settings_changes_nothing_rendered(deployment: Deployment) -> None:
    shutil.copytree(REPOSITORY / "rendered", deployment.project / "rendered")
    deployment.init("dev", "prod", "prod.models")
    command = [sys.executable, "-m", "infra", "render", "--all", "--check", "--at", "2026-11-21"]
    done = subprocess.run(command, cwd=deployment.project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "the rendered trees are up to date\n")


def test_a_slow_model_is_awaited_as_long_as_its_own_deadline(deployment: Deployment) -> None:
    name_a_cluster(deployment)
    deployment.init("dev.llama")
    recorded = {line["inputs"]["kind"]: line["inputs"]["metadata"] for line in up(deployment, "dev.llama")}
    assert recorded["Deployment"]["annotations"] == {"pulumi.com/timeoutSeconds": "2400"}
    assert recorded["PersistentVolumeClaim"]["annotations"] == {"pulumi.com/skipAwait": "true"}


def deny(deployment: Deployment) -> None:
    edit(deployment, "models/iris.yaml", "scaling: {min: 2, max: 4}", "scaling: {replicas: 500}")


def break_the_spec(deployment: Deployment) -> None:
    edit(deployment, "models/iris.yaml", "scaling:", "scalling:")


def break_the_settings(deployment: Deployment) -> None:
    edit(deployment, "Pulumi.prod.yaml", "slipway:cloud: eks", "slipway:cloud: ekz")


def nothing(_: Deployment) -> None: ...


def reviewed(deployment: Deployment) -> None:
    subprocess.run(
        [sys.executable, "-m", "infra", "render", "prod"], cwd=deployment.project, check=True, capture_output=True
    )


def other_file(deployment: Deployment) -> None:
    text = (deployment.project / "Pulumi.prod.yaml").read_text()
    (deployment.project / "other.yaml").write_text(text.replace("models.example.com", "models.example.org"))


REFUSED = {
    "a denied stack": ("prod", deny, [], "quota.exceeded"),
    "a denied stack, by a scope that isn't at fault": ("prod.llama", deny, [], "quota.exceeded"),
    "a broken spec": ("prod", break_the_spec, [], "models/iris.yaml:11: scalling: unknown field"),
    "broken settings": ("prod", break_the_settings, [], "slipway:cloud: 'ekz' is not known"),
    "an unknown scope": (
        "prod.vision",
        nothing,
        [],
        "known are prod, prod.platform, prod.models, prod.iris, prod.llama, prod.sentiment",
    ),
    "settings given to a scope": (
        "prod.models",
        nothing,
        ["-c", "slipway:cloud=generic"],
        "slipway:cloud: Pulumi was given another value than the file holds",
    ),
    "settings given to the stack": (
        "prod",
        reviewed,
        ["-c", "slipway:cloud=generic"],
        "these are not the settings that rendered/prod was made from",
    ),
    "settings from another file": (
        "prod",
        other_file,
        ["--config-file", "other.yaml"],
        "slipway:domain: Pulumi was given another value than the file holds",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_reaches_no_cluster(case: str, deployment: Deployment) -> None:
    stack, prepare, arguments, says = REFUSED[case]
    name_a_cluster(deployment)
    deployment.init(stack)
    prepare(deployment)
    state = deployment.pulumi("stack", "export", "--stack", stack).out
    ran = deployment.pulumi("up", "--yes", "--stack", stack, *arguments)
    assert ran.code != 0
    assert says in ran.out
    assert "Traceback" not in ran.out
    assert deployment.recorded() == []
    assert deployment.pulumi("stack", "export", "--stack", stack).out == state


def test_a_stack_without_a_cluster_may_be_previewed_but_not_deployed(deployment: Deployment) -> None:
    deployment.init("prod")
    previewed = deployment.pulumi("preview", "--stack", "prod")
    deployed = deployment.pulumi("up", "--yes", "--stack", "prod")
    assert (previewed.code, deployed.code != 0) == (0, True)
    assert "the stack prod names no cluster, so it can be previewed and rendered only" in deployed.out
    assert deployment.recorded() == []


def slipway(deployment: Deployment, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra", *arguments]
    return subprocess.run(
        command, cwd=deployment.project, env=deployment.environment, capture_output=True, text=True, check=False
    )


def test_the_one_tool_previews_and_deploys_the_same(deployment: Deployment) -> None:
    name_a_cluster(deployment)
    previewed = slipway(deployment, "preview", "dev.iris")
    assert (previewed.returncode, deployment.recorded()) == (0, [])
    deployed = slipway(deployment, "up", "dev.iris")
    assert deployed.returncode == 0, deployed.stderr
    wanted = of(rendered(deployment, "dev"), "iris")
    assert sent(deployment.recorded(), "create") == wanted
    for ran in (previewed, deployed):
        assert "ALLOWED dev" in ran.stdout
        shown = {tuple(line.split()[:3]) for line in ran.stdout.splitlines() if line.startswith("create ")}
        assert {("create", key.kind, f"models/{key.name}") for key in wanted} <= shown


def test_the_one_tool_refuses_as_clearly(deployment: Deployment) -> None:
    unknown = slipway(deployment, "preview", "dev.vision")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("dev.vision: the stack dev has no scope 'vision'\n  fix: known are dev, ")
    no_cluster = slipway(deployment, "up", "dev")
    assert no_cluster.returncode == 3
    assert "the stack dev names no cluster, so it can be previewed and rendered only" in no_cluster.stderr
    deny(deployment)
    denied = slipway(deployment, "up", "prod")
    assert (denied.returncode, denied.stderr) == (1, "")
    assert "quota.exceeded" in denied.stdout
    assert deployment.recorded() == []


def test_without_pulumi_the_one_tool_says_so(deployment: Deployment) -> None:
    deployment.environment["PATH"] = ""
    ran = slipway(deployment, "preview", "dev")
    assert (ran.returncode, ran.stderr) == (
        3,
        "slipway preview needs the program `pulumi` on PATH\n"
        "  fix: install Pulumi, or use `slipway render` and let Argo CD or Flux apply the tree\n",
    )
