package policy.pod_security.run_as_user

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Nothing runs as user 0
# description: >-
#   From v1.23 on neither the pod nor a container sets securityContext.runAsUser to 0, or to something that is no
#   user id; from v1.35 on it may do so in a user namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} runs as user {user}; it must be a number above 0
#   remediation: Remove securityContext.runAsUser or set it to a number above 0 that the image's files belong to.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "runAsUser"], {"user": user}) if {
	some context, places in standard.holders
	standard.restricted_root(context, 23)
	user := inventory.optional(context.own, "runAsUser", 1)
	not unprivileged(user)
	some place in places
	holder := standard.subjects[place]
}

unprivileged(user) if {
	is_number(user)
	user != 0
}
