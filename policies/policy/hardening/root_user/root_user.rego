package policy.hardening.root_user

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Root is an exception everywhere
# description: >-
#   Where the restricted level doesn't judge a pod, each container that may run as root is an exception to be
#   reviewed. It may if runAsNonRoot isn't true for it, and root is not nobody on the node by a user namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} may run as root
#   remediation: >-
#     Set securityContext.runAsNonRoot to true on the pod and build the image with a numeric USER above 0, or have a
#     waiver reviewed.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "runAsNonRoot"], {}) if {
	count(standard.lenient) > 0
	some container in inventory.containers
	container.pod.namespace in standard.lenient
	not non_root(container)
}

non_root(container) if {
	standard.isolated(container.pod)
} else if {
	default_value := inventory.optional(container.pod.security, "runAsNonRoot", false)
	inventory.optional(container.security, "runAsNonRoot", default_value) == true
}
