package policy.pod_security.seccomp_baseline

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Seccomp is not turned off
# description: >-
#   Neither the pod nor a container names a seccomp profile other than the runtime's or one of the node; before
#   v1.19 annotations named it. The restricted level has its own rule from v1.19 on.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: error
#   scope: object
#   message: the seccomp profile of {subject} is {profile}; it must be one of {allowed}
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault on the pod; Slipway's builders do so.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "seccompProfile", "type"], args) if {
	some context, places in standard.holders
	context.minor >= 19
	context.level == "baseline"
	profile := standard.profile(context.own, "seccompProfile")
	not standard.confining(profile)
	some place in places
	holder := standard.subjects[place]
	args := {"profile": profile, "allowed": concat(", ", standard.profiles)}
}

deny contains finding.of_object(judged.pod.object, standard.annotation_path(judged.pod, key), args) if {
	some judged in standard.pods
	judged.minor < 19
	some key, subject in subjects(judged.pod)
	profile := standard.annotations(judged.pod)[key]
	not permitted(profile)
	args := {"subject": subject, "profile": profile, "allowed": "runtime/default, docker/default, localhost/*"}
}

# The annotations that count, with what each is about.
subjects(pod) := object.union(
	{"seccomp.security.alpha.kubernetes.io/pod": "the pod"},
	{concat("", ["container.seccomp.security.alpha.kubernetes.io/", name]): concat(" ", ["container", name]) |
		some field in ["containers", "initContainers", "ephemeralContainers"]
		some spec in inventory.list(pod.spec, field)
		name := finding.text(spec, "name")
	},
)

permitted(profile) if {
	profile in {"runtime/default", "docker/default"}
} else if {
	is_string(profile)
	startswith(profile, "localhost/")
}
