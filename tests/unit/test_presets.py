from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from infra import project
from infra.spec_schema import preset_schema
from tests.project import REPOSITORY, SPEC

if TYPE_CHECKING:
    from infra.spec_file import LoadedSpec
    from tests.project import Project

TEAM = """\
owner: nlp
scaling:
  min: 3
  max: 9
env: {TEAM: nlp, LEVEL: low}
"""
LARGE = """\
compute:
  cpu: "4"
  memory: 8Gi
env:
  LEVEL: high
"""
LISTED = SPEC.replace("scaling: {min: 2, max: 4}\n", "scaling: {max: 4}\npresets: [team-nlp, large]\n")


def loaded(of: Project, stack: str = "prod") -> LoadedSpec:
    (built,) = project.built(of.root, [stack])
    return built.specs["iris"]


def write(of: Project, spec: str = LISTED, **presets: str) -> None:
    of.write("models/iris.yaml", spec)
    for name, text in {"team-nlp": TEAM, "large": LARGE, **presets}.items():
        of.write(f"defaults/{name}.yaml", text)


def test_a_later_preset_is_stronger_and_the_spec_is_strongest(project: Project) -> None:
    write(project)
    one = loaded(project)
    assert (one.spec.owner, one.spec.scaling.min, one.spec.scaling.max) == ("data-science", 3, 4)
    assert (one.spec.compute.cpu, one.spec.env) == ("4", {"TEAM": "nlp", "LEVEL": "high"})
    fields = [("owner",), ("scaling", "min"), ("scaling", "max"), ("env", "TEAM"), ("env", "LEVEL"), ("compute", "cpu")]
    assert {".".join(field): str(one.place(field)) for field in fields} == {
        "owner": "models/iris.yaml:3",
        "scaling.min": "defaults/team-nlp.yaml:3",
        "scaling.max": "models/iris.yaml:9",
        "env.TEAM": "defaults/team-nlp.yaml:5",
        "env.LEVEL": "defaults/large.yaml:5",
        "compute.cpu": "defaults/large.yaml:2",
    }


def test_an_environment_s_overlay_is_stronger_than_presets_and_null_removes_what_they_say(project: Project) -> None:
    write(project, LISTED + "environments: {prod: {compute: {cpu: '6'}, env: null}}\n")
    one = loaded(project)
    assert (one.spec.compute.cpu, one.spec.compute.memory, one.spec.env) == ("6", "8Gi", {})
    assert str(one.place(("compute", "cpu"))) == "models/iris.yaml:11"


def test_a_spec_that_lists_none_is_as_if_there_were_none(project: Project) -> None:
    write(project, SPEC)
    assert loaded(project).spec.env == {}


def test_a_variant_may_differ_from_a_preset(project: Project) -> None:
    rollout = "rollout: {strategy: blueGreen, active: a, variants: {a: {}, b: {spec: {compute: {memory: null}}}}}\n"
    write(project, LISTED + rollout)
    (built,) = project_of(project)
    (component,) = [one for one in built.components if one.file == "models/iris.yaml"]
    deployments = [one for one in component.manifests if one["kind"] == "Deployment"]
    memory = {
        one["metadata"]["name"]: one["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["memory"]
        for one in deployments
    }
    assert memory == {"iris-a": "8Gi", "iris-b": "1Gi"}


def project_of(of: Project) -> list[project.BuiltStack]:
    return project.built(of.root, ["prod"])


REFUSALS: dict[str, tuple[dict[str, str], str, str]] = {
    "an unknown preset": (
        {},
        LISTED.replace("large]", "larg]"),
        "models/iris.yaml:10: presets: there is no preset 'larg'\n  fix: did you mean large?\n",
    ),
    "a preset unlike any": (
        {},
        LISTED.replace("large]", "zzz]"),
        "models/iris.yaml:10: presets: there is no preset 'zzz'\n  fix: known are large, team-nlp\n",
    ),
    "presets that are no list": (
        {},
        SPEC + "presets: large\n",
        "models/iris.yaml:10: presets: not a list\n  fix: write [one, two]\n",
    ),
    "presets of one environment": (
        {},
        LISTED + "environments: {prod: {presets: [large]}}\n",
        "models/iris.yaml:11: environments.prod.presets: a spec has the same presets in every environment\n"
        "  fix: list them at the top of the spec, and write here what differs\n",
    ),
    "a preset with a name": (
        {"large": "compute: {}\nname: iris\n"},
        SPEC,
        "defaults/large.yaml:2: name: every model has a name of its own\n"
        "  fix: remove it here; a model's own file says it\n",
    ),
    "a preset with a version": (
        {"large": "version: '1'\n"},
        SPEC,
        "defaults/large.yaml:1: version: every model has a version of its own\n"
        "  fix: remove it here; a model's own file says it\n",
    ),
    "a preset of a preset": (
        {"large": "presets: [team-nlp]\n"},
        SPEC,
        "defaults/large.yaml:1: presets: a preset is laid over nothing\n"
        "  fix: remove it here; a model's own file says it\n",
    ),
    "a preset with environments": (
        {"large": "environments: {}\n"},
        SPEC,
        "defaults/large.yaml:1: environments: a preset is the same in every environment\n"
        "  fix: remove it here; a model's own file says it\n",
    ),
    "a secret in a preset": (
        {"large": "env: {HUB: hf_abcdefghijklmnopqrstuvwxyz}\n"},
        SPEC,
        "defaults/large.yaml:1: env.HUB: a secret's value is written here\n"
        "  fix: revoke it, put the new one in a Secret, and refer to it: {secret: NAME, key: KEY}\n",
    ),
    "a preset that is no YAML": (
        {"large": "compute: {\n"},
        SPEC,
        "defaults/large.yaml:2: not valid YAML: did not find expected node content, while parsing a flow node"
        " from line 2\n  fix: look at this line and the one before it\n",
    ),
    "a wrong value in a preset": (
        {"large": "compute:\n  cpu: much\n"},
        LISTED,
        "defaults/large.yaml:2: compute.cpu: 'much' is not a quantity\n"
        "  fix: write CPUs as 500m or 2, and bytes as 512Mi or 4Gi\n",
    ),
    "an unknown field in a preset": (
        {"large": "compute:\n  cpus: 2\n"},
        LISTED,
        "defaults/large.yaml:2: compute.cpus: unknown field\n  fix: did you mean cpu?\n",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_wrong_preset_is_refused_in_words(case: str, project: Project) -> None:
    presets, spec, says = REFUSALS[case]
    write(project, spec, **presets)
    ran = project.slipway("render", "prod")
    assert (ran.code, ran.out, ran.err) == (2, "", says)


OVERRIDES = """\
overrides:
  - kind: Deployment
    name: iris
    patch:
      spec:
        template:
          spec:
            automountServiceAccountToken: false
            hostNetwork: true
            containers:
              - name: server
                securityContext:
                  readOnlyRootFilesystem: false
"""


@pytest.mark.parametrize("file", ["defaults/large.yaml", "models/iris.yaml"])
def test_a_finding_points_at_the_override_that_caused_it(file: str, project: Project) -> None:
    lines = LISTED.count("\n") if file == "models/iris.yaml" else 0
    if lines:
        write(project, LISTED + OVERRIDES)
    else:
        write(project, large=OVERRIDES)
    ran = project.slipway("check", "prod", "--format", "json", "--at", "2026-11-21")
    found = [(one["code"], one["spec"]) for one in json.loads(ran.out)["findings"] if not one["waiver"]]
    assert (ran.code, found) == (
        1,
        [
            ("hardening.read_only_root", {"file": file, "line": lines + 13}),
            ("pod_security.host_namespaces", {"file": file, "line": lines + 9}),
        ],
    )


def test_editors_know_what_a_preset_may_say() -> None:
    schema = preset_schema()
    assert {"name", "version", "presets", "environments"} & set(schema["properties"]) == set()
    assert {"owner", "compute", "rollout"} <= set(schema["properties"])
    assert "required" not in schema


def test_the_repository_s_presets_fit_the_schema_and_point_at_it() -> None:
    validator = jsonschema.Draft202012Validator(preset_schema())
    jsonschema.Draft202012Validator.check_schema(preset_schema())
    files = sorted((REPOSITORY / "defaults").glob("*.yaml"))
    assert files
    for path in files:
        text = path.read_text()
        assert text.splitlines()[0] == "# yaml-language-server: $schema=schema.json"
        assert list(validator.iter_errors(yaml.safe_load(text))) == []
