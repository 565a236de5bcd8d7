# What each namespace may take at most, against each key of its ResourceQuotas, in nano-units.
package lib.usage

import data.lib.amount
import data.lib.config
import data.lib.demand
import data.lib.footprint
import data.lib.inventory
import data.lib.kinds
import data.lib.quantity
import data.lib.scope

one := 1000000000

# Every quota key that can be computed from the input, in namespaces that are in the input themselves.
allowances := [allowance |
	some quota in kinds.objects.ResourceQuota
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
} else := {"field": "claims", "resource": "storage", "class": class} if {
	endswith(key, concat("", [of_class, "requests.storage"]))
	class := split(key, of_class)[0]
} else := {"field": "claims", "resource": "count", "class": class} if {
	endswith(key, concat("", [of_class, "persistentvolumeclaims"]))
	class := split(key, of_class)[0]
} else := {"field": "objects", "resource": trim_prefix(key, "count/")} if {
	startswith(key, "count/")
} else := {"field": "objects", "resource": key} if {
	key in {"configmaps", "replicationcontrollers", "resourcequotas", "secrets", "services"}
}

of_class := ".storageclass.storage.k8s.io/"

wants := {allowance.want | some allowance in allowances}

# What one pod of each shape takes, by position in footprint.shapes.
each := {want: amounts |
	some want in wants
	amounts := [amount | some shape in footprint.shapes; amount := taken(shape, want)]
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
	number := footprint.numbers[index]
	nano := pods[index] * amounts[number]
])

used(want) := totals[want].used

least(want) := totals[want].least

# Rules, because inside a function that another package calls the embedded engine finds nothing in rules.
takers := {want: found |
	some want in short
	found := [taker | some taker in array.concat(of_pods(want), besides_pods(want)); taker.nano > 0]
}

short := {allowance.want | some allowance in allowances; strained(allowance)}

strained(allowance) if exceeded(allowance)

strained(allowance) if promised(allowance, "warning")

of_pods(want) := [taker |
	amounts := each[want]
	some index in scope.counted(want)
	number := footprint.numbers[index]
	taker := taking(inventory.pods[index].object, demand.pods_max[index], amounts[number])
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
	plural(lower(object.kind), inventory.group(object)) == want.resource
	taker := taking(object, 1, one)
]

# How the API calls the objects of a kind.
plural(kind, "") := concat("", [stem(kind), "s"])

plural(kind, group) := concat("", [stem(kind), "s.", group]) if group != ""

stem(kind) := concat("", [trim_suffix(kind, "y"), "ie"]) if {
	endswith(kind, "y")
} else := concat("", [kind, "e"]) if {
	endswith(kind, "s")
} else := kind

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
		"share": percent(nano * 100, used(want)),
	}
]

# Rounded down: both engines divide alike where nothing is left.
percent(hundredfold, whole) := concat("", [format_int((hundredfold - (hundredfold % whole)) / whole, 10), " %"])
