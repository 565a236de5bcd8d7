package policy.resources.ratio

import data.lib.amount
import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: Limits stay near requests
# description: >-
#   No limit is more than so many times its request as the configuration allows for the resource. A node full of
#   such pods runs out of what was never requested.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {subject} has a limit of {limit} {resource} for a request of {request}; {ratio} times is the most
#   remediation: Raise the request or lower the limit. Slipway's specs have one figure for both.
#   config: [limit_request_ratios]
deny contains finding.of_holder(holder, ["resources", "limits", resource], args) if {
	some holder in array.concat(inventory.containers, inventory.pods)
	some resource, args in loose[holder.resources]
}

ratios := {resource: {"text": text, "nano": quantity.parse(text)} |
	some resource, text in config.value("limit_request_ratios")
}

# The resources of each block whose limit is too far above the request; what is malformed is another rule's.
loose := {block: found |
	some block in inventory.blocks
	found := distant(inventory.mapping(block, "requests"), inventory.mapping(block, "limits"))
	found != {}
}

distant(requests, limits) := {resource: args |
	some resource, ratio in ratios
	request := quantity.nano[requests[resource]]
	limit := quantity.nano[limits[resource]]
	limit * 1000000000 > request * ratio.nano
	args := {
		"resource": resource,
		"request": amount.show(resource, request),
		"limit": amount.show(resource, limit),
		"ratio": ratio.text,
	}
}
