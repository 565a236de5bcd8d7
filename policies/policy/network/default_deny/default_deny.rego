package policy.network.default_deny

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: Namespaces with workloads deny traffic by default
# description: >-
#   Every namespace of the input that holds workloads has a NetworkPolicy that selects all pods and allows neither
#   ingress nor egress, so other policies only open what is needed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: namespace
#   message: namespace {namespace} holds workloads and no NetworkPolicy denies all traffic by default
#   remediation: >-
#     Declare the namespace as a tenant in the stack's settings, slipway:tenants; or add a NetworkPolicy with
#     podSelector {} and policyTypes Ingress and Egress and no rules.
#   config: []
deny contains finding.of_namespace(namespace) if {
	some namespace in inventory.tenants
	not closed(namespace)
}

closed(namespace) if namespace in denying

denying contains inventory.namespace(policy) if {
	some policy in kinds.objects.NetworkPolicy
	startswith(policy.apiVersion, "networking.k8s.io/")
	policy.spec.podSelector == {}
	{"Ingress", "Egress"} == {type | some type in inventory.list(policy.spec, "policyTypes")}
	inventory.optional(policy.spec, "ingress", []) == []
	inventory.optional(policy.spec, "egress", []) == []
}
