package policy.consistency.route_backend

import data.lib.backend
import data.lib.finding
import data.lib.inventory
import data.lib.reference

# METADATA
# scope: rule
# title: A route leads to a Service's port
# description: >-
#   The Services that an HTTPRoute, GRPCRoute or Ingress names, for requests or copies of them, are there, with the
#   port it names.
# related_resources:
#   - https://gateway-api.sigs.k8s.io/api-types/httproute/#backendrefs-optional
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no Service {service} with port {port}
#   remediation: >-
#     Correct the backend's name and port; route in a model's spec makes both.
#   config: []
deny contains finding.of_object(found.object, found.path, {"service": found.name, "port": found.port}) if {
	some found in backend.all
	found.namespace in inventory.namespaces
	key := reference.place(found.port, found.namespace, found.name)
	not backend.offers(key)
}
