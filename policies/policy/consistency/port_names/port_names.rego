package policy.consistency.port_names

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: Ports are told apart by their names
# description: >-
#   No two ports of a pod have the same name, and the ports of a Service with several have names. The API server
#   refuses the latter, and a probe or Service would reach only one of the former.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {port} names {count} ports
#   remediation: >-
#     Give every port a name of its own.
#   config: []
deny contains finding.of_pod(pod, ["containers"], {"port": name, "count": number}) if {
	some pod in inventory.pods
	names := [name |
		some container in inventory.list(pod.spec, "containers")
		some port in inventory.list(container, "ports")
		name := port.name
	]
	some name in names
	number := count([1 | some other in names; other == name])
	number > 1
}

deny contains finding.of_object(service, ["spec", "ports"], {"port": "nothing", "count": number}) if {
	some service in kinds.objects.Service
	ports := inventory.list(service.spec, "ports")
	number := count(ports)
	number > 1
	count([1 | some port in ports; is_string(port.name)]) < number
}
