# What a finding says, for front ends that print what a rule returns and don't join it with the rule's words themselves.
package lib.words

import data.lib.given

of(finding) := concat(": ", [finding.code, subject(finding.object), message(finding)])

subject(object) := concat("", [object.kind, " ", prefix(object.namespace), object.name])

prefix("") := ""

prefix(namespace) := concat("", [namespace, "/"]) if namespace != ""

message(finding) := strings.replace_n(
	{place: readable(value) |
		some name, value in object.union({"container": finding.container}, finding.args)
		place := concat("", ["{", name, "}"])
	},
	template,
) if {
	template := given.rules[finding.code].message
} else := finding.msg

readable(value) := value if {
	is_string(value)
} else := concat(", ", [readable_part(part) | some part in value]) if {
	is_array(value)
} else := readable_part(value)

readable_part(value) := value if {
	is_string(value)
} else := json.marshal(value)
