# What workloads may take at most: pods at the autoscaler's ceiling and while they roll out, times what one pod takes.
package lib.demand

import data.lib.config
import data.lib.given
import data.lib.inventory
import data.lib.kinds

# How many pods there may be at one time, by position in inventory.pods. Without an entry nobody can tell.
pods_max := {index: pods |
	some index, pod in inventory.pods
	desired := replicas(pod)
	pods := desired + surge(pod, desired)
}

# The same with every autoscaler at its minimum.
pods_least := {index: pods |
	some index, pod in inventory.pods
	desired := least(pod)
	pods := desired + surge(pod, desired)
}

least(pod) := max(minima) if {
	minima := bottoms[target(pod)]
	every pods in minima {
		is_number(pods)
	}
} else := replicas(pod)

replicas(pod) := scaled(pod) if {
	pod.kind in {"Deployment", "StatefulSet", "ReplicationController"}
} else := unowned(pod) if {
	pod.kind == "ReplicaSet"
} else := nodes if {
	pod.kind == "DaemonSet"
} else := whole(job, "parallelism", 1) if {
	pod.kind == "Job"
	job := pod.object.spec
} else := whole(job, "parallelism", 1) * overlap(pod) if {
	pod.kind == "CronJob"
	job := pod.object.spec.jobTemplate.spec
} else := 0 if {
	pod.kind == "PodTemplate"
} else := 1 if {
	pod.kind == "Pod"
}

overlap(pod) := 1 if {
	pod.object.spec.concurrencyPolicy in {"Forbid", "Replace"}
} else := config.value("cronjob_overlap")

nodes := given.context.maxNodes if {
	is_number(given.context.maxNodes)
} else := config.value("daemonset_nodes")

unowned(pod) := 0 if {
	owned(pod)
} else := scaled(pod)

# An owner counts only if its pods are counted, so an invented one hides nothing.
owned(pod) if {
	some owner in inventory.list(pod.object.metadata, "ownerReferences")
	owner.kind == "Deployment"
	key(pod.namespace, owner.kind, owner.name) in deployments
}

deployments contains goal if {
	some pod in inventory.pods
	pod.kind == "Deployment"
	goal := target(pod)
}

target(pod) := key(pod.namespace, pod.kind, pod.object.metadata.name)

scaled(pod) := max(maxima) if {
	maxima := ceilings[target(pod)]
	every pods in maxima {
		is_number(pods)
	}
} else := whole(spec, "replicas", 1) if {
	not autoscaled(pod)
	spec := pod.object.spec
}

autoscaled(pod) if ceilings[target(pod)]

# What autoscalers may scale each target to; null where that can't be read.
ceilings := found

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
surge(pod, desired) := extra(inventory.mapping(spec, "strategy"), desired, "25%") if {
	spec := pod.object.spec
	pod.kind == "Deployment"
	not pod.object.spec.strategy.type == "Recreate"
} else := extra(inventory.mapping(spec, "updateStrategy"), desired, 0) if {
	spec := pod.object.spec
	pod.kind == "DaemonSet"
} else := 0 if {
	not surges(pod)
}

surges(pod) if {
	pod.kind in {"Deployment", "DaemonSet"}
	not pod.object.spec.strategy.type == "Recreate"
}

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
