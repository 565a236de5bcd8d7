"""Each export through OPA, in the shape in which its consumer asks, agrees with the embedded engine."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from infra.export.exported import Exported, Occasion
from infra.export.gatekeeper import as_gatekeeper
from infra.export.opa_bundle import as_opa_bundle
from infra.export.pulumi_pack import as_pulumi_pack
from infra.policy import bundle
from infra.policy.engine import Chosen, engine
from tests.policy.test_engines_agree import CORPUS, POLICIES, comparable, objects_in

if TYPE_CHECKING:
    from infra.policy.bundle import Bundle

Json = Any
OCCASION = Occasion("prod", time.time_ns())
CONTEXT = {"environment": "prod"}


def current(level: str) -> Bundle:
    """The policies with a floor; waivers count on the day of the test, because exports ask the clock themselves."""
    files = bundle.files_in(POLICIES)
    files["config/data.yaml"] = re.sub(r"(?<=pod_security_level: )\w+", level, files["config/data.yaml"])
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=100)
    files["waivers/data.yaml"] = re.sub(r'expires: ".*"', f'expires: "{day}"', files["waivers/data.yaml"])
    return bundle.bundle_of(files, "policies")


BUNDLES = {level: current(level) for level in ("restricted", "baseline", "privileged")}
BUNDLE = BUNDLES["restricted"]
SCOPED = {code for code, rule in BUNDLE.rules.items() if rule.scope == "object"}
# What can be sent to an API server: mappings, and Lists one by one.
OBJECTS = [
    one
    for file in CORPUS
    for one in objects_in(file)
    if isinstance(one, dict) and not str(one.get("kind")).endswith("List")
]


def by_embedded(value: Json, laws: Bundle = BUNDLE) -> Json:
    return comparable(engine(Chosen()).evaluate(laws, json.dumps({"now_ns": time.time_ns(), **value})))


def found_by_embedded(code: str, level: str = "restricted") -> list[set[str]]:
    """What the rule finds in each object, waived findings left out."""
    return [places(one for one in found if one["code"] == code and not one["waiver"]) for found in EXPECTED[level]]


EXPECTED = {
    level: [by_embedded({"objects": [one], "context": CONTEXT}, laws)["findings"] for one in OBJECTS]
    for level, laws in BUNDLES.items()
}
FOUND = {level: {one["code"] for found in answers for one in found} for level, answers in EXPECTED.items()}
# Some rules speak only below the restricted level. A front end that sees one object knows no Namespace's label.
CASES = [(code, "restricted") for code in sorted(SCOPED)] + [
    (code, level) for level, found in FOUND.items() for code in sorted(SCOPED & (found - FOUND["restricted"]))
]


def places(findings: Json) -> set[str]:
    return {json.dumps([one["code"], one["object"], one["container"], one["path"]]) for one in findings}


def written(exported: Exported, folder: Path) -> Path:
    for name, text in exported.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def asked(opa: Path, folder: Path, decision: str, inputs: list[Json]) -> list[Json]:
    """Ask a bundle about each input; one process."""
    asking = folder.parent / f"{folder.name}-inputs"
    asking.mkdir(exist_ok=True)
    names = [asking / f"{index:04}.json" for index in range(len(inputs))]
    for name, value in zip(names, inputs, strict=True):
        name.write_text(json.dumps(value))
    command: list[str | Path] = [opa, "exec", "--bundle", folder, "--decision", decision, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    results = {Path(one["path"]).name: one for one in json.loads(done.stdout)["result"]}
    assert [one for one in results.values() if "error" in one] == []
    return [results[name.name]["result"] for name in names]


def review(value: Json, **more: Json) -> Json:
    return {"review": {"object": value, "operation": "CREATE", **more}}


def test_every_rule_finds_something_to_agree_on() -> None:
    # At the corpus' version, no API version is deprecated and served still.
    assert set().union(*FOUND.values()) >= SCOPED - {"hygiene.deprecated_api"}


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_the_opa_bundle_gives_the_whole_answer(file: Path, opa_binary: Path, tmp_path: Path) -> None:
    exported = as_opa_bundle(BUNDLE)
    manifest = json.loads(exported.files[".manifest"])
    assert manifest["roots"] == ["config", "lib", "main", "policy", "rules", "waivers"]
    assert exported.left_out == {}
    value = {"objects": objects_in(file), "context": CONTEXT, "now_ns": time.time_ns()}
    (answer,) = asked(opa_binary, written(exported, tmp_path / "bundle"), "main/result", [value])
    assert comparable(answer) == by_embedded(value)


def template(code: str, level: str = "restricted") -> tuple[Json, Json]:
    files = as_gatekeeper(BUNDLES[level], OCCASION).files
    name = code.replace(".", "-").replace("_", "-")
    return yaml.safe_load(files[f"templates/{name}.yaml"]), yaml.safe_load(files[f"constraints/{name}.yaml"])


def source(code: str, folder: Path) -> Path:
    """The modules of a rule's template, as Gatekeeper loads them."""
    (target,) = template(code)[0]["spec"]["targets"]
    (one,) = target["code"]
    assert (target["target"], one["engine"], one["source"]["version"]) == ("admission.k8s.gatekeeper.sh", "Rego", "v1")
    modules = {f"{index}.rego": text for index, text in enumerate([one["source"]["rego"], *one["source"]["libs"]])}
    return written(Exported(modules, {}), folder / code)


@pytest.mark.parametrize(("code", "level"), CASES)
def test_gatekeeper_agrees(code: str, level: str, opa_binary: Path, tmp_path: Path) -> None:
    made, constraint = template(code, level)
    parameters = constraint["spec"]["parameters"]
    inputs = [review(one) | {"parameters": parameters} for one in OBJECTS]
    answers = asked(opa_binary, source(code, tmp_path), "slipway/violation", inputs)
    assert [places(one["details"] for one in answer) for answer in answers] == found_by_embedded(code, level)
    assert constraint["kind"] == made["spec"]["crd"]["spec"]["names"]["kind"]
    assert made["metadata"]["name"] == constraint["kind"].lower()
    schema = made["spec"]["crd"]["spec"]["validation"]["openAPIV3Schema"]
    jsonschema.validate(nulls_removed(parameters), schema)


def nulls_removed(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: nulls_removed(inner) for key, inner in value.items() if inner is not None}
    return [nulls_removed(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("code", sorted(SCOPED))
def test_gatekeeper_s_libraries_read_nothing_that_it_forbids(code: str) -> None:
    (target,) = template(code)[0]["spec"]["targets"]
    own = target["code"][0]["source"]
    for text in (own["rego"], *own["libs"]):
        code_only = re.sub(r"#.*", "", text)
        assert re.findall(r"\bdata\.(?!lib\.|yaml\b)\w+|http\.send|import rego\.v1", code_only) == []
    assert all(re.search(r"^package lib\.", text, re.MULTILINE) for text in own["libs"])


UNSAFE: Json = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "namespace": "n", "ownerReferences": [{"controller": True}]},
    "spec": {"hostNetwork": True, "containers": [{"name": "c"}]},
}
SKIPPED = {
    "made by a controller": ("daemon-set-controller", 0),
    "by somebody who claims an owner": ("someone", 1),
}


@pytest.mark.parametrize("case", SKIPPED)
def test_gatekeeper_judges_a_controller_s_pods_by_their_workload(case: str, opa_binary: Path, tmp_path: Path) -> None:
    user, findings = SKIPPED[case]
    username = f"system:serviceaccount:kube-system:{user}"
    code = "pod_security.host_namespaces"
    value = review(UNSAFE, userInfo={"username": username}) | {"parameters": template(code)[1]["spec"]["parameters"]}
    (answer,) = asked(opa_binary, source(code, tmp_path), "slipway/violation", [value])
    assert len(answer) == findings


def test_gatekeeper_lets_things_be_deleted(opa_binary: Path, tmp_path: Path) -> None:
    code = "hygiene.malformed_object"
    value = {"review": {"object": None, "oldObject": UNSAFE, "operation": "DELETE"}, "parameters": {}}
    assert asked(opa_binary, source(code, tmp_path), "slipway/violation", [value]) == [[]]


def test_gatekeeper_warns_for_what_does_not_deny_yet() -> None:
    files = bundle.files_in(POLICIES)
    path = "policy/images/pinned/pinned.rego"
    files[path] = files[path].replace("#   severity: error", "#   severity: error\n#   effective_on: 2027-01-01")
    laws = bundle.bundle_of(files, "policies")
    day = 20_819 * 86_400_000_000_000  # 2027-01-01
    actions = {
        now_ns: yaml.safe_load(as_gatekeeper(laws, Occasion("prod", now_ns)).files["constraints/images-pinned.yaml"])
        for now_ns in (day - 1, day)
    }
    assert [one["spec"]["enforcementAction"] for one in actions.values()] == ["warn", "deny"]
    pack = as_pulumi_pack(laws, OCCASION).files["slipway.rego"]
    assert {"deny_images_pinned contains", "warn_images_pinned contains"} <= set(
        re.findall(r"^\w+_images_pinned contains", pack, re.MULTILINE)
    )


@pytest.mark.parametrize("level", BUNDLES)
def test_pulumi_s_pack_agrees(level: str, opa_binary: Path, tmp_path: Path) -> None:
    folder = written(as_pulumi_pack(BUNDLES[level], OCCASION), tmp_path / "pack")
    answers = asked(opa_binary, folder, "slipway", [review(one) for one in OBJECTS])
    for code in sorted(SCOPED):
        kind = "deny" if BUNDLE.rules[code].severity == "error" else "warn"
        name = f"{kind}_{code.replace('.', '_')}"
        assert [places(one["details"] for one in answer[name]) for answer in answers] == found_by_embedded(
            code, level
        ), code
    others = {name for answer in answers for name in answer if re.match(r"(deny|warn|violation|stack_)", name)}
    assert len(others) == len(SCOPED)
    assert all(re.fullmatch(r"(deny|violation|warn)(_[a-zA-Z0-9]+)*", name) for name in others)


def test_pulumi_s_pack_is_one_package_for_every_parser() -> None:
    exported = as_pulumi_pack(BUNDLE, OCCASION)
    text = exported.files["slipway.rego"]
    assert re.findall(r"^(?:package|import) .*", text, re.MULTILINE) == ["package slipway", "import rego.v1"]
    assert re.findall(r"\bdata\.\w+", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)) == []
    assert yaml.safe_load(exported.files["PulumiPolicy.yaml"]) == {
        "runtime": "opa",
        "version": "0.1.0",
        "description": "Slipway's rules for one object at a time",
        "inputFormat": "kubernetes-admission",
    }


@pytest.mark.parametrize("exported", [as_gatekeeper(BUNDLE, OCCASION), as_pulumi_pack(BUNDLE, OCCASION)])
def test_an_export_lists_what_it_leaves_out(exported: Exported) -> None:
    assert set(exported.left_out) == set(BUNDLE.rules) - SCOPED
    assert exported.left_out["quota.missing"] == (
        "it looks at all objects of a namespace, and here one is seen at a time"
    )
