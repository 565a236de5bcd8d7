package policy.pod_security.seccomp_restricted

import data.lib.finding
import data.lib.standard

# METADATA
# scope: rule
# title: A seccomp profile filters system calls
# description: >-
#   The container, or else its pod, names the runtime's seccomp profile or one of the node, and the pod never names
#   another one.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: error
#   scope: object
#   message: the seccomp profile of {subject} is {profile}; it must be one of {allowed}
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault on the pod; Slipway's builders do so.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "seccompProfile", "type"], args) if {
	some context, places in standard.holders
	standard.restricted_linux(context, 19)
	profile := effective(context)
	not standard.confining(profile)
	some place in places
	holder := standard.subjects[place]
	args := {"profile": profile, "allowed": concat(", ", standard.profiles)}
}

effective(context) := profile if {
	profile := standard.profile(context.own, "seccompProfile")
} else := profile if {
	profile := standard.profile(context.pod, "seccompProfile")
} else := "unset" if {
	context.kind == "container"
}
