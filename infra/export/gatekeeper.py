"""Gatekeeper: a ConstraintTemplate for each rule that one object can answer, and a Constraint with its thresholds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from infra import yaml_dump
from infra.export.exported import Exported, Occasion, asked_of_one, left_out, thresholds
from infra.export.modules import as_rego, libraries, rule_file
from infra.policy.waivers import names_for

if TYPE_CHECKING:
    from infra.policy.annotations import Rule
    from infra.policy.bundle import Bundle

_ACTIONS = {"error": "deny", "warning": "warn", "info": "dryrun"}
_CONTROLLERS = ("cronjob", "daemon-set", "deployment", "job", "replicaset", "replication", "statefulset")
_ENTRY = """\
package slipway

import data.lib.rule
import data.lib.waiver
import data.lib.words

violation contains {{"msg": words.of(finding), "details": finding}} if {{
	is_object(input.review.object)
	not judged_already
	some found in rule.deny
	finding := object.union({{"code": {code}, "msg": {code}, "container": null, "args": {{}}}}, found)
	waiver.excuse(finding) == null
}}

# What a controller makes of a workload that was admitted, waivers and all.
judged_already if {{
	input.review.userInfo.username in {controllers}
	some owner in input.review.object.metadata.ownerReferences
	owner.controller == true
}}
"""
_GIVEN = """\
package lib.given

context := json.unmarshal({context})

now_ns := time.now_ns()

config := object.union({{"defaults": input.parameters.thresholds}}, json.unmarshal({config}))

rules := json.unmarshal({rules})

waivers := object.get(input.parameters, "waivers", {{}})
"""


def as_gatekeeper(bundle: Bundle, occasion: Occasion) -> Exported:
    """Return the templates and the constraints."""
    files: dict[str, str] = {}
    for code, rule in asked_of_one(bundle).items():
        files[f"templates/{_name(code)}.yaml"] = yaml_dump.dump([_template(bundle, rule, occasion)])
        files[f"constraints/{_name(code)}.yaml"] = yaml_dump.dump([_constraint(bundle, rule, occasion)])
    return Exported(files, left_out(bundle))


def _template(bundle: Bundle, rule: Rule, occasion: Occasion) -> dict[str, Any]:
    own = bundle.modules[rule_file(rule.code)]
    module = own.replace(f"package policy.{rule.code}", "package lib.rule", 1)
    controllers = [f"system:serviceaccount:kube-system:{name}-controller" for name in _CONTROLLERS]
    entry = _ENTRY.format(code=json.dumps(rule.code), controllers=f"{{{', '.join(map(json.dumps, controllers))}}}")
    given = _GIVEN.format(
        context=as_rego({"environment": occasion.environment}),
        config=as_rego({"environments": {}, "waivers": bundle.data["config"].get("waivers", {})}),
        rules=as_rego({rule.code: rule.as_data()}),
    )
    source = {"version": "v1", "rego": entry, "libs": [given, module, *libraries(bundle.modules, [own]).values()]}
    validation = {"openAPIV3Schema": _schema(thresholds(bundle, {rule.code: rule}, occasion.environment))}
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": {
            "name": _kind(rule.code).lower(),
            "annotations": {"metadata.gatekeeper.sh/title": rule.title, "description": rule.description.strip()},
        },
        "spec": {
            "crd": {"spec": {"names": {"kind": _kind(rule.code)}, "validation": validation}},
            "targets": [
                {"target": "admission.k8s.gatekeeper.sh", "code": [{"engine": "Rego", "source": source}]},
            ],
        },
    }


def _constraint(bundle: Bundle, rule: Rule, occasion: Occasion) -> dict[str, Any]:
    waivers = {name: bundle.data["waivers"][name] for name in names_for(bundle.waivers, rule.code)}
    return {
        "apiVersion": "constraints.gatekeeper.sh/v1beta1",
        "kind": _kind(rule.code),
        "metadata": {"name": _name(rule.code)},
        "spec": {
            "enforcementAction": _ACTIONS[rule.severity_at(occasion.now_ns)],
            "match": {"kinds": [{"apiGroups": ["*"], "kinds": ["*"]}]},
            "parameters": {
                "thresholds": thresholds(bundle, {rule.code: rule}, occasion.environment),
                "waivers": waivers,
            },
        },
    }


def _schema(values: dict[str, Any]) -> dict[str, Any]:
    texts = {"type": "string"}
    waiver = {
        "type": "object",
        "required": ["code", "object", "path", "reason", "owner", "ticket", "expires"],
        "properties": {
            **dict.fromkeys(("code", "path", "reason", "owner", "ticket", "from", "expires"), texts),
            "container": {"type": "string", "nullable": True},
            "object": {"type": "object", "additionalProperties": texts},
        },
    }
    return {
        "type": "object",
        "properties": {
            "thresholds": _schema_of(values),
            "waivers": {"type": "object", "additionalProperties": waiver},
        },
    }


def _schema_of(value: object) -> dict[str, Any]:
    """Return the schema of a threshold, from its value."""
    if isinstance(value, dict):
        return {"type": "object", "properties": {key: _schema_of(inner) for key, inner in value.items()}}
    if isinstance(value, list):
        return {"type": "array", "items": _schema_of(value[0]) if value else {"type": "string"}}
    if isinstance(value, bool):
        return {"type": "boolean"}
    return {"type": {int: "integer", float: "number"}.get(type(value), "string")}


def _name(code: str) -> str:
    return code.replace(".", "-").replace("_", "-")


def _kind(code: str) -> str:
    return "Slipway" + "".join(part.capitalize() for part in code.replace(".", "_").split("_"))
