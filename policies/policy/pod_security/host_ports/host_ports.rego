package policy.pod_security.host_ports

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Containers take no port of the node
# description: No container sets hostPort, which bypasses Services and network policies.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} takes port {port} of its node
#   remediation: Remove hostPort; the model's Service reaches the container by its containerPort.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["ports", index, "hostPort"], {"port": port.hostPort}) if {
	some container in standard.containers
	some index, port in inventory.list(container.spec, "ports")
	not unbound(port)
}

unbound(port) if inventory.optional(port, "hostPort", 0) == 0
