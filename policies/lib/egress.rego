# Egress rules of NetworkPolicies that reach every address.
package lib.egress

import data.lib.config
import data.lib.inventory
import data.lib.kinds

# One for each peer that is all addresses of a family, and for each rule that names no peers.
everywhere := [open |
	some policy in kinds.objects.NetworkPolicy
	inventory.group(policy) == "networking.k8s.io"
	some rule, allowed in inventory.list(policy.spec, "egress")
	some open in array.concat(unbounded(policy, rule, allowed), worldwide(policy, rule, allowed))
]

unbounded(policy, rule, allowed) := [open |
	is_object(allowed)
	inventory.optional(allowed, "to", []) == []
	open := {"policy": policy, "rule": rule, "path": [rule], "families": {"ipv4", "ipv6"}, "except": set()}
]

worldwide(policy, rule, allowed) := [open |
	some peer, entry in inventory.list(allowed, "to")
	family := worlds[entry.ipBlock.cidr]
	open := {
		"policy": policy,
		"rule": rule,
		"path": [rule, "to", peer, "ipBlock"],
		"families": {family},
		"except": {range | some range in inventory.list(entry.ipBlock, "except")},
	}
]

worlds := {"0.0.0.0/0": "ipv4", "::/0": "ipv6"}

# Whether addresses inside are among them.
private(open) if {
	inside := {range | some family in open.families; some range in ranges[family]}
	inside != open.except & inside
}

ranges := config.value("private_ranges")
