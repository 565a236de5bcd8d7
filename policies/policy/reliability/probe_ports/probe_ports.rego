package policy.reliability.probe_ports

import data.lib.finding
import data.lib.inventory
import data.lib.probe

# METADATA
# scope: rule
# title: Probes ask at a port that exists
# description: >-
#   Every probe names a port of its own container, or gives a port's number.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the {probe} of container {container} asks at port {port}, which the container doesn't have
#   remediation: >-
#     Give the container's port that name, or correct the name in the probe.
#   config: []
deny contains finding.of_container(container, [field, type, "port"], {"probe": field, "port": port}) if {
	some container in probe.containers
	some field in ["startupProbe", "livenessProbe", "readinessProbe"]
	some type, call in probe.handler(container, field)
	type != "exec"
	port := inventory.optional(call, "port", null)
	not known(container, port)
}

# Text is more than any number.
known(_, port) if {
	port >= 1
	port <= 65535
}

known(container, port) if {
	is_string(port)
	some declared in inventory.list(container.spec, "ports")
	declared.name == port
}
