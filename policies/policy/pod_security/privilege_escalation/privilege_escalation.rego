package policy.pod_security.privilege_escalation

import data.lib.finding
import data.lib.inventory

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
#   config: []
deny contains finding.of_container(container, ["securityContext", "allowPrivilegeEscalation"], {}) if {
	some container in inventory.containers
	not contained(container)
}

contained(container) if container.security.allowPrivilegeEscalation == false
