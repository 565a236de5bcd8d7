package policy.pod_security.proc_mount

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: /proc stays masked
# description: >-
#   No container sets securityContext.procMount to anything but Default. From v1.35 on the baseline level allows it
#   in a user namespace, which hostUsers: false asks for.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
# custom:
#   severity: error
#   scope: object
#   message: container {container} sets procMount to {type}
#   remediation: Remove securityContext.procMount.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "procMount"], {"type": type}) if {
	some context, places in standard.holders
	context.kind == "container"
	type := inventory.optional(context.own, "procMount", "Default")
	type != "Default"
	not apart(context)
	some place in places
	container := standard.subjects[place]
}

apart(context) if {
	context.level == "baseline"
	standard.spared_isolated(context)
}
