# What each namespace may take at most, against each key of its ResourceQuotas, in nano-units.
package lib.usage

import data.lib.amount
import data.lib.demand
import data.lib.footprint
import data.lib.inventory
import data.lib.quantity
import data.lib.scope

one := 1000000000

# Every quota key that can be computed from the input, in namespaces that are in the input themselves.
allowances := [allowance |
	some quota in inventory.of_kind.ResourceQuota
	namespace := inventory.namespace(quota)
	namespace in inventory.namespaces
	some key, hard in inventory.mapping(inventory.mapping(quota, "spec"), "hard")
	want := object.union(measure(key), {"namespace": namespace, "scopes": scope.selectors(quota)})
	allowance := {"object": quota, "key": key, "want": want, "hard": hard, "nano": quantity.nano[hard]}
]

# What a quota key counts: pods, claims, or one resource of what pods request or are limited to.
measure(key) := {"field": "requests", "resource": key} if {
	key in {"cpu", "memory", "ephemeral-storage"}
} else := {"field": "claims", "resource": "storage"} if {
	key == "requests.storage"
} else := {"field": "claims", "resource": "count"} if {
	key in {"persistentvolumeclaims", "count/persistentvolumeclaims"}
} else := {"field": "pods", "resource": "count"} if {
	key in {"pods", "count/pods"}
} else := {"field": "requests", "resource": substring(key, 9, -1)} if {
	startswith(key, "requests.")
} else := {"field": "limits", "resource": substring(key, 7, -1)} if {
	startswith(key, "limits.")
}

# Who takes how much, once per distinct want: several quota keys may ask for the same.
takers := {want: found |
	some want in {allowance.want | some allowance in allowances}
	found := [taker | some taker in array.concat(running(want), claiming(want)); taker.nano > 0]
}

running(want) := [taker |
	want.field != "claims"
	taken := {shape: each(shape, want) | some shape in distinct}
	some index in inventory.workloads[want.namespace]
	scope.counts(inventory.pods[index], want.scopes)
	taker := taking(inventory.pods[index].object, demand.pods_max[index], taken[shapes[index]])
]

shapes := [footprint.shape(pod) | some pod in inventory.pods]

distinct := {shape | some shape in shapes}

claiming(want) := [taker |
	want.field == "claims"
	want.scopes == []
	some claim in inventory.claims
	inventory.namespace(claim.object) == want.namespace
	taker := taking(claim.object, copies(claim), asked(claim, want))
]

taking(object, pods, nano) := {
	"object": concat("/", [object.kind, object.metadata.name]),
	"pods": pods,
	"nano": pods * nano,
}

each(_, want) := one if want.field == "pods"

each(shape, want) := footprint.of_shape(shape, want.field, want.resource) if want.field != "pods"

copies(claim) := pods if {
	pods := demand.pods_max[claim.pod]
} else := 1

asked(_, want) := one if want.resource == "count"

asked(claim, want) := quantity.nano[claim.spec.resources.requests.storage] if want.resource == "storage"

used(want) := sum([taker.nano | some taker in takers[want]])

# Biggest first, then by name.
contributors(want) := [contributor |
	some ranked in sort([[0 - taker.nano, taker.object, taker.pods] | some taker in takers[want]])
	contributor := {
		"object": ranked[1],
		"pods": ranked[2],
		"amount": amount.show(want.resource, 0 - ranked[0]),
	}
]
