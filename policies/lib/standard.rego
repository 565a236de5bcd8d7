# The Pod Security Standards: which level and version of them each pod is held to, and the parts of it they look at.
# Their lists are fixed here, not in data.config: with other lists they would not be the standards.
package lib.standard

import data.lib.config
import data.lib.given
import data.lib.inventory
import data.lib.kinds

# The minor version whose rules are the newest known; the standards of later ones are judged by these.
newest := 37

ranks := {"privileged": 0, "baseline": 1, "restricted": 2}

# The cluster's own minor version, which no namespace's label can exceed.
cluster := known if {
	is_string(given.context.kubernetesVersion)
	known := minor(concat("", ["v", given.context.kubernetesVersion]))
} else := newest

minor(version) := min([to_number(trim_prefix(version, "v1.")), newest]) if {
	is_string(version)
	regex.match(`^v1\.(0|[1-9][0-9]{0,4})$`, version)
}

pinned(version) := min([number, cluster]) if {
	number := minor(version)
} else := cluster

# As the API server reads it: what is no level means the strictest.
level(name) := name if {
	ranks[name] >= 0
} else := "restricted"

# What no namespace may go below: this run's own level, or else the configuration's.
floor := {"level": level(own), "minor": cluster} if {
	own := given.context.podSecurity
	is_string(own)
} else := {
	"level": level(config.value("pod_security_level")),
	"minor": pinned(config.value("pod_security_version")),
}

whole_run if is_string(given.context.podSecurity)

listed contains name if some name in config.value("privileged_namespaces")

labels(namespace) := inventory.mapping(inventory.mapping(namespace, "metadata"), "labels")

# What the cluster will enforce in each namespace that says so itself.
labelled[name] contains {"level": level(enforced), "minor": pinned(version)} if {
	some namespace in kinds.objects.Namespace
	namespace.apiVersion == "v1"
	name := namespace.metadata.name
	own := labels(namespace)
	enforced := own["pod-security.kubernetes.io/enforce"]
	version := object.get(own, "pod-security.kubernetes.io/enforce-version", "latest")
}

# A namespace's label counts beside the floor, and without it only where the configuration lists the namespace.
claimed(name) := {floor} if {
	whole_run
} else := standards if {
	name in listed
	standards := labelled[name]
} else := {floor} | said(name)

said(name) := labelled[name] if {
	labelled[name]
} else := set()

# The standards that judge the pods of each namespace; none does where all that is left is `privileged`.
judging := {name: standards |
	some name, _ in inventory.workloads
	all := claimed(name)
	standards := [standard |
		some standard in all
		standard.level != "privileged"
		not outdone(standard, all)
	]
}

outdone(standard, all) if {
	some other in all
	other.minor == standard.minor
	ranks[other.level] > ranks[standard.level]
}

# Namespaces whose pods may do more than the restricted level allows, and those where nothing is forbidden.
lenient contains name if {
	some name, standards in judging
	not restrictive(standards)
}

restrictive(standards) if {
	some standard in standards
	standard.level == "restricted"
}

privileged contains name if judging[name] == []

# Every pod once for each standard that judges it.
pods := [{"pod": pod, "level": standard.level, "minor": standard.minor} |
	some pod in inventory.pods
	some standard in judging[pod.namespace]
]

# Containers that any standard judges, whatever its level and version.
containers := [container |
	some container in inventory.containers
	judging[container.pod.namespace] != []
]

# Pods and containers: what has a security context.
subjects := array.concat(inventory.pods, inventory.containers)

# Positions in `subjects`, by security context and all that decides about it. Most contexts are one of few, and rules
# look at each only once.
holders := {seen: positions | some seen, positions in found} # never undefined: see scale.by_target

found[seen] contains index if {
	some index, pod in inventory.pods
	some standard in judging[pod.namespace]
	seen := context(standard, pod, "pod", pod.security)
}

found[seen] contains index if {
	some position, container in inventory.containers
	some standard in judging[container.pod.namespace]
	seen := context(standard, container.pod, "container", container.security)
	index := count(inventory.pods) + position
}

context(standard, pod, kind, security) := {
	"level": standard.level,
	"minor": standard.minor,
	"kind": kind,
	"windows": windows(pod),
	"isolated": isolated(pod),
	"pod": pod.security,
	"own": security,
}

windows(pod) if {
	pod.spec.os.name == "windows"
} else := false

# In a user namespace, where root is nobody on the node.
isolated(pod) if {
	pod.spec.hostUsers == false
} else := false

# The level's own rules from a version on; from v1.25 on the last three spare Windows, from v1.35 on user namespaces.
restricted(subject, since) if {
	subject.level == "restricted"
	subject.minor >= since
}

restricted_linux(subject, since) if {
	restricted(subject, since)
	not spared_windows(subject)
}

spared_windows(subject) if {
	subject.windows
	subject.minor >= 25
}

restricted_root(subject, since) if {
	restricted(subject, since)
	not spared_isolated(subject)
}

spared_isolated(subject) if {
	subject.isolated
	subject.minor >= 35
}

annotations(pod) := inventory.mapping(inventory.mapping(template(pod), "metadata"), "annotations")

template(pod) := object if {
	count(pod.path) == 1
	object := pod.object
} else := inventory.at(pod.object, array.slice(pod.path, 0, count(pod.path) - 1))

annotation_path(pod, key) := array.concat(
	array.slice(pod.path, 0, count(pod.path) - 1),
	["metadata", "annotations", key],
)

# The type of a profile, for seccomp and AppArmor alike; nothing where there is no profile.
profile(security, field) := kind if {
	security[field] != null
	kind := inventory.optional(inventory.mapping(security, field), "type", "unset")
}

profiles := {"RuntimeDefault", "Localhost"}

confining(profile) if profile in profiles
