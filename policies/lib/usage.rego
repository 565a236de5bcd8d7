# What each namespace may take at most, against each key of its ResourceQuotas, in nano-units.
package lib.usage

import data.lib.amount
import data.lib.config
import data.lib.demand
import data.lib.footprint
import data.lib.inventory
import data.lib.kinds
import data.lib.measure
import data.lib.quantity
import data.lib.scope

one := 1000000000

# Every quota key that can be computed from the input, in namespaces that are in the input themselves.
allowances := [allowance |
	some quota in kinds.objects.ResourceQuota
	namespace := inventory.namespace(quota)
	namespace in inventory.namespaces
	some key, hard in inventory.mapping(inventory.mapping(quota, "spec"), "hard")
	want := object.union(measure.of_key(key), {"namespace": namespace, "scopes": scope.selectors(quota)})
	allowance := {"object": quota, "key": key, "want": want, "hard": hard, "nano": quantity.nano[hard]}
]

wants := {allowance.want | some allowance in allowances}

# The shapes of all pods, each once.
shapes := [distinct | some distinct in {seen | some seen in seen_shapes}]

seen_shapes := [footprint.shape(pod) | some pod in inventory.pods]

# Positions in `shapes`, by position in inventory.pods.
numbers := [number | some seen in seen_shapes; number := numbered[seen]]

numbered := {distinct: number | some number, distinct in shapes}

# What one pod of each shape takes, by position in shapes.
each := {want: [amount |
	some shape in shapes
	amount := taken(shape, want)
] |
	some want in wants
}

taken(_, want) := one if want.field == "pods"

taken(shape, want) := footprint.of_shape(shape, want.field, want.resource) if want.field in {"limits", "requests"}

# What all take together, with every autoscaler at its maximum and at its minimum. Only where a quota is too small does
# anybody ask who takes how much.
totals := {want: total |
	some want in wants
	others := sum([taker.nano | some taker in besides_pods(want)])
	total := {
		"used": running(want, demand.pods_max) + others,
		"least": running(want, demand.pods_least) + others,
	}
}

running(want, pods) := sum([nano |
	amounts := each[want]
	some index in scope.counted(want)
	number := numbers[index]
	nano := pods[index] * amounts[number]
])

used(want) := totals[want].used

least(want) := totals[want].least

# Who takes how much of what there may be too little of.
takers := {want: found |
	some want in scarce
	found := [taker |
		some taker in array.concat(of_pods(want), besides_pods(want))
		taker.nano > 0
	]
}

scarce contains allowance.want if {
	some allowance in allowances
	exceeded(allowance)
}

scarce contains allowance.want if {
	some allowance in allowances
	promised(allowance, "warning")
}

of_pods(want) := [taker |
	amounts := each[want]
	some index in scope.counted(want)
	pod := inventory.pods[index]
	pods := demand.pods_max[index]
	number := numbers[index]
	nano := amounts[number]
	taker := taking(pod.object, pods, nano)
]

besides_pods(want) := array.concat(claiming(want), counted(want))

claiming(want) := [taker |
	want.field == "claims"
	want.scopes == []
	some claim in inventory.claims
	inventory.namespace(claim.object) == want.namespace
	in_class(claim, want)
	taker := taking(claim.object, copies(claim), asked(claim, want))
]

in_class(_, want) if not want.class

in_class(claim, want) if claim.spec.storageClassName == want.class

# Objects of one resource, such as deployments.apps.
counted(want) := [taker |
	want.field == "objects"
	want.scopes == []
	some object in inventory.objects
	inventory.namespace(object) == want.namespace
	is_string(object.kind)
	measure.plural(lower(object.kind), inventory.group(object)) == want.resource
	taker := taking(object, 1, one)
]

taking(object, pods, nano) := {
	"object": concat("/", [object.kind, object.metadata.name]),
	"pods": pods,
	"nano": pods * nano,
}

copies(claim) := pods if {
	pods := demand.pods_max[claim.pod]
} else := 1

asked(_, want) := one if want.resource == "count"

asked(claim, want) := quantity.nano[claim.spec.resources.requests.storage] if want.resource == "storage"

# Autoscalers seldom reach their maxima together, so so many times the quota may be promised to them; what is needed at
# their minima has to fit.
exceeded(allowance) if least(allowance.want) > allowance.nano

exceeded(allowance) if promised(allowance, "error")

promised(allowance, severity) if {
	ratio := quantity.parse(config.value("quota_oversubscription")[severity])
	used(allowance.want) * one > allowance.nano * ratio
}

# What a finding says of a quota's key.
told(allowance) := {
	"resource": allowance.key,
	"used": amount.show(allowance.want.resource, used(allowance.want)),
	"hard": quantity.text(allowance.hard),
	"biggest": concat(", ", array.concat(in_words, rest(count(ranked) - shown))),
	"contributors": ranked,
} if {
	ranked := contributors(allowance.want)
	shown := config.value("quota_contributors_shown")
	in_words := [words(contributor) | some contributor in array.slice(ranked, 0, shown)]
}

words(contributor) := concat("", [contributor.object, " ", contributor.amount, " (", contributor.share, ")"])

# The finding's arguments hold all of them.
rest(more) := [concat(" ", ["and", format_int(more, 10), "more"])] if {
	more > 0
} else := []

# Biggest first, then by name.
contributors(want) := [contributor |
	some ranked in sort([[0 - taker.nano, taker.object, taker.pods] | some taker in takers[want]])
	nano := 0 - ranked[0]
	contributor := {
		"object": ranked[1],
		"pods": ranked[2],
		"amount": amount.show(want.resource, nano),
		"share": amount.share(nano, used(want)),
	}
]
