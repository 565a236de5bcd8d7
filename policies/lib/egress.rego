# Egress rules of NetworkPolicies that reach every address.
package lib.egress

import data.lib.inventory

# One for each peer that is all addresses of a family, and for each rule that names no peers.
everywhere := [open |
	some policy in inventory.of_kind.NetworkPolicy
	inventory.group(policy) == "networking.k8s.io"
	some rule, allowed in inventory.list(policy.spec, "egress")
	some open in array.concat(unbounded(policy, rule, allowed), worldwide(policy, rule, allowed))
]

unbounded(policy, rule, allowed) := [{"policy": policy, "rule": rule, "path": [rule], "except": set()} |
	is_object(allowed)
	inventory.optional(allowed, "to", []) == []
]

worldwide(policy, rule, allowed) := [open |
	some peer, entry in inventory.list(allowed, "to")
	entry.ipBlock.cidr in {"0.0.0.0/0", "::/0", "0::/0"}
	open := {
		"policy": policy,
		"rule": rule,
		"path": [rule, "to", peer, "ipBlock"],
		"except": {range | some range in inventory.list(entry.ipBlock, "except")},
	}
]
