package policy.pod_security.run_as_non_root

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Containers run as non-root
# description: >-
#   The container, or else its pod, sets securityContext.runAsNonRoot to true, and the pod never sets it to false. A
#   user id alone doesn't count, because the kubelet only refuses root when it is told to.
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
#   config: []
deny contains finding.of_container(container, ["securityContext", "runAsNonRoot"], args) if {
	some container in inventory.containers
	not non_root(container)
	args := {"subject": concat(" ", ["container", finding.text(container.spec, "name")])}
}

deny contains finding.of_pod(pod, ["securityContext", "runAsNonRoot"], {"subject": "the pod"}) if {
	some pod in inventory.pods
	not undenied(pod)
}

non_root(container) if {
	default_value := inventory.optional(container.pod.security, "runAsNonRoot", false)
	inventory.optional(container.security, "runAsNonRoot", default_value) == true
}

undenied(pod) if inventory.optional(pod.security, "runAsNonRoot", true) == true
