package policy.resources.limit_range

import data.lib.admission
import data.lib.amount
import data.lib.finding
import data.lib.footprint
import data.lib.inventory
import data.lib.quantity
import data.lib.range

# METADATA
# scope: rule
# title: Pods and claims fit their namespace's LimitRange
# description: >-
#   What containers, pods and volume claims request and are limited to, after the defaults that admission sets, is
#   within the minima, maxima and ratios of each LimitRange of their namespace. The API server refuses them
#   otherwise.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {subject} has {request} {resource} requested and {limit} as its limit; LimitRange {range} has {value} as
#     {rule}
#   remediation: Change the figures in resources, or in the LimitRange.
#   config: []
deny contains finding.of_container(container, ["resources"], args) if {
	count(range.bounds) > 0
	some container in inventory.containers
	container.field != "ephemeralContainers"
	some bound in range.bounds_of("Container", container.pod.namespace)
	given := range.of_namespace(bound.namespace)
	request := admission.admitted(given, container.resources, "requests", bound.resource)
	limit := admission.admitted(given, container.resources, "limits", bound.resource)
	admission.outside(bound, request, limit)
	args := told(finding.subject(container), bound, request, limit)
}

deny contains finding.of_pod(pod, ["resources"], args) if {
	count(range.bounds) > 0
	some pod in inventory.pods
	some bound in range.bounds_of("Pod", pod.namespace)
	shape := footprint.shape(pod)
	request := something(footprint.inside(shape, "requests", bound.resource))
	limit := something(footprint.inside(shape, "limits", bound.resource))
	admission.outside(bound, request, limit)
	args := told("the pod", bound, request, limit)
}

# A claim has no limit: a maximum is for its request.
deny contains finding.of_object(claim.object, array.concat(claim.path, ["resources"]), args) if {
	count(range.bounds) > 0
	some claim in inventory.claims
	some bound in range.bounds_of("PersistentVolumeClaim", inventory.namespace(claim.object))
	request := admission.admitted({}, inventory.mapping(claim.spec, "resources"), "requests", bound.resource)
	admission.outside(bound, request, request)
	args := told("the claim", bound, request, -1)
}

something(taken) := -1 if {
	taken == 0
} else := taken

told(subject, bound, request, limit) := {
	"subject": subject,
	"resource": bound.resource,
	"request": shown(bound.resource, request),
	"limit": shown(bound.resource, limit),
	"range": bound.range,
	"rule": bound.rule,
	"value": quantity.text(bound.value),
}

shown(resource, taken) := amount.show(resource, taken) if {
	taken != -1
} else := "nothing"
