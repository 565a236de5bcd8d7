package policy.quota.missing

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: Namespaces with workloads have a quota
# description: >-
#   Every namespace of the input that holds workloads has a ResourceQuota for all of its pods, so one team can't
#   take the whole cluster.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   severity: error
#   scope: namespace
#   message: namespace {namespace} holds workloads and has no ResourceQuota
#   remediation: Declare the namespace as a tenant in the stack's settings, slipway:tenants, with a quota.
#   config: []
deny contains finding.of_namespace(namespace) if {
	some namespace in inventory.tenants
	not limited(namespace)
}

limited(namespace) if namespace in quotas

# A quota with scopes leaves pods out.
quotas contains inventory.namespace(quota) if {
	some quota in kinds.objects.ResourceQuota
	quota.apiVersion == "v1"
	inventory.mapping(inventory.mapping(quota, "spec"), "hard") != {}
	inventory.optional(quota.spec, "scopes", []) == []
	inventory.optional(quota.spec, "scopeSelector", {}) == {}
}
