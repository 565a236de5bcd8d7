package policy.network.private_egress

import data.lib.egress
import data.lib.finding

# METADATA
# scope: rule
# title: Nobody may reach every address inside
# description: >-
#   No NetworkPolicy opens egress to all addresses without excepting the private ranges of the environment. The pods
#   could reach nodes, databases and the cloud's metadata service, and with it the node's credentials.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   - https://attack.mitre.org/techniques/T1552/005/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     egress rule {rule} reaches every address, private ones included
#   remediation: >-
#     Name the addresses in the stack's settings, slipway:egressCidrs; or except the private ranges from 0.0.0.0/0.
#   config: [private_ranges]
deny contains finding.of_object(open.policy, array.concat(["spec", "egress"], open.path), {"rule": open.rule}) if {
	some open in egress.everywhere
	egress.private(open)
}
