"""A Pulumi policy pack of runtime opa: every rule and library flattened into the one package that Pulumi allows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.export.exported import Exported, Occasion, asked_of_one, left_out, thresholds
from infra.export.modules import as_rego, flattened, libraries, rule_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.policy.annotations import Rule
    from infra.policy.bundle import Bundle

_PACK = """\
runtime: opa
version: {version}
description: Slipway's rules for one object at a time
inputFormat: kubernetes-admission
"""
_HEAD = """\
# Written by `slipway export pulumi-pack`.
package slipway

import rego.v1

lib_given_context := json.unmarshal({context})

lib_given_now_ns := time.now_ns()

lib_given_config := json.unmarshal({config})

lib_given_rules := json.unmarshal({rules})

lib_given_waivers := json.unmarshal({waivers})

"""
_ENTRY = """\
# METADATA
# title: {title}
# description: {description}
{name} contains object.union({{"msg": lib_words_of(finding)}}, {{"details": finding}}) if {{
	is_object(input.review.object)
	some found in {prefix}_deny
	finding := object.union({{"code": {code}, "msg": {code}, "container": null, "args": {{}}}}, found)
	lib_waiver_excuse(finding) == null
	lib_severity_of({code}) in {severities}
}}

"""


def as_pulumi_pack(bundle: Bundle, occasion: Occasion) -> Exported:
    """Return the pack; its rules are named ``deny_<code>`` and ``warn_<code>``."""
    rules = asked_of_one(bundle)
    own = {code: bundle.modules[rule_file(code)] for code in rules}
    parts = [_head(bundle, rules, occasion)]
    for path, text in libraries(bundle.modules, own.values()).items():
        parts.append(flattened(text, path.removesuffix(".rego").replace("/", "_")))
    for code, rule in rules.items():
        parts += [flattened(own[code], _prefix(code)), *_entries(rule)]
    files = {"PulumiPolicy.yaml": _PACK.format(version="0.1.0"), "slipway.rego": "\n".join(parts)}
    return Exported(files, left_out(bundle))


def _head(bundle: Bundle, rules: Mapping[str, Rule], occasion: Occasion) -> str:
    defaults = thresholds(bundle, rules, occasion.environment)
    config = {"defaults": defaults, "environments": {}, "waivers": bundle.data["config"].get("waivers", {})}
    return _HEAD.format(
        context=as_rego({"environment": occasion.environment}),
        config=as_rego(config),
        rules=as_rego({code: rule.as_data() for code, rule in rules.items()}),
        waivers=as_rego(bundle.data.get("waivers", {})),
    )


def _entries(rule: Rule) -> list[str]:
    """Return the rule's entry; two for a rule that warns first and denies from a day on."""
    kinds = {"deny": '{"error"}', "warn": '{"warning", "info"}'}
    if not rule.effective_on:
        kinds = {"deny": kinds["deny"]} if rule.severity == "error" else {"warn": kinds["warn"]}
    words = {"title": rule.title, "description": " ".join(rule.description.split())}
    quoted = {key: json.dumps(value) for key, value in words.items()}
    return [
        _ENTRY.format(
            **quoted,
            name=f"{kind}_{_prefix(rule.code)}",
            prefix=_prefix(rule.code),
            code=json.dumps(rule.code),
            severities=severities,
        )
        for kind, severities in kinds.items()
    ]


def _prefix(code: str) -> str:
    return code.replace(".", "_")
