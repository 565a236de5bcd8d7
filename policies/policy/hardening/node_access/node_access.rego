package policy.hardening.node_access

import data.lib.capability
import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Each way into the node is an exception
# description: >-
#   In a namespace whose level is privileged the Pod Security Standards forbid nothing. There each hostPath volume,
#   each namespace shared with the node, and each container that is privileged or adds an unusual capability is an
#   exception to be reviewed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {what} reaches into the node
#   remediation: Remove it, or have a waiver reviewed for this one object.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_pod(pod, ["volumes", index, "hostPath"], {"what": what}) if {
	some pod in pods
	some index, volume in inventory.list(pod.spec, "volumes")
	volume.hostPath != null
	what := concat(" ", ["volume", finding.text(volume, "name")])
}

deny contains finding.of_pod(pod, [field], {"what": field}) if {
	some pod in pods
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	inventory.optional(pod.spec, field, false) != false
}

deny contains finding.of_container(container, ["securityContext", field], {"what": what}) if {
	count(pods) > 0
	some container in inventory.containers
	container.pod.namespace in standard.privileged
	some field in ["capabilities", "privileged"]
	not confined(container, field)
	what := concat(" ", ["container", finding.text(container.spec, "name")])
}

pods := [pod | some pod in inventory.pods; pod.namespace in standard.privileged]

confined(container, "privileged") if inventory.optional(container.security, "privileged", false) == false

confined(container, "capabilities") if {
	added := inventory.optional(inventory.mapping(container.security, "capabilities"), "add", [])
	capability.usual(added)
}
