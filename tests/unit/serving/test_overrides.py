from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.manifest import identity
from tests.stack import component
from tests.unit.serving.test_variants import canary

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest


def objects(overrides: list[dict[str, Any]], **changes: Json) -> dict[str, Manifest]:
    built = component({**changes, "overrides": overrides})
    return {str(identity(manifest)): manifest for manifest in built.manifests}


def test_an_override_changes_what_it_names_and_marks_the_object() -> None:
    patch = {
        "spec": {
            "template": {"spec": {"dnsConfig": {"options": [{"name": "ndots", "value": "1"}]}, "hostUsers": False}}
        }
    }
    before = objects([])
    after = objects([{"kind": "Deployment", "name": "iris", "patch": patch}])
    deployment = before.pop("Deployment models/iris")
    changed = after.pop("Deployment models/iris")
    assert after == before
    assert changed["metadata"].pop("annotations") == {
        "slipway.dev/overridden": "/spec/template/spec/dnsConfig /spec/template/spec/hostUsers"
    }
    pod = changed["spec"]["template"]["spec"]
    assert (pod.pop("dnsConfig"), pod.pop("hostUsers")) == ({"options": [{"name": "ndots", "value": "1"}]}, False)
    assert changed == deployment


def test_several_overrides_of_one_object_are_laid_over_each_other() -> None:
    first = {"kind": "Deployment", "name": "iris", "patch": {"spec": {"revisionHistoryLimit": 5}}}
    second = {"kind": "Deployment", "name": "iris", "patch": {"spec": {"revisionHistoryLimit": 6, "paused": True}}}
    changed = objects([first, second])["Deployment models/iris"]
    assert (changed["spec"]["revisionHistoryLimit"], changed["spec"]["paused"]) == (6, True)
    assert changed["metadata"]["annotations"] == {"slipway.dev/overridden": "/spec/paused /spec/revisionHistoryLimit"}


def test_an_override_of_a_variant_leaves_the_others_alone() -> None:
    override = {"kind": "Deployment", "name": "iris-v2", "patch": {"spec": {"minReadySeconds": 30}}}
    before, after = objects([], **canary()), objects([override], **canary())
    assert {name for name in before if before[name] != after[name]} == {"Deployment models/iris-v2"}


def test_what_is_built_is_not_what_is_overridden() -> None:
    override = {"kind": "Service", "name": "iris", "patch": {"spec": {"ports": [{"port": 80, "name": "web"}]}}}
    assert objects([override])["Service models/iris"]["spec"]["ports"][0]["name"] == "web"
    assert objects([])["Service models/iris"]["spec"]["ports"][0]["name"] == "http"
