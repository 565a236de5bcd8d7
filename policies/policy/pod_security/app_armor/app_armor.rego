package policy.pod_security.app_armor

import data.lib.finding
import data.lib.standard

# METADATA
# scope: rule
# title: AppArmor stays on
# description: >-
#   Neither the pod, a container nor an annotation of old names an AppArmor profile other than the runtime's or one
#   of the node.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: error
#   scope: object
#   message: the AppArmor profile of {subject} is {profile}; it must be one of {allowed}
#   remediation: Remove appArmorProfile and the annotation; the container runtime then applies its own profile.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_holder(holder, ["securityContext", "appArmorProfile", "type"], args) if {
	some context, places in standard.holders
	profile := standard.profile(context.own, "appArmorProfile")
	not standard.confining(profile)
	some place in places
	holder := standard.subjects[place]
	args := {"profile": profile, "allowed": concat(", ", standard.profiles)}
}

deny contains finding.of_object(pod.object, standard.annotation_path(pod, key), args) if {
	some judged in standard.pods
	pod := judged.pod
	some key, profile in standard.annotations(pod)
	startswith(key, prefix)
	not permitted(profile)
	subject := concat(" ", ["container", trim_prefix(key, prefix)])
	args := {"subject": subject, "profile": profile, "allowed": "runtime/default, localhost/*"}
}

prefix := "container.apparmor.security.beta.kubernetes.io/"

permitted(profile) if {
	profile in {null, "", "runtime/default"}
} else if {
	is_string(profile)
	startswith(profile, "localhost/")
}
