package policy.access.escalation

import data.lib.config
import data.lib.finding
import data.lib.permission

# METADATA
# scope: rule
# title: Nobody gives himself more rights
# description: >-
#   No Role or ClusterRole permits verbs such as bind, escalate and impersonate, with which its holder can become
#   anybody.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the role permits {verbs}
#   remediation: >-
#     Remove the verbs; let Git and the platform team bind roles.
#   config: [escalating_verbs]
deny contains finding.of_object(grant.role, array.concat(grant.path, ["verbs"]), {"verbs": concat(", ", verbs)}) if {
	some grant in permission.grants
	verbs := permission.entries(grant, "verbs") & escalating
	verbs != set()
}

escalating := {verb | some verb in config.value("escalating_verbs")}
