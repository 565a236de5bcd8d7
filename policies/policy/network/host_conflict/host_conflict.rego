package policy.network.host_conflict

import data.lib.endpoint
import data.lib.finding

# METADATA
# scope: rule
# title: A host's path belongs to one object
# description: >-
#   No two HTTPRoutes or GRPCRoutes of one Gateway, and no two Ingresses of one class, answer the same host, path and
#   conditions. Which of them gets the requests would depend on their age, or on nothing that anybody can see. Rules
#   that only redirect don't count.
# related_resources:
#   - https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.HTTPRouteRule
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   severity: error
#   scope: stack
#   message: >-
#     {host}{path} is answered by {objects}
#   remediation: >-
#     Give one of them another route.host or route.path in the model's spec.
#   config: []
deny contains finding.of_object(place.object, place.at, args) if {
	some positions in endpoint.by_address
	owners := {owner(endpoint.all[position].object) | some position in positions}
	count(owners) > 1
	some position in positions
	place := endpoint.all[position]
	args := {"host": place.host, "path": place.path, "objects": concat(", ", owners)}
}

owner(object) := concat("/", [identity.kind, identity.namespace, identity.name]) if {
	identity := finding.identity(object)
}
