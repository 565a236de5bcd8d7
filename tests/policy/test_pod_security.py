"""The rules ``pod_security.*`` against the official fixtures and evaluator of the Pod Security Standards."""

from __future__ import annotations

import functools
import json
import subprocess
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import go_tools
from tests.policy.pods import WRAPPERS, Json, almost_hardened, pods, wrapped
from tests.policy.test_engines_agree import POLICIES, embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Name: TypeAlias = tuple[str, str]
"""An object's namespace and name."""
Controls: TypeAlias = dict[Name, set[str]]
"""The controls by which each object is refused."""

MODULE = """package conformance

denied contains [code, finding.object.namespace, finding.object.name] if {
	some code
	some finding in data.policy.pod_security[code].deny
}
"""
# How the evaluator calls what our rules find; two of its checks, as two of our rules, may give one reason.
REASONS = {
    "allowPrivilegeEscalation != false": "privilege_escalation",
    "forbidden AppArmor profile": "app_armor",
    "forbidden AppArmor profiles": "app_armor",
    "forbidden sysctls": "sysctls",
    "host namespaces": "host_namespaces",
    "hostPath volumes": "host_path",
    "hostPort": "host_ports",
    "hostProcess": "windows_host_process",
    "non-default capabilities": "capabilities_baseline",
    "privileged": "privileged",
    "probe or lifecycle host": "host_probes",
    "procMount": "proc_mount",
    "restricted volume types": "volumes",
    "runAsNonRoot != true": "run_as_non_root",
    "runAsUser=0": "run_as_user",
    "seLinuxOptions": "se_linux",
    "seccompProfile": "seccomp",
    "unrestricted capabilities": "capabilities_restricted",
}
SECCOMP = {"seccomp_baseline": "seccomp", "seccomp_restricted": "seccomp"}
LEVELS = ("baseline", "restricted")
VERSIONS = [f"v1.{minor}" for minor in range(38)]


@functools.cache
def fixtures(kubernetes: Path) -> list[Json]:
    folder = go_tools.module_folder("pod-security", "k8s.io/pod-security-admission") / "test" / "testdata"
    listed = subprocess.run([kubernetes, "fixtures", folder], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in listed.splitlines()]


def official(kubernetes: Path, asked: Iterable[Json]) -> list[set[str]]:
    """Return the controls by which the official evaluator refuses each pod at its level and version."""
    lines = "\n".join(json.dumps({key: one[key] for key in ("level", "version", "pod")}) for one in asked)
    done = subprocess.run([kubernetes, "evaluate"], input=lines, capture_output=True, text=True, check=True)
    return [{REASONS[reason] for reason in json.loads(line)} for line in done.stdout.splitlines()]


def namespace_of(one: Json) -> str:
    return f"{one['level']}-{one['version'].replace('.', '-')}"


def labelled_namespaces() -> list[Json]:
    """One namespace for each level and version, whose labels say so."""
    return [
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {
                "name": namespace_of({"level": level, "version": version}),
                "labels": {
                    "pod-security.kubernetes.io/enforce": level,
                    "pod-security.kubernetes.io/enforce-version": version,
                },
            },
        }
        for level in LEVELS
        for version in VERSIONS
    ]


# With no floor of our own, a namespace's labels alone decide.
NO_FLOOR = {"config": {"environments": {"conformance": {"pod_security_level": "privileged"}}}}
CONTEXT = {"environment": "conformance"}


def by_embedded(objects: list[Json], context: Json = CONTEXT) -> Controls:
    engine = prepared().clone()
    engine.set_input_json(json.dumps({"objects": objects, "context": context}))
    return refused(json.loads(engine.eval_rule_as_json("data.conformance.denied")))


@functools.cache
def prepared() -> Json:
    engine = embedded().clone()
    engine.add_policy("conformance.rego", MODULE)
    engine.add_data_json(json.dumps(NO_FLOOR))
    return engine


def by_opa(binary: Path, folder: Path, objects: list[Json]) -> Controls:
    (folder / "conformance.rego").write_text(MODULE)
    (folder / "floor.json").write_text(json.dumps(NO_FLOOR))
    command: list[str | Path] = [binary, "eval", "--strict-builtin-errors", "--format", "raw", "--stdin-input"]
    for data in (POLICIES, folder / "conformance.rego", folder / "floor.json"):
        command += ["--data", data]
    command += ["--ignore", "*_test.rego", "data.conformance.denied"]
    value = json.dumps({"objects": objects, "context": CONTEXT})
    return refused(json.loads(subprocess.run(command, input=value, capture_output=True, text=True, check=True).stdout))


def refused(denied: list[list[str]]) -> Controls:
    found: Controls = {}
    for code, namespace, name in denied:
        found.setdefault((namespace, name), set()).add(SECCOMP.get(code, code))
    return found


def test_every_version_of_the_standard_has_fixtures(kubernetes: Path) -> None:
    found = {(one["level"], one["version"], one["expect"]) for one in fixtures(kubernetes)}
    assert found == set(product(LEVELS, VERSIONS, ("pass", "fail")))
    assert len(fixtures(kubernetes)) > 4500


@pytest.mark.parametrize("engine", ["embedded", "opa"])
@pytest.mark.parametrize("kind", WRAPPERS)
def test_every_fixture_gets_the_official_verdict(
    kind: str, engine: str, kubernetes: Path, opa_binary: Path, tmp_path: Path
) -> None:
    asked = fixtures(kubernetes)
    names = [(namespace_of(one), f"{one['expect']}-{one['name']}") for one in asked]
    objects = [wrapped(kind, one["pod"], name, space) for one, (space, name) in zip(asked, names, strict=True)]
    objects += labelled_namespaces()
    found = by_embedded(objects) if engine == "embedded" else by_opa(opa_binary, tmp_path, objects)
    assert {name for name, one in zip(names, asked, strict=True) if one["expect"] == "fail"} == set(found)
    expected = dict(zip(names, official(kubernetes, asked), strict=True))
    assert found == {name: controls for name, controls in expected.items() if controls}


class Evaluator:
    """The official evaluator as a process that answers line by line."""

    def __init__(self, binary: Path) -> None:
        self._process = subprocess.Popen([binary, "evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, one: Json) -> set[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(one) + "\n")
        self._process.stdin.flush()
        return {REASONS[reason] for reason in json.loads(self._process.stdout.readline())}

    def end(self) -> None:
        self._process.communicate()


questions: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {
        "level": st.sampled_from(LEVELS),
        "version": st.sampled_from([*VERSIONS, *VERSIONS[-6:] * 4]),
        "pod": st.one_of(pods, almost_hardened),
        "kind": st.sampled_from(list(WRAPPERS)),
    }
)


def test_random_pods_get_the_official_verdict(kubernetes: Path, opa_binary: Path, tmp_path: Path) -> None:
    evaluator = Evaluator(kubernetes)
    seen: list[tuple[Json, set[str]]] = []
    compared = comparison(evaluator, seen)
    compared()
    evaluator.end()
    objects = [wrapped(one["kind"], one["pod"], str(index), namespace_of(one)) for index, (one, _) in enumerate(seen)]
    expected = {(namespace_of(one), str(index)): controls for index, (one, controls) in enumerate(seen) if controls}
    assert by_opa(opa_binary, tmp_path, objects + labelled_namespaces()) == expected
    assert len(seen) >= 2000
    assert len(expected) < len(seen)


def comparison(evaluator: Evaluator, seen: list[tuple[Json, set[str]]]) -> Callable[[], None]:
    """Return the property of the embedded engine; what it has seen is kept for the other one."""

    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(questions, min_size=5, max_size=5))
    def compared(batch: list[Json]) -> None:
        for one in batch:
            controls = evaluator({key: one[key] for key in ("level", "version", "pod")})
            context = CONTEXT | {"podSecurity": one["level"], "kubernetesVersion": one["version"].removeprefix("v")}
            found = by_embedded([wrapped(one["kind"], one["pod"], "a")], context)
            assert found.get(("", "a"), set()) == controls
            seen.append((one, controls))

    return compared
