package policy.pod_security.windows_host_process

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Windows containers are no host processes
# description: >-
#   Neither the pod nor a container sets securityContext.windowsOptions.hostProcess, which runs it on the node
#   itself.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} sets windowsOptions.hostProcess
#   remediation: Remove windowsOptions.hostProcess.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "windowsOptions", "hostProcess"], {}) if {
	some context, places in standard.holders
	not inside(context)
	some place in places
	holder := standard.subjects[place]
}

inside(context) if {
	options := inventory.mapping(context.own, "windowsOptions")
	inventory.optional(options, "hostProcess", false) == false
}
