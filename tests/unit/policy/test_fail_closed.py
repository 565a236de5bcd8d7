"""Whatever is missing or broken in the policies, nothing passes for it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from infra.errors import EngineError, InputError
from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.engine import Chosen
from infra.policy.engine import engine as named
from infra.policy.judge import judge
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from infra.policy.engine import Engine, EngineName

MAIN = """\
package main

result := {
	"findings": findings,
	"rules": rules,
	"incomplete_namespaces": [],
	"waivers": {"pending": [], "expiring": [], "expired": [], "unused": [], "unknown": []},
}

rules contains concat(".", [group, rule]) if {
	some group, rule
	data.policy[group][rule].deny
}

findings contains {
	"code": concat(".", [group, rule]),
	"severity": "error",
	"msg": "",
	"object": {},
	"container": null,
	"path": "/",
	"args": one,
	"waiver": null,
} if {
	some group, rule
	some one in data.policy[group][rule].deny
}
"""
RULE = """\
package policy.shop.open

import data.lib.nothing

# METADATA
# title: Shops are open
# description: A shop that is closed sells nothing.
# custom:
#   severity: error
#   scope: object
#   message: shop {name} is closed
#   remediation: Open it.
#   config: [hours]
deny contains {"name": object.metadata.name} if {
	some object in input.objects
	not object.open
}
"""
CONFIG = """\
defaults: {hours: 9}
environments: {prod: {}}
waivers: {longest_days: {error: 399, warning: 400, info: 400}, expiring_days: 30}
"""
SHOP: dict[str, Any] = {"apiVersion": "v1", "kind": "Shop", "metadata": {"name": "corner"}}
PROD = Context(environment="prod")


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    write(tmp_path, "main.rego", MAIN)
    write(tmp_path, "policy/shop/open/open.rego", RULE)
    write(tmp_path, "config/data.yaml", CONFIG)
    return tmp_path


def write(folder: Path, file: str, text: str) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture(params=["embedded", "opa", "conftest"])
def engine(request: pytest.FixtureRequest) -> Engine:
    name: EngineName = request.param
    if name != "embedded":
        request.getfixturevalue(f"{name}_on_path")
    return named(Chosen(name))


def refusal(folder: Path, engine: Engine, objects: list[Any] | None = None) -> str:
    with pytest.raises((EngineError, InputError)) as caught:
        judge([SHOP] if objects is None else objects, PROD, bundle.load(folder), engine, 0)
    return str(caught.value)


def test_the_small_bundle_works(policies: Path, engine: Engine) -> None:
    verdict = judge([SHOP], PROD, bundle.load(policies), engine, 0)
    assert [(one.code, one.message) for one in verdict.findings] == [("shop.open", "shop corner is closed")]
    assert judge([{**SHOP, "open": True}], PROD, bundle.load(policies), engine, 0).outcome == "allowed"


def test_no_objects(policies: Path, engine: Engine) -> None:
    assert refusal(policies, engine, []).startswith("no Kubernetes objects, so there is nothing to judge\n")


def test_no_rules(policies: Path, engine: Engine) -> None:
    (policies / "policy/shop/open/open.rego").unlink()
    assert refusal(policies, engine) == (
        f"{policies.name}/: no rules, and a gate without rules would let everything pass"
    )


def test_a_rule_that_is_misnamed(policies: Path, engine: Engine) -> None:
    text = RULE.replace("deny contains", "dny contains") + "\n# METADATA\n# title: x\ndeny contains 1 if false\n"
    write(policies, "policy/shop/open/open.rego", text)
    assert refusal(policies, engine).startswith("policy/shop/open/open.rego:")


def test_a_rule_that_does_not_run(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE.replace("package policy.shop.open", "package policy.shops.open"))
    assert refusal(policies, engine) == (
        "the rules that ran are not the rules there are: shop.open did not run; shops.open ran without an annotation"
    )


def test_a_rule_without_an_annotation(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE.replace("# METADATA\n", "# metadata\n"))
    assert refusal(policies, engine) == (
        "policy/shop/open/open.rego: shop.open: no METADATA annotation above `deny contains`\n  fix: add one"
    )


def test_an_annotation_without_a_severity(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE.replace("#   severity: error\n", ""))
    assert refusal(policies, engine) == (
        "policy/shop/open/open.rego:8: custom.severity: this field is missing\n  fix: add severity"
    )


def test_a_threshold_that_is_not_set(policies: Path, engine: Engine) -> None:
    write(policies, "config/data.yaml", "defaults: {}\nenvironments: {dev: {hours: 1}}\n")
    assert refusal(policies, engine) == (
        "policy/shop/open/open.rego:6: shop.open: data.config has no 'hours'\n"
        "  fix: set it in policies/config/data.yaml for prod, or under defaults"
    )


def test_a_rule_that_does_not_compile(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE + "deny contains {\n")
    assert refusal(policies, engine).startswith(
        "the embedded engine failed: " if engine.name == "embedded" else f"{engine.name} failed: "
    )


def test_a_builtin_that_fails(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE.replace("not object.open", 'to_number("many") > 1'))
    assert "to_number" in refusal(policies, engine)


def test_a_result_of_another_shape(policies: Path, engine: Engine) -> None:
    write(policies, "main.rego", MAIN.replace('"waiver": null,', ""))
    assert refusal(policies, engine) == "the engine's result is not one: findings.0.waiver: Field required"


def test_no_result(policies: Path, engine: Engine) -> None:
    write(policies, "main.rego", MAIN.replace("result :=", "outcome :="))
    assert refusal(policies, engine)


def test_a_message_that_cannot_be_filled_in(policies: Path, engine: Engine) -> None:
    write(policies, "policy/shop/open/open.rego", RULE.replace("shop {name}", "shop {street}"))
    assert refusal(policies, engine) == (
        "policy/shop/open/open.rego:6: shop.open: the message can't be filled in: KeyError('street')"
    )


WAIVER = """\
old-shop:
  code: shop.open
  object: {apiVersion: v1, kind: Shop, name: corner}
  path: /open
  reason: It is being painted.
  owner: shopkeepers
  ticket: SHOP-1
  expires: "2027-06-30"
"""
WRONG_WAIVERS = {
    "no reason": (
        ("  reason: It is being painted.\n", ""),
        "policies/waivers/data.yaml:1: reason: this field is missing\n  fix: add reason",
    ),
    "empty owner": (
        ("owner: shopkeepers", 'owner: ""'),
        "policies/waivers/data.yaml:6: owner: string should have at least 1 character\n  fix: change it to fit",
    ),
    "longer than its severity allows": (
        ("  expires:", '  from: "2026-05-27"\n  expires:'),
        "policies/waivers/data.yaml:9: old-shop.expires: "
        "400 days, and a waiver for severity error may last 399\n  fix: review it earlier",
    ),
    "ended before it began": (
        ("  expires:", '  from: "2027-07-01"\n  expires:'),
        "policies/waivers/data.yaml:9: expires: it ends before it begins, on 2027-07-01\n"
        "  fix: correct one of the days",
    ),
    "no such day": (
        ("2027-06-30", "2027-06-31"),
        "policies/waivers/data.yaml:8: expires: '2027-06-31' is not a day\n"
        "  fix: write it as 2027-06-30; days begin and end at midnight, UTC",
    ),
    "another way to write a day": (
        ("2027-06-30", "20270630"),
        "policies/waivers/data.yaml:8: expires: '20270630' is not a day\n"
        "  fix: write it as 2027-06-30; days begin and end at midnight, UTC",
    ),
    "a whole kind": (
        (", name: corner", ""),
        "policies/waivers/data.yaml:3: object.name: this field is missing\n  fix: add name",
    ),
    "an unknown field": (
        ("  ticket:", "  tickets:"),
        "policies/waivers/data.yaml:1: ticket: this field is missing\n  fix: add ticket\n"
        "policies/waivers/data.yaml:7: tickets: unknown field\n  fix: did you mean ticket?",
    ),
}


@pytest.mark.parametrize("case", WRONG_WAIVERS)
def test_a_waiver_that_is_not_whole(case: str, policies: Path) -> None:
    (old, new), says = WRONG_WAIVERS[case]
    write(policies, "waivers/data.yaml", WAIVER)
    assert list(bundle.load(policies).waivers) == ["old-shop"]
    assert old in WAIVER
    write(policies, "waivers/data.yaml", WAIVER.replace(old, new))
    with pytest.raises(InputError) as caught:
        bundle.load(policies)
    assert str(caught.value) == says.replace("policies/", f"{policies.name}/")


REAL = REPOSITORY / "policies"
PRIVILEGED: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p"},
    "spec": {"hostNetwork": True, "containers": [{"name": "c"}]},
}


def test_a_new_rule_warns_until_its_day(tmp_path: Path, engine: Engine) -> None:
    shutil.copytree(REAL, tmp_path / "policies")
    rule = tmp_path / "policies/policy/pod_security/host_namespaces/host_namespaces.rego"
    rule.write_text(
        rule.read_text().replace("#   severity: error", "#   severity: error\n#   effective_on: 2027-01-01")
    )
    loaded = bundle.load(tmp_path / "policies")
    day = 20_819 * 86_400_000_000_000  # 2027-01-01
    severities = {
        finding.severity
        for now_ns in (day - 1, day)
        for finding in judge([PRIVILEGED], PROD, loaded, engine, now_ns).findings
        if finding.code == "pod_security.host_namespaces" and (now_ns < day) == (finding.severity == "warning")
    }
    assert severities == {"warning", "error"}


def test_a_waiver_for_an_unknown_rule_is_read_because_it_is_reported(policies: Path) -> None:
    write(policies, "waivers/data.yaml", WAIVER.replace("shop.open", "shop.closed"))
    assert bundle.load(policies).waivers["old-shop"].code == "shop.closed"


def test_waivers_without_a_limit_to_them(policies: Path) -> None:
    write(policies, "waivers/data.yaml", WAIVER)
    write(policies, "config/data.yaml", CONFIG.replace("info: 400", "info: many"))
    with pytest.raises(EngineError) as caught:
        bundle.load(policies)
    assert str(caught.value) == (
        "data.config says nothing of how long a waiver may last\n"
        f"  fix: set waivers.longest_days for error, warning, info in {policies.name}/config/data.yaml"
    )


def test_the_repository_s_bundle_is_whole() -> None:
    loaded = bundle.load(REPOSITORY / "policies")
    assert {waiver.object.name for waiver in loaded.waivers.values()} == {
        "gateway",
        "nvidia-device-plugin",
        "prometheus",
    }
    for environment in ("dev", "staging", "prod"):
        missing = [
            (rule.code, key)
            for rule in loaded.rules.values()
            for key in rule.config
            if loaded.setting(key, environment) is None
        ]
        assert missing == []
