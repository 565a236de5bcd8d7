package policy.pod_security.run_as_user

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Nothing runs as user 0
# description: >-
#   Neither the pod nor a container sets securityContext.runAsUser to 0, or to something that is no user id.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} runs as user {user}; it must be a number above 0
#   remediation: Remove securityContext.runAsUser or set it to a number above 0 that the image's files belong to.
#   config: []
deny contains finding.of_container(container, ["securityContext", "runAsUser"], args) if {
	some container in inventory.containers
	not unprivileged(container)
	subject := concat(" ", ["container", finding.text(container.spec, "name")])
	args := {"subject": subject, "user": container.security.runAsUser}
}

deny contains finding.of_pod(pod, ["securityContext", "runAsUser"], args) if {
	some pod in inventory.pods
	not unprivileged(pod)
	args := {"subject": "the pod", "user": pod.security.runAsUser}
}

unprivileged(subject) if {
	user := inventory.optional(subject.security, "runAsUser", 1)
	is_number(user)
	user > 0
}
