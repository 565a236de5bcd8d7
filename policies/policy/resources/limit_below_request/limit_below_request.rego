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
	some resource, amounts in inverted[container.resources]
	args := object.union(amounts, {"subject": concat(" ", ["container", finding.text(container.spec, "name")])})
}

deny contains finding.of_pod(pod, ["resources", "limits", resource], args) if {
	some pod in inventory.pods
	some resource, amounts in inverted[pod.resources]
	args := object.union(amounts, {"subject": "the pod"})
}

# The resources of each block whose limit is too low. A malformed quantity is resources.malformed_quantity's to report.
inverted := {block: found |
	some block in inventory.blocks
	found := too_low(inventory.mapping(block, "requests"), inventory.mapping(block, "limits"))
	found != {}
}

too_low(requests, limits) := {resource: amounts |
	some resource, limit in limits
	request := requests[resource]
	quantity.nano[limit] < quantity.nano[request]
	amounts := {"resource": resource, "limit": quantity.text(limit), "request": quantity.text(request)}
}
