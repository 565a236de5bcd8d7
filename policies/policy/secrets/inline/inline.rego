package policy.secrets.inline

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: No secret's content is in the repository
# description: A Secret among the manifests holds no data, because whoever reads the rendered tree would read it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: the Secret holds {keys} in {field}
#   remediation: >-
#     Keep the value in the cloud's secret store and name it in the spec, or let an operator such as External
#     Secrets create the Secret.
#   config: []
deny contains finding.of_object(secret, [field], {"field": field, "keys": keys(secret[field])}) if {
	some secret in kinds.objects.Secret
	secret.apiVersion == "v1"
	some field in ["data", "stringData"]
	not empty(secret, field)
}

empty(secret, field) if inventory.optional(secret, field, {}) == {}

keys(content) := concat(", ", object.keys(content)) if {
	is_object(content)
} else := "something"
