package policy.pod_security.privilege_escalation

import data.lib.finding
import data.lib.standard

# METADATA
# scope: rule
# title: Processes can't gain privileges
# description: Every container sets securityContext.allowPrivilegeEscalation to false, which stops setuid programs.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} does not set allowPrivilegeEscalation to false
#   remediation: Set securityContext.allowPrivilegeEscalation to false on the container; Slipway's builders do so.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "allowPrivilegeEscalation"], {}) if {
	some context, places in standard.holders
	context.kind == "container"
	standard.restricted_linux(context, 8)
	not contained(context)
	some place in places
	container := standard.subjects[place]
}

contained(context) if context.own.allowPrivilegeEscalation == false
