package policy.resources.limit_below_request

import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: No limit is below its request
# description: >-
#   What a container or pod is limited to is at least what it requests; the API server refuses anything else.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: error
#   scope: object
#   message: the limit of {limit} {resource} for {subject} is below its request of {request}
#   remediation: Raise the limit or lower the request. Slipway's specs have one figure for both.
#   config: []
deny contains finding.of_container(container, ["resources", "limits", resource], args) if {
	some container in inventory.containers
	some resource, limit in inventory.mapping(container.resources, "limits")
	below_request(container, resource, limit)
	subject := concat(" ", ["container", finding.text(container.spec, "name")])
	args := described(container, resource, limit, subject)
}

deny contains finding.of_pod(pod, ["resources", "limits", resource], args) if {
	some pod in inventory.pods
	some resource, limit in inventory.mapping(pod.resources, "limits")
	below_request(pod, resource, limit)
	args := described(pod, resource, limit, "the pod")
}

# A quantity that is malformed is resources.malformed_quantity's to report.
below_request(owner, resource, limit) if {
	request := owner.resources.requests[resource]
	request != limit
	quantity.nano[limit] < quantity.nano[request]
}

described(owner, resource, limit, subject) := {
	"subject": subject,
	"resource": resource,
	"limit": quantity.text(limit),
	"request": quantity.text(owner.resources.requests[resource]),
}
