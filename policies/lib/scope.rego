# Which pods a quota with scopes counts.
package lib.scope

import data.lib.footprint
import data.lib.inventory
import data.lib.kinds

# What a quota asks of a pod: all of it, in one form for both ways to write it.
selectors(quota) := array.concat(
	[{"scope": name, "operator": "Exists", "values": []} | some name in inventory.list(spec, "scopes")],
	[{"scope": scope, "operator": operator, "values": inventory.list(term, "values")} |
		some term in inventory.list(inventory.mapping(spec, "scopeSelector"), "matchExpressions")
		scope := inventory.optional(term, "scopeName", "")
		operator := inventory.optional(term, "operator", "Exists")
	],
) if {
	spec := inventory.mapping(quota, "spec")
}

# Positions in inventory.pods of those that a quota's key counts.
counted(want) := all if {
	want.scopes == []
	all := inventory.workloads[want.namespace]
} else := {index |
	some index in inventory.workloads[want.namespace]
	counts(inventory.pods[index], want.scopes)
}

counts(pod, wanted) if {
	every selector in wanted {
		selected(pod, selector)
	}
}

selected(pod, selector) if {
	selector.scope == "Terminating"
	pod.spec.activeDeadlineSeconds >= 0
}

selected(pod, selector) if {
	selector.scope == "NotTerminating"
	not pod.spec.activeDeadlineSeconds
}

selected(pod, selector) if {
	selector.scope == "BestEffort"
	not asking(pod)
}

selected(pod, selector) if {
	selector.scope == "NotBestEffort"
	asking(pod)
}

selected(pod, selector) if {
	selector.scope == "PriorityClass"
	chosen(priority_class(pod), selector)
}

selected(pod, selector) if {
	selector.scope == "CrossNamespacePodAffinity"
	some kind in ["podAffinity", "podAntiAffinity"]
	affinity := pod.spec.affinity[kind]
	some term in terms(affinity)
	reaching(term)
}

# Whether a pod requests or is limited to any processor time or memory.
asking(pod) if {
	some field in ["requests", "limits"]
	some resource in ["cpu", "memory"]
	footprint.inside(footprint.shape(pod), field, resource) > 0
}

priority_class(pod) := pod.spec.priorityClassName if {
	is_string(pod.spec.priorityClassName)
} else := fallback if {
	some class in kinds.objects.PriorityClass
	class.globalDefault == true
	fallback := class.metadata.name
} else := ""

chosen(class, selector) if {
	selector.operator == "Exists"
	class != ""
}

chosen(class, selector) if {
	selector.operator == "DoesNotExist"
	class == ""
}

chosen(class, selector) if {
	selector.operator == "In"
	class in selector.values
}

chosen(class, selector) if {
	selector.operator == "NotIn"
	not listed(class, selector)
}

listed(class, selector) if class in selector.values

terms(affinity) := array.concat(
	inventory.list(affinity, "requiredDuringSchedulingIgnoredDuringExecution"),
	[inventory.mapping(weighted, "podAffinityTerm") |
		some weighted in inventory.list(affinity, "preferredDuringSchedulingIgnoredDuringExecution")
	],
)

reaching(term) if inventory.list(term, "namespaces") != []

reaching(term) if term.namespaceSelector != null
