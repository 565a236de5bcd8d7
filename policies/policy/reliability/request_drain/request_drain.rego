package policy.reliability.request_drain

import data.lib.drain
import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.reference

# METADATA
# scope: rule
# title: Requests finish before their pod is killed
# description: >-
#   The preStop hook and the longest request that an HTTPRoute allows fit into terminationGracePeriodSeconds of the
#   pods behind it. Otherwise a rollout cuts off requests.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#   - https://gateway-api.sigs.k8s.io/guides/http-timeouts/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     requests may take {timeout}, but {workload} sleeps {pause} s and is killed after {grace} s
#   remediation: >-
#     Lower lifecycle.requestTimeoutSeconds in the model's spec, or raise terminationGracePeriodSeconds to their sum.
#   config: []
deny contains finding.of_object(call.route, ["spec", "rules", call.index, "timeouts", "request"], args) if {
	some call in calls
	some position in object.get(reference.backing, call.service, set())
	pod := inventory.pods[position]
	pause := drain.wait(pod)
	grace := drain.grace(pod)
	is_number(grace)
	call.milliseconds > (grace - pause) * 1000
	workload := concat("/", [pod.kind, finding.text(pod.object.metadata, "name")])
	args := {"timeout": call.timeout, "workload": workload, "pause": pause, "grace": grace}
}

# Every backend that a route gives a time to answer.
calls := [call |
	some route in kinds.objects.HTTPRoute
	some index, rule in inventory.list(route.spec, "rules")
	timeout := rule.timeouts.request
	is_string(timeout)
	some backend in inventory.list(rule, "backendRefs")
	namespace := inventory.optional(backend, "namespace", inventory.namespace(route))
	call := {
		"route": route,
		"index": index,
		"timeout": timeout,
		"milliseconds": milliseconds(timeout),
		"service": reference.place("Service", namespace, backend.name),
	}
]

milliseconds(duration) := sum([amount |
	some part in regex.find_all_string_submatch_n(`([1-9][0-9]{0,8})(h|ms|m|s)`, duration, -1)
	amount := to_number(part[1]) * units[part[2]]
])

units := {"h": 3600000, "m": 60000, "s": 1000, "ms": 1}
