# What conftest shows of the verdict: `conftest test --policy policies --data policies FILE…`.
package main

import data.lib.config
import data.lib.given
import data.lib.inventory
import data.lib.words

deny contains shown(finding) if {
	some finding in answers
	finding.waiver == null
	finding.severity == "error"
}

warn contains shown(finding) if {
	some finding in answers
	finding.waiver == null
	finding.severity != "error"
}

warn contains object.union(shown(finding), {"msg": msg}) if {
	some finding in answers
	finding.waiver != null
	msg := concat(" ", ["waived by", finding.waiver, words.of(finding)])
}

warn contains {"msg": concat(" ", ["not evaluated for lack of its Namespace:", name, code])} if {
	is_array(input)
	some name in inventory.incomplete_namespaces
	some code, rule in given.rules
	rule.scope != "object"
}

# Nothing that is missing passes.
deny contains {"msg": "there are no rules or no data: conftest test --policy policies --data policies FILE"} if {
	not loaded
}

deny contains {"msg": concat(" ", ["this rule did not run:", code])} if {
	some code, _ in given.rules
	not code in rules
}

deny contains {"msg": concat(" ", ["this rule ran without an annotation:", code])} if {
	some code in rules
	not given.rules[code]
}

deny contains {"msg": concat(" ", ["data.config lacks", key, "for", code])} if {
	some code, rule in given.rules
	some key in rule.config
	not configured(key)
}

loaded if {
	count(given.rules) > 0
	count(rules) > 0
}

configured(key) if config.value(key) != null

shown(finding) := object.union(finding, {"msg": words.of(finding)})

# One object can't answer for its namespace or its stack; with --combine there are more.
answers contains finding if {
	some finding in findings
	judged(finding.code)
}

judged(_) if is_array(input)

judged(_) if is_array(input.objects)

judged(code) if given.rules[code].scope == "object"
