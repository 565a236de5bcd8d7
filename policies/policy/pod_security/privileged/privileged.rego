package policy.pod_security.privileged

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Containers are not privileged
# description: A privileged container holds every capability and sees every device of its node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} is privileged
#   remediation: >-
#     Remove securityContext.privileged. A GPU needs no privilege; ask for it in the spec's compute.gpu and the
#     device plugin grants it.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "privileged"], {}) if {
	some context, places in standard.holders
	context.kind == "container"
	not unprivileged(context)
	some place in places
	container := standard.subjects[place]
}

unprivileged(context) if inventory.optional(context.own, "privileged", false) == false
