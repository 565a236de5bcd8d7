package policy.network.external_ips

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: No Service claims an address
# description: >-
#   No Service has externalIPs. Whoever may create one could take over traffic to any address, inside or outside of the
#   cluster.
# related_resources:
#   - https://github.com/kubernetes/kubernetes/issues/97076
#   - https://kubernetes.io/docs/concepts/services-networking/service/#external-ips
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the Service claims {addresses}
#   remediation: >-
#     Remove spec.externalIPs; give the gateway the address.
#   config: []
deny contains finding.of_object(service, ["spec", "externalIPs"], {"addresses": addresses}) if {
	some service in kinds.objects.Service
	addresses := inventory.optional(service.spec, "externalIPs", [])
	addresses != []
}
