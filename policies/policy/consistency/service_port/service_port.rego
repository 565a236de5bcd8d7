package policy.consistency.service_port

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.reference

# METADATA
# scope: rule
# title: A Service's port leads to a port of its pods
# description: >-
#   A targetPort that is a name is the name of a port of the pods behind the Service. No request would arrive.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     none of the pods behind the Service has a port named {port}
#   remediation: >-
#     Give the container's port that name, or correct targetPort.
#   config: []
deny contains finding.of_object(service, ["spec", "ports", index, "targetPort"], {"port": name}) if {
	some service in kinds.objects.Service
	some index, port in inventory.list(service.spec, "ports")
	name := port.targetPort
	is_string(name)
	key := reference.place("Service", service.metadata.namespace, service.metadata.name)
	positions := reference.backing[key]
	not listened(positions, name)
}

listened(positions, name) if {
	some position in positions
	some container in inventory.list(inventory.pods[position].spec, "containers")
	some port in inventory.list(container, "ports")
	port.name == name
}
