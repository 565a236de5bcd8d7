package policy.pod_security.se_linux

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: SELinux options stay the runtime's
# description: >-
#   Neither the pod nor a container sets an SELinux user or role, or a type other than those for containers.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} sets SELinux {option} to {value}
#   remediation: Remove securityContext.seLinuxOptions; the container runtime labels the process.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "seLinuxOptions", option], args) if {
	some context, places in standard.holders
	some option, value in inventory.mapping(context.own, "seLinuxOptions")
	not harmless(option, value, context)
	some place in places
	holder := standard.subjects[place]
	args := {"option": option, "value": value}
}

harmless(option, value, context) if {
	not option in {"type", "user", "role"}
} else if {
	value in {"", null}
} else if {
	option == "type"
	some type, since in types
	value == type
	context.minor >= since
}

types := {"container_t": 0, "container_init_t": 0, "container_kvm_t": 0, "container_engine_t": 31}
