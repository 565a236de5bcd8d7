# The one entry point: everything the rules found, what ran, and what could not be judged.
package main

import data.lib.inventory
import data.lib.severity
import data.lib.waiver

result := {
	"findings": findings,
	"rules": rules,
	"incomplete_namespaces": inventory.incomplete_namespaces,
	"waivers": {
		"pending": waiver.in_state("pending"),
		"expiring": waiver.in_state("expiring"),
		"expired": waiver.in_state("expired") - waiver.unknown,
		"unused": unused_waivers,
		"unknown": waiver.unknown,
	},
}

findings contains object.union(finding, {
	"severity": severity.of(finding.code),
	"waiver": waiver.excuse(finding),
}) if {
	some finding in raw_findings
}

raw_findings contains object.union({"code": code, "msg": code, "container": null, "args": {}}, finding) if {
	some group, rule
	some finding in data.policy[group][rule].deny
	code := concat(".", [group, rule])
}

rules contains concat(".", [group, rule]) if {
	some group, rule
	data.policy[group][rule].deny
}

unused_waivers contains id if {
	some id in waiver.actives
	waiver.applies(id)
	not used(id)
}

used(id) if id in {finding.waiver | some finding in findings}
