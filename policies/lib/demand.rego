# What workloads may take at most: pods at the autoscaler's ceiling and while they roll out, times what one pod takes.
package lib.demand

import data.lib.config
import data.lib.given
import data.lib.inventory
import data.lib.kinds

# How many pods there may be at one time, by position in inventory.pods. Without an entry nobody can tell.
pods_max := {index: pods | some index, trait in traits; pods := most[trait]}

# The same with every autoscaler at its minimum.
pods_least := {index: pods | some index, trait in traits; pods := fewest[trait]}

# All of a workload that decides how many pods it has. Most share one of few such sets, and each is worked out once.
traits := {index: trait |
	some index, pod in inventory.pods
	goal := target(pod)
	trait := {
		"kind": pod.kind,
		"spec": object.remove(inventory.mapping(pod.object, "spec"), {"selector", "template"}),
		# Where there is no autoscaler at all, the embedded engine knows no table of them.
		"most": {pods | some pods in found[goal]},
		"least": {pods | some pods in bottoms[goal]},
		"owned": index in owned,
	}
}

distinct contains trait if some trait in traits

most := {trait: pods |
	some trait in distinct
	desired := replicas(trait)
	pods := desired + surge(trait, desired)
}

fewest := {trait: pods |
	some trait in distinct
	desired := least(trait)
	pods := desired + surge(trait, desired)
}

least(trait) := max(trait.least) if {
	trait.least != set()
	every pods in trait.least {
		is_number(pods)
	}
} else := replicas(trait)

replicas(trait) := pods if {
	trait.kind in {"Deployment", "StatefulSet", "ReplicationController"}
	pods := scaled(trait)
} else := pods if {
	trait.kind == "ReplicaSet"
	pods := unowned(trait)
} else := nodes if {
	trait.kind == "DaemonSet"
} else := pods if {
	trait.kind == "Job"
	pods := whole(trait.spec, "parallelism", 1)
} else := pods if {
	trait.kind == "CronJob"
	pods := whole(trait.spec.jobTemplate.spec, "parallelism", 1) * overlap(trait)
} else := 0 if {
	trait.kind == "PodTemplate"
} else := 1 if {
	trait.kind == "Pod"
}

overlap(trait) := 1 if {
	trait.spec.concurrencyPolicy in {"Forbid", "Replace"}
} else := config.value("cronjob_overlap")

nodes := known if {
	known := given.context.maxNodes
	is_number(known)
} else := config.value("daemonset_nodes")

unowned(trait) := 0 if {
	trait.owned
} else := scaled(trait)

# Positions in inventory.pods of the workloads that another makes. An owner counts only if its pods are counted, so an
# invented one hides nothing.
owned contains index if {
	some index, pod in inventory.pods
	pod.kind == "ReplicaSet"
	some owner in inventory.list(pod.object.metadata, "ownerReferences")
	owner.kind == "Deployment"
	key(pod.namespace, owner.kind, owner.name) in deployments
}

deployments contains goal if {
	some pod in inventory.pods
	pod.kind == "Deployment"
	goal := target(pod)
}

target(pod) := goal if {
	goal := key(pod.namespace, pod.kind, pod.object.metadata.name)
} else := ""

scaled(trait) := max(trait.most) if {
	trait.most != set()
	every pods in trait.most {
		is_number(pods)
	}
} else := pods if {
	trait.most == set()
	pods := whole(trait.spec, "replicas", 1)
}

# What autoscalers may scale each target to; null where that can't be read.
found[goal] contains ceiling(spec, "maxReplicas", null) if {
	some scaler in kinds.objects.HorizontalPodAutoscaler
	spec := scaler.spec
	goal := key(inventory.namespace(scaler), spec.scaleTargetRef.kind, spec.scaleTargetRef.name)
}

bottoms[goal] contains ceiling(spec, "minReplicas", 1) if {
	some scaler in kinds.objects.HorizontalPodAutoscaler
	spec := scaler.spec
	goal := key(inventory.namespace(scaler), spec.scaleTargetRef.kind, spec.scaleTargetRef.name)
}

bottoms[goal] contains ceiling(spec, "minReplicaCount", 0) if {
	some scaler in kinds.objects.ScaledObject
	spec := scaler.spec
	kind := inventory.optional(spec.scaleTargetRef, "kind", "Deployment")
	goal := key(inventory.namespace(scaler), kind, spec.scaleTargetRef.name)
}

# KEDA scales to 100 pods, and scales a Deployment, where its object says nothing else.
found[goal] contains ceiling(spec, "maxReplicaCount", 100) if {
	some scaler in kinds.objects.ScaledObject
	spec := scaler.spec
	kind := inventory.optional(spec.scaleTargetRef, "kind", "Deployment")
	goal := key(inventory.namespace(scaler), kind, spec.scaleTargetRef.name)
}

ceiling(spec, field, fallback) := pods if {
	pods := whole(spec, field, fallback)
} else := null

key(namespace, kind, name) := concat("/", [namespace, kind, name]) if {
	is_string(kind)
	is_string(name)
}

# Pods beyond the desired ones while a new version replaces the old one.
surge(trait, desired) := pods if {
	trait.kind == "Deployment"
	not trait.spec.strategy.type == "Recreate"
	pods := extra(inventory.mapping(trait.spec, "strategy"), desired, "25%")
} else := pods if {
	trait.kind == "DaemonSet"
	pods := extra(inventory.mapping(trait.spec, "updateStrategy"), desired, 0)
} else := 0 if {
	not surges(trait)
}

surges(trait) if {
	trait.kind == "Deployment"
	not trait.spec.strategy.type == "Recreate"
}

surges(trait) if trait.kind == "DaemonSet"

extra(strategy, desired, fallback) := ceil((desired * percent) / 100) if {
	most := inventory.optional(inventory.mapping(strategy, "rollingUpdate"), "maxSurge", fallback)
	is_string(most)
	regex.match(`^(0|[1-9][0-9]{0,5})%$`, most)
	percent := to_number(trim_suffix(most, "%"))
} else := whole(inventory.mapping(strategy, "rollingUpdate"), "maxSurge", fallback)

whole(parent, field, fallback) := floor(number) if {
	number := inventory.optional(parent, field, fallback)
	is_number(number)
	number >= 0
	floor(number) == number
}
