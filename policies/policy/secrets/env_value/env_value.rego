package policy.secrets.env_value

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: No credential is an environment variable's value
# description: >-
#   A variable whose name says that it is a credential takes its value from a Secret, not from the manifest.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} sets {variable} to a value in the manifest
#   remediation: >-
#     Use valueFrom.secretKeyRef, or the spec's secrets, which mount them; rename the variable if it holds no
#     credential.
#   config: [secret_name_patterns]
deny contains finding.of_container(container, ["env", index, "value"], {"variable": variable.name}) if {
	some container in inventory.containers
	some index, variable in inventory.list(container.spec, "env")
	variable.name in sensitive
	not empty(variable)
}

empty(variable) if inventory.optional(variable, "value", "") == ""

# Each distinct name is looked at once.
names contains name if {
	some container in inventory.containers
	some variable in inventory.list(container.spec, "env")
	name := variable.name
}

sensitive contains name if {
	some name in names
	is_string(name)
	some pattern in patterns
	regex.match(pattern, name)
}

patterns := config.value("secret_name_patterns")
