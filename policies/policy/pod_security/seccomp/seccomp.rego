package policy.pod_security.seccomp

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: A seccomp profile filters system calls
# description: The container, or else its pod, names an allowed seccomp profile, and the pod never names another one.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: the seccomp profile of {subject} is {profile}; it must be one of {allowed}
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault on the pod; Slipway's builders do so.
#   config: [allowed_seccomp_profiles]
deny contains finding.of_container(container, ["securityContext", "seccompProfile", "type"], args) if {
	some container in inventory.containers
	profile := type(container, type(container.pod, "unset"))
	not permitted(profile)
	subject := concat(" ", ["container", finding.text(container.spec, "name")])
	args := {"subject": subject, "profile": profile, "allowed": concat(", ", allowed)}
}

deny contains finding.of_pod(pod, ["securityContext", "seccompProfile", "type"], args) if {
	some pod in inventory.pods
	profile := type(pod, allowed[0])
	not permitted(profile)
	args := {"subject": "the pod", "profile": profile, "allowed": concat(", ", allowed)}
}

allowed := config.value("allowed_seccomp_profiles")

permitted(profile) if profile in allowed

type(subject, fallback) := fallback if {
	inventory.optional(subject.security, "seccompProfile", null) == null
} else := inventory.optional(inventory.mapping(subject.security, "seccompProfile"), "type", "unset")
