package policy.pod_security.run_as_non_root

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Containers run as non-root
# description: >-
#   The container, or else its pod, sets securityContext.runAsNonRoot to true, and the pod never sets it to false. A
#   user id alone doesn't count, because the kubelet only refuses root when it is told to. From v1.35 on a user
#   namespace counts as well.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: runAsNonRoot is not true for {subject}
#   remediation: >-
#     Set securityContext.runAsNonRoot to true on the pod and build the image with a numeric USER above 0; Slipway's
#     builders do so.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "runAsNonRoot"], {}) if {
	some context, places in standard.holders
	standard.restricted_root(context, 0)
	not non_root(context)
	some place in places
	holder := standard.subjects[place]
}

non_root(context) if {
	context.kind == "pod"
	inventory.optional(context.own, "runAsNonRoot", true) == true
} else if {
	default_value := inventory.optional(context.pod, "runAsNonRoot", false)
	inventory.optional(context.own, "runAsNonRoot", default_value) == true
}
