package policy.secrets.token

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: No value looks like a credential
# description: >-
#   No environment variable, argument or ConfigMap entry holds a text of the shape that a provider gives its tokens and
#   keys, whatever it is called.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {field} holds what looks like a credential
#   remediation: >-
#     Withdraw the credential, because it is in Git now; keep the new one in the cloud's secret store and name it in
#     the spec's secrets.
#   config: [secret_value_patterns]
deny contains finding.of_container(place.container, place.path, {"field": place.field}) if {
	some place in array.concat(variables, words)
	place.text in sensitive
}

deny contains finding.of_object(entry.object, entry.path, {"field": entry.field}) if {
	some entry in entries
	entry.text in sensitive
}

variables := [place |
	some container in inventory.containers
	some index, variable in inventory.list(container.spec, "env")
	is_string(variable.value)
	path := ["env", index, "value"]
	place := {"container": container, "path": path, "field": variable.name, "text": variable.value}
]

words := [place |
	some container in inventory.containers
	some field in ["command", "args"]
	some index, word in inventory.list(container.spec, field)
	is_string(word)
	place := {"container": container, "path": [field, index], "field": field, "text": word}
]

entries := [entry |
	some object in inventory.of_kind.ConfigMap
	some key, text in inventory.mapping(object, "data")
	is_string(text)
	entry := {"object": object, "path": ["data", key], "field": key, "text": text}
]

# Each distinct text is looked at once, by one expression.
sensitive contains text if {
	some text in {place.text | some place in array.concat(array.concat(variables, words), entries)}
	regex.match(shape, text)
}

shape := concat("|", config.value("secret_value_patterns"))
