from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import regorus
import yaml

from tests.project import REPOSITORY

POLICIES = REPOSITORY / "policies"
SETTINGS = yaml.safe_load((POLICIES / "config" / "data.yaml").read_text())
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
FLAT = [file for file in CORPUS if file.stem != "lists"]
NOW = 1795219200000000000
CONTEXT = {"stack": "prod", "environment": "prod", "cloud": "eks", "kubernetesVersion": "1.35", "maxNodes": 20}

Json = Any


def objects_in(file: Path) -> list[Json]:
    return [document for document in yaml.safe_load_all(file.read_text()) if document is not None]


def enveloped(objects: list[Json]) -> Json:
    return {"objects": objects, "context": CONTEXT, "now_ns": NOW}


@functools.cache
def embedded() -> regorus.Engine:
    engine = regorus.Engine()
    for path in sorted(POLICIES.rglob("*.rego")):
        if not path.name.endswith("_test.rego"):
            engine.add_policy(path.name, path.read_text())
    data = {
        name: yaml.safe_load((POLICIES / name / "data.yaml").read_text()) for name in ("config", "rules", "waivers")
    }
    engine.add_data_json(json.dumps(data))
    return engine


def by_embedded(value: Json) -> Json:
    engine = embedded().clone()
    engine.set_input_json(json.dumps(value))
    return comparable(json.loads(engine.eval_rule_as_json("data.main.result")))


def by_opa(binary: Path, value: Json) -> Json:
    command: list[str | Path] = [
        binary,
        "eval",
        "--strict-builtin-errors",
        "--format",
        "json",
        "--stdin-input",
        "data.main.result",
    ]
    command += ["--data", str(POLICIES), "--ignore", "*_test.rego"]
    done = subprocess.run(command, input=json.dumps(value), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return comparable(json.loads(done.stdout)["result"][0]["expressions"][0]["value"])


def comparable(result: Json) -> Json:
    result["findings"].sort(key=lambda finding: json.dumps(finding, sort_keys=True))
    return result


def codes(result: Json) -> set[str]:
    return {finding["code"] for finding in result["findings"]}


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_engines_agree_on_the_envelope(file: Path, opa_binary: Path) -> None:
    value = enveloped(objects_in(file))
    assert by_embedded(value) == by_opa(opa_binary, value)


@pytest.mark.parametrize("file", FLAT, ids=lambda file: file.stem)
def test_shape_of_the_input_does_not_matter(file: Path, opa_binary: Path) -> None:
    objects = objects_in(file)
    envelope = by_embedded({"objects": objects})
    a_list = {"apiVersion": "v1", "kind": "List", "items": objects}
    files = [{"path": f"{index}.yaml", "contents": value} for index, value in enumerate(objects)]
    for shape in (a_list, files, {"objects": [a_list]}, [{"path": "all.yaml", "contents": objects}]):
        assert by_embedded(shape) == envelope
    assert by_opa(opa_binary, a_list) == envelope
    assert by_opa(opa_binary, files) == envelope


def test_engines_agree_on_bare_objects(opa_binary: Path) -> None:
    for value in objects_in(Path(__file__).parent / "corpus" / "malformed.yaml")[:6]:
        assert by_embedded(value) == by_opa(opa_binary, value)
        assert by_embedded(value) == by_embedded({"review": {"object": value}})


def test_each_fault_is_found_on_its_own() -> None:
    folder = Path(__file__).parent / "corpus"
    objects = objects_in(folder / "malformed.yaml") + objects_in(folder / "lists.yaml")
    assert [value for value in objects if not by_embedded(enveloped([value]))["findings"]] == []


def test_corpus_denies_by_every_rule() -> None:
    found: set[str] = set()
    for file in CORPUS:
        found |= codes(by_embedded(enveloped(objects_in(file))))
    assert found == set(by_embedded(enveloped([]))["rules"])


def test_clean_corpus_is_denied_by_nothing() -> None:
    result = by_embedded(enveloped(objects_in(Path(__file__).parent / "corpus" / "clean.yaml")))
    assert result["findings"] == []
    assert result["incomplete_namespaces"] == []


def test_each_shipped_waiver_excuses_one_finding_and_none_is_left_over() -> None:
    result = by_embedded(enveloped(objects_in(Path(__file__).parent / "corpus" / "waived.yaml")))
    shipped = yaml.safe_load((POLICIES / "waivers" / "data.yaml").read_text())
    excused = {finding["waiver"]: finding["code"] for finding in result["findings"] if finding["waiver"]}
    assert excused == {name: waiver["code"] for name, waiver in shipped.items()}
    assert set(map(tuple, result["waivers"].values())) == {()}


def test_without_a_clock_no_waiver_counts() -> None:
    result = by_embedded({"objects": objects_in(Path(__file__).parent / "corpus" / "waived.yaml")})
    assert {finding["waiver"] for finding in result["findings"]} == {None}


@pytest.mark.parametrize(
    "value", [{}, [], "text", 5, {"objects": None}, {"objects": {}}, [None], [[]], [{"path": "a"}]]
)
def test_engines_agree_on_input_of_no_known_shape(value: Json, opa_binary: Path) -> None:
    assert by_embedded(value) == by_opa(opa_binary, value)
