package policy.secrets.token

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.kinds

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
deny contains finding.of_container(container, ["env", index, "value"], {"field": variable.name}) if {
	sensitive != set()
	some container in inventory.containers
	some index, variable in inventory.list(container.spec, "env")
	variable.value in sensitive
}

deny contains finding.of_container(container, [field, index], {"field": field}) if {
	sensitive != set()
	some container in inventory.containers
	some field in ["command", "args"]
	some index, word in inventory.list(container.spec, field)
	word in sensitive
}

deny contains finding.of_object(object, ["data", key], {"field": key}) if {
	sensitive != set()
	some object in kinds.objects.ConfigMap
	some key, text in inventory.mapping(object, "data")
	text in sensitive
}

# Each distinct text is looked at once, by one expression.
sensitive := {text |
	some text in texts
	is_string(text)
	regex.match(shape, text)
}

texts contains text if {
	some container in inventory.containers
	some variable in inventory.list(container.spec, "env")
	text := variable.value
}

texts contains word if {
	some container in inventory.containers
	some field in ["command", "args"]
	some word in inventory.list(container.spec, field)
}

texts contains text if {
	some object in kinds.objects.ConfigMap
	some text in inventory.mapping(object, "data")
}

shape := concat("|", config.value("secret_value_patterns"))
