package policy.network.internet_egress

import data.lib.egress
import data.lib.finding

# METADATA
# scope: rule
# title: Egress goes to named addresses
# description: >-
#   A NetworkPolicy names the addresses that its pods may reach outside. Egress to all public addresses lets whoever
#   takes over a pod send data anywhere.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     egress rule {rule} reaches every public address
#   remediation: >-
#     Name the artifact store's addresses in the stack's settings, slipway:egressCidrs, as the cloud's private
#     endpoints have them.
#   config: [private_ranges]
deny contains finding.of_object(open.policy, array.concat(["spec", "egress"], open.path), {"rule": open.rule}) if {
	some open in egress.everywhere
	not egress.private(open)
}
